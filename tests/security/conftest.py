"""The small plan of two teams, for the tests of this folder."""

from tests.progress.conftest import plan

__all__ = ["plan"]
