"""The plan's two steps of the set-up checklist."""

from __future__ import annotations

from progress.actions.planning.baselines import propose_baseline
from tests.cast import at
from tests.progress.plans import make_baseline, make_plan

PAGE = "/progress/setup-steps/"


def ticks(client) -> int:
    return client.get(PAGE).text.count("is-done")


def test_the_steps_tick_themselves(client, cast):
    client.force_login(cast.pmo)
    assert ticks(client) == 0
    assert "/progress/wbs/import/" in client.get(PAGE).text
    make_plan(cast)
    assert ticks(client) == 1
    propose_baseline(cast.project, by=cast.pmo, at=at("2026-04-01 09:00"))
    assert ticks(client) == 1
    make_baseline(cast)
    assert ticks(client) == 2


def test_the_administrator_reads_them_and_teams_do_not(client, cast):
    readers = ("pmo", "pm", "auditor", "admin")
    for name in (*readers, "lead", "owner", "stranger"):
        client.force_login(getattr(cast, name))
        assert client.get(PAGE).status_code == (200 if name in readers else 404), name


def test_it_takes_no_post(client, cast):
    client.force_login(cast.pmo)
    assert client.post(PAGE).status_code in (403, 405)
