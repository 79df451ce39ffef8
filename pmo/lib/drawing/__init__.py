"""Drawings in three steps: a layout turns data into a scene, a scene is shapes with roles, a painter colours roles.

`scene` holds the shapes, `axes` ticks and scales; `timechart` and `barchart` lay out, `svg` and `pdf` paint.
Nothing here knows where its output goes; Excel draws native charts from the same chart data instead of a scene.
"""
