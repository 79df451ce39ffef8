"""From a week's records and measures to the figures that reports and the dashboard show.

Nothing is computed here that the seal holds. `view` is the week as one reader sees it; `scopes`, `rows` and `cycle`
read parts of it; `report` puts the weekly report's together, `overview` the dashboard's.
"""

from reports.gather.report import Edition, gather

__all__ = ["Edition", "gather"]
