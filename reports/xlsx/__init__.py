"""Documents as Excel workbooks: a sheet per section, native charts, the same values as the PDF and the page."""

from reports.xlsx.renderer import render

__all__ = ["render"]
