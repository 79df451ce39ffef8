"""Sealed and open weeks for the readers' pages."""

from __future__ import annotations

import pytest
from django.conf import settings

from pmo.lib.fonts import Fonts
from progress.models import Submission, WorkItem
from tests.cast import Cast
from tests.printing import FONT_FOLDER, fonts
from tests.progress.conftest import plan
from tests.reports.weeks import accepted, hide_canaries, seal, sent_by_both

__all__ = ["fonts", "plan"]


@pytest.fixture(scope="session")
def fonts_at_hand(fonts: Fonts) -> None:
    """The data folder of the run borrows the fonts that were converted once per clone."""
    if not (settings.VAR / "fonts").exists():
        (settings.VAR / "fonts").symlink_to(FONT_FOLDER)


@pytest.fixture
def sent(cast: Cast, plan: dict[str, WorkItem]) -> dict[str, Submission]:
    """The first week with both teams' updates, not accepted yet."""
    hide_canaries(plan)
    return sent_by_both(cast, plan)


@pytest.fixture
def sealed(cast: Cast, sent: dict[str, Submission]) -> Cast:
    """The first week sealed, both teams accepted; the next one open."""
    for submission in sent.values():
        accepted(cast, submission)
    seal(cast, cast.week)
    return cast
