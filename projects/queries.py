"""What the pages of this app read."""

from __future__ import annotations

from projects.models import Project, Week


def project_and_week() -> tuple[Project, Week | None]:
    """The project and the week whose turn it is (two or three queries)."""
    return Project.get(), Week.objects.current()
