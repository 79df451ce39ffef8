"""Sealing a week: its records and measures are written once and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from progress import snapshot
from progress.actions.common import claim_week
from progress.curves import renew_curves
from progress.domain.kept_days import kept
from progress.domain.neutral import row_to_json
from progress.domain.rows import Kind, ends_on, starts_on
from progress.models import Baseline, Measure, ProgressRecord, Seal
from progress.snapshot import Snapshot, Standing
from projects.jobs import Refused
from projects.models import Change, Member, Week, WeekState, record_change
from projects.weekly import open_week

CHOICES = ("carried", "provisional")
MOST_SKIPPED = 8  # weeks without a working day in a row


@transaction.atomic
def seal_week(week: Week, *, by: Member, at: datetime, choices: Mapping[str, str] | None = None) -> Seal:
    """締め: write the week down. `choices` says for each team not accepted: "carried" or "provisional".

    Refused without a baseline in force, for a week sealed already, while an earlier week is unsealed, or when a team is
    neither accepted nor chosen for.
    """
    claim_week(week)
    baseline = check_sealable(week)
    standings = snapshot.standings_now(week, choices)
    undecided = [
        code for code, s in standings.items() if s.how != "accepted" and (choices or {}).get(code) not in CHOICES
    ]
    if undecided:
        raise Refused("teams_missing", teams=", ".join(undecided))
    taken = snapshot.take(week, standings)
    renew_curves(taken.calendars)  # the working days may have been edited since the baseline
    seal = write_down(taken, baseline, by=by, at=at)
    before = {"state": week.state}
    week.state, week.sealed_at, week.sealed_by = WeekState.SEALED, at, by
    week.save(update_fields=["state", "sealed_at", "sealed_by"])
    record_change(Change(week, before, {"state": "sealed", "teams": seal.teams}), action="week.sealed", by=by, at=at)
    open_following(week, by=by, at=at)
    return seal


def open_following(week: Week, *, by: Member, at: datetime) -> None:
    """Open the week after this one, also when its own opening was missed; weeks without working days are passed."""
    key = week.week_key
    for _skipped in range(MOST_SKIPPED):
        key = key.next
        if open_week(key, by=by, at=at):
            return


def check_sealable(week: Week) -> Baseline:
    """The baseline in force; Refused while an earlier week is unsealed or nothing is approved yet."""
    earlier = Week.objects.unsealed().filter(status_date__lt=week.status_date).first()
    if earlier:
        raise Refused("earlier_week_unsealed", week=earlier.key)
    baseline = Baseline.objects.in_force(week.status_date)
    if baseline is None:
        raise Refused("no_baseline")
    return baseline


def write_down(taken: Snapshot, baseline: Baseline, *, by: Member, at: datetime) -> Seal:
    """The seal with its records and measures."""
    seal = Seal.objects.create(
        week=taken.week, baseline=baseline, sealed_by=by, sealed_at=at,
        teams={code: standing_to_json(standing) for code, standing in taken.standings.items()},
        excluded=[{"key": row.key, "reason": str(row.left_out)} for row in taken.rolled.excluded],
        calendars=kept(taken.calendars),
    )  # fmt: skip
    ProgressRecord.objects.bulk_create(records_of(taken), batch_size=500)
    Measure.objects.bulk_create(
        [
            Measure(week=taken.week, scope=scope, name=name, value=value)
            for scope, values in taken.measures().items()
            for name, value in values.items()
        ],
        batch_size=500,
    )
    return seal


def standing_to_json(standing: Standing) -> dict[str, object]:
    submission = standing.submission
    return {
        "how": standing.how,
        "submission": submission.pk if submission else None,
        "revision": submission.revision if submission else None,
    }


def records_of(taken: Snapshot) -> list[ProgressRecord]:
    found = []
    for place in taken.placed:
        figures = taken.figures.get(place.row.key)
        found.append(
            ProgressRecord(
                week=taken.week, work_item=place.item, team=place.item.team, phase=place.item.phase,
                submission_id=place.submission_id, how=place.how, values=row_to_json(place.row),
                is_late=place.row.key in taken.late_keys, is_milestone=place.row.kind is Kind.MILESTONE,
                starts_on=starts_on(place.row), ends_on=ends_on(place.row),
                planned_value=figures.pv if figures else None, earned_value=figures.ev if figures else None,
                actual_cost=figures.ac if figures else None, budget=figures.bac if figures else None,
            )
        )  # fmt: skip
    return found
