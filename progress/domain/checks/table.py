"""The catalogue of the weekly Gantt checks 週次ガントチェック: all of them, one entry each (DOMAIN 4.3).

To add a check, add one entry here, its condition in the module of its family and its texts in `progress.check_texts`.
Severity, the way of clearing and the parameter are defaults: a project may change each of them by code.
"""

from __future__ import annotations

from decimal import Decimal

from progress.domain.checks import actuals, change, inputs, late, movement, network, plan, rollup, submission
from progress.domain.checks.model import Check, Clears, Family, Scope, Severity
from progress.domain.lateness import BEHIND_POINTS

E, W, I = Severity.E, Severity.W, Severity.I  # noqa: E741
VALUE, ANSWER, PLAN, RECORD = Clears.VALUE, Clears.ANSWER, Clears.PLAN, Clears.RECORD
ROW, SET, WHOLE = Scope.ROW, Scope.SET, Scope.SUBMISSION
INPUT, ACTUAL, LATE, MOVED, CHANGE = Family.INPUT, Family.ACTUAL, Family.LATE, Family.MOVEMENT, Family.CHANGE
ROLLUP, QUALITY, NETWORK, SENT = Family.ROLLUP, Family.PLAN, Family.NETWORK, Family.SUBMISSION


def of(names: str) -> frozenset[str]:
    """A set of names written with blanks between them."""
    return frozenset(names.split())


DATES, LINKS = of("planned_start planned_finish"), of("predecessors")
EFFORT = DATES | {"planned_effort"}
EITHER_PLANNED, EITHER_ACTUAL = "planned_start|planned_finish", "actual_start|actual_finish"

# fmt: off
CHECKS: tuple[Check, ...] = (
    # code, severity, clears, scope, family, condition, needs
    Check("G001", E, VALUE, ROW, INPUT, inputs.name_missing, of("name")),
    Check("G002", E, VALUE, ROW, INPUT, inputs.assignee_missing, of("assignee")),
    Check("G003", E, VALUE, ROW, INPUT, inputs.planned_date_missing, DATES, plan=DATES),
    Check("G004", E, VALUE, ROW, INPUT, inputs.planned_effort_missing, of("planned_effort"), plan=of("planned_effort"),
          declares="planned_effort"),
    Check("G005", E, VALUE, ROW, INPUT, inputs.planned_dates_reversed, DATES, plan=DATES),
    Check("G006", E, VALUE, ROW, INPUT, inputs.percent_out_of_range, of("percent")),
    Check("G007", E, VALUE, ROW, INPUT, inputs.percent_missing, of("percent")),
    Check("G008", W, ANSWER, ROW, INPUT, inputs.assignee_unknown, of("assignee members")),
    Check("G009", E, VALUE, ROW, INPUT, inputs.id_twice),
    Check("G010", W, ANSWER, ROW, INPUT, inputs.planned_on_day_off, of(EITHER_PLANNED), plan=DATES),
    Check("G011", E, PLAN, ROW, INPUT, inputs.outside_project, of(EITHER_PLANNED) | {"period"}, plan=DATES),
    Check("G012", W, ANSWER, ROW, INPUT, inputs.milestone_with_extent, DATES, plan=EFFORT),
    Check("G020", E, VALUE, ROW, ACTUAL, actuals.start_missing, of("percent actual_start")),
    Check("G021", E, VALUE, ROW, ACTUAL, actuals.finish_missing, of("percent actual_finish")),
    Check("G022", E, VALUE, ROW, ACTUAL, actuals.finished_below_100, of("percent actual_finish")),
    Check("G023", E, VALUE, ROW, ACTUAL, actuals.finished_without_start, of("actual_start actual_finish")),
    Check("G024", E, VALUE, ROW, ACTUAL, actuals.actual_dates_reversed, of("actual_start actual_finish")),
    Check("G025", E, VALUE, ROW, ACTUAL, actuals.actual_in_future, of(EITHER_ACTUAL)),
    Check("G026", W, ANSWER, ROW, ACTUAL, actuals.stuck_at_zero, of("percent actual_start"),
          parameter=Decimal(5), parameter_key="working_days"),
    Check("G027", I, RECORD, ROW, ACTUAL, actuals.worked_on_day_off, of(EITHER_ACTUAL)),
    Check("G028", E, VALUE, ROW, ACTUAL, actuals.effort_without_start, of("actual_effort actual_start")),
    Check("G029", W, ANSWER, ROW, ACTUAL, actuals.start_without_effort, of("actual_effort actual_start"),
          parameter=Decimal(3), parameter_key="working_days", declares="actual_effort"),
    Check("G030", E, VALUE, ROW, ACTUAL, actuals.complete_with_remainder, of("percent remaining_effort")),
    Check("G031", E, VALUE, ROW, ACTUAL, actuals.nothing_left_below_100, of("percent actual_start remaining_effort"),
          declares="actual_effort"),
    Check("G032", W, ANSWER, ROW, ACTUAL, actuals.remainder_contradicts_percent,
          of("percent actual_effort remaining_effort"),
          parameter=Decimal(20), parameter_key="points", declares="actual_effort"),
    Check("G033", E, VALUE, ROW, ACTUAL, actuals.status_contradicts_dates, of("status") | {EITHER_ACTUAL}),
    Check("G034", W, ANSWER, ROW, ACTUAL, actuals.stuck_near_end, of("percent previous"),
          parameter=Decimal(90), parameter_key="percent"),
    Check("G035", W, ANSWER, ROW, ACTUAL, actuals.finished_without_effort, of("actual_effort actual_finish"),
          declares="actual_effort"),
    Check("G040", W, ANSWER, ROW, LATE, late.not_started, of("planned_start actual_start percent")),
    Check("G041", E, ANSWER, ROW, LATE, late.not_finished, of("planned_finish actual_finish")),
    Check("G042", E, VALUE, ROW, LATE, late.reason_missing, of("delay_reason")),
    Check("G043", E, VALUE, ROW, LATE, late.countermeasure_missing, of("countermeasure")),
    Check("G044", E, VALUE, ROW, LATE, late.forecast_missing, of("planned_finish actual_finish forecast_finish")),
    Check("G045", E, VALUE, ROW, LATE, late.forecast_passed, of("forecast_finish")),
    Check("G046", W, ANSWER, ROW, LATE, late.far_behind, DATES | {"percent"},
          parameter=BEHIND_POINTS, parameter_key="points"),
    Check("G047", E, ANSWER, ROW, MOVED, movement.percent_fell, of("percent previous")),
    Check("G048", W, ANSWER, ROW, MOVED, movement.stands_still, of("percent actual_start previous")),
    Check("G049", E, ANSWER, ROW, MOVED, movement.reopened, of("actual_finish previous")),
    Check("G050", W, ANSWER, ROW, MOVED, movement.actual_rewritten, of("previous") | {EITHER_ACTUAL}),
    Check("G051", E, ANSWER, ROW, MOVED, movement.effort_fell, of("actual_effort previous")),
    Check("G052", W, ANSWER, ROW, MOVED, movement.effort_overrun, of("planned_effort actual_effort remaining_effort"),
          parameter=Decimal("1.2"), parameter_key="ratio"),
    Check("G053", I, RECORD, ROW, MOVED, movement.ahead_of_plan, of("planned_start") | {EITHER_ACTUAL}),
    Check("G054", W, ANSWER, ROW, LATE, late.forecast_slips, of("forecast_finish before_previous")),
    Check("G055", W, ANSWER, ROW, LATE, late.answer_unchanged, of("delay_reason countermeasure previous")),
    Check("G060", E, PLAN, ROW, CHANGE, change.dates_off_baseline, DATES | {"baseline"}, plan=DATES),
    Check("G061", E, PLAN, ROW, CHANGE, change.effort_off_baseline, of("planned_effort baseline"),
          plan=of("planned_effort")),
    Check("G062", W, PLAN, ROW, CHANGE, change.dates_moved, DATES | {"previous"}, plan=DATES),
    Check("G063", E, PLAN, SET, CHANGE, change.rows_deleted, of("previous_ids")),
    Check("G064", W, PLAN, ROW, CHANGE, change.row_added, of("baseline"), plan=DATES),
    Check("G065", I, RECORD, ROW, CHANGE, change.assignee_changed, of("assignee previous")),
    Check("G066", E, PLAN, ROW, CHANGE, change.finished_plan_changed, DATES | {"previous"}, plan=EFFORT),
    Check("G070", E, VALUE, ROW, ROLLUP, rollup.parent_dates, DATES, plan=DATES),
    Check("G071", E, VALUE, ROW, ROLLUP, rollup.parent_percent, of("percent planned_effort"),
          parameter=Decimal(1), parameter_key="points"),
    Check("G072", E, VALUE, ROW, ROLLUP, rollup.parent_effort, of("planned_effort"), plan=of("planned_effort")),
    Check("G073", E, VALUE, ROW, ROLLUP, rollup.parent_completion, of("actual_finish")),
    Check("G074", E, VALUE, ROW, ROLLUP, rollup.parent_unknown, plan=of("parent")),
    Check("G075", W, ANSWER, ROW, QUALITY, plan.too_coarse, DATES, plan=DATES,
          parameter=Decimal(10), parameter_key="working_days"),
    Check("G076", W, ANSWER, ROW, QUALITY, plan.effort_does_not_fit, EFFORT, plan=EFFORT),
    Check("G077", I, ANSWER, ROW, QUALITY, plan.low_utilisation, EFFORT, plan=EFFORT,
          parameter=Decimal("0.3"), parameter_key="ratio"),
    Check("G080", E, ANSWER, ROW, NETWORK, network.started_before_predecessor, of("links actual_start")),
    Check("G081", E, PLAN, ROW, QUALITY, network.planned_before_predecessor, of("links planned_start"),
          plan=DATES | LINKS),
    Check("G082", E, VALUE, ROW, QUALITY, network.predecessor_unknown, of("links"), plan=LINKS),
    Check("G083", E, VALUE, ROW, QUALITY, network.on_a_cycle, of("links"), plan=LINKS),
    Check("G084", W, ANSWER, ROW, QUALITY, network.unlinked, of("links"), plan=LINKS, declares="links"),
    Check("G085", E, ANSWER, ROW, LATE, late.critical_late, of("float")),
    Check("G086", E, ANSWER, ROW, NETWORK, network.negative_float, of("float")),
    Check("G090", W, ANSWER, ROW, QUALITY, plan.overloaded, EFFORT | {"assignee"}, plan=EFFORT,
          parameter=Decimal("1.0"), parameter_key="person_days"),
    Check("G091", W, ANSWER, ROW, QUALITY, plan.absent, EFFORT | {"assignee", "absence"}, plan=EFFORT),
    Check("G100", E, RECORD, WHOLE, SENT, submission.late_or_missing, of("deadline")),
    Check("G101", E, VALUE, WHOLE, SENT, submission.other_status_date, of("file_status_date")),
    Check("G102", E, VALUE, WHOLE, SENT, submission.columns_missing, of("headers")),
    Check("G103", E, ANSWER, WHOLE, SENT, submission.earlier_findings_open),
)
# fmt: on

BY_CODE: dict[str, Check] = {check.code: check for check in CHECKS}
