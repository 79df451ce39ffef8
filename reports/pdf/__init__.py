"""Documents as PDF: A4, drawn on the canvas. Nothing here knows the database, Django or what the text means."""

from reports.pdf.renderer import Progress, render

__all__ = ["Progress", "render"]
