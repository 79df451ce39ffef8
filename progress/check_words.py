"""The words of the checks: a title and a sentence for every code (DOMAIN 4.3, UX 3.3); `check_texts` fills them.

A sentence names the place, says what was seen and asks for one thing. Placeholders are the values of a hit or an entry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

type Words = str | Promise


TITLES: dict[str, Words] = {
    "G001": _("Task name is missing"),
    "G002": _("Owner is not assigned"),
    "G003": _("Planned start or planned finish is missing"),
    "G004": _("Planned effort is empty or zero"),
    "G005": _("Planned start is after planned finish"),
    "G006": _("Percent complete is outside 0–100"),
    "G007": _("Percent complete is blank after the task has started"),
    "G008": _("Owner is not in the member register"),
    "G009": _("Duplicate WBS number / task id"),
    "G010": _("Planned date falls on a non-working day"),
    "G011": _("Planned date is outside the project period"),
    "G012": _("Milestone has a duration or effort"),
    "G020": _("Actual start is missing although progress > 0%"),
    "G021": _("100% complete but actual finish is missing"),
    "G022": _("Actual finish entered but progress is below 100%"),
    "G023": _("Actual finish entered without actual start"),
    "G024": _("Actual start is after actual finish"),
    "G025": _("Actual date lies after the day of sending"),
    "G026": _("Started at least 5 working days ago but still 0%"),
    "G027": _("Actual date is a non-working day (confirm approved holiday work)"),
    "G028": _("Actual effort entered without actual start"),
    "G029": _("Started at least 3 working days ago but actual effort is zero"),
    "G030": _("100% complete but remaining effort is not zero"),
    "G031": _("Remaining effort is zero but progress is below 100%"),
    "G032": _("Remaining effort contradicts percent complete (gap >= 20 points)"),
    "G033": _("Status contradicts the actual dates"),
    "G034": _("Stuck at >=90% for two consecutive submissions (90% syndrome)"),
    "G035": _("Completed task has zero actual effort"),
    "G040": _("Not started although planned start has passed"),
    "G041": _("Not finished although planned finish has passed"),
    "G042": _("Task is late but the delay reason is blank"),
    "G043": _("Task is late but the recovery action is blank"),
    "G044": _("Overdue but forecast finish is blank"),
    "G045": _("Forecast finish is not after the status date"),
    "G046": _("Progress is behind plan by 20 points or more"),
    "G047": _("Progress went backwards since the previous submission"),
    "G048": _("In progress but neither progress nor effort moved since last week"),
    "G049": _("Task completed last time is now incomplete"),
    "G050": _("Actual date was changed since the previous submission"),
    "G051": _("Cumulative actual effort decreased"),
    "G052": _("Effort overrun forecast (actual+remaining > 120% of plan)"),
    "G053": _("Ahead of plan (confirm predecessor quality)"),
    "G054": _("Forecast finish slipped in two consecutive submissions"),
    "G055": _("Still late, but reason and countermeasure are unchanged since last time"),
    "G060": _("Baseline dates changed without an approved change request"),
    "G061": _("Planned effort changed without an approved change request"),
    "G062": _("Planned dates differ from the previous submission"),
    "G063": _("Row present in the previous submission was deleted"),
    "G064": _("Row added without an approved change request"),
    "G065": _("Owner changed since the previous submission"),
    "G066": _("Planned data of a completed task was changed"),
    "G070": _("Parent dates contradict child dates"),
    "G071": _("Parent progress differs from effort-weighted child progress"),
    "G072": _("Parent effort differs from the sum of child effort"),
    "G073": _("Parent completion contradicts its children"),
    "G074": _("Parent row does not exist"),
    "G075": _("Task is too coarse (more than 10 working days)"),
    "G076": _("Planned effort does not fit in the planned period"),
    "G077": _("Period is long for the effort (utilisation < 30%)"),
    "G080": _("Started before its predecessor finished"),
    "G081": _("Planned start precedes predecessor planned finish"),
    "G082": _("Predecessor id does not exist"),
    "G083": _("Dependency cycle detected"),
    "G084": _("Task has neither predecessor nor successor"),
    "G085": _("Critical-path task is late"),
    "G086": _("Negative total float"),
    "G090": _("Owner load exceeds 1.0 person-day on some day"),
    "G091": _("Planned on an owner absence day"),
    "G100": _("Submission is late or missing"),
    "G101": _("Status date differs from the project status date"),
    "G102": _("Column headers differ from the standard layout"),
    "G103": _("Previous PMO finding is still open"),
}

SENTENCES: dict[str, Words] = {
    "G001": _("{cell} The task name is blank. Please enter it."),
    "G002": _("{cell} “{task}” has no assignee. Please enter who does it."),
    "G003": _("{cell} “{task}” lacks a date: {missing}. Please enter it."),
    "G004": _("{cell} “{task}” has no planned effort, or 0. Please enter it in person-days."),
    "G005": _("{cell} “{task}”: the planned start ({value}) is after the planned finish ({finish}). Which is right?"),
    "G006": _("{cell} “{task}” stands at {value} %, which is outside 0–100. Please correct it."),
    "G007": _(
        "{cell} “{task}” began or should have begun on {value}, but its percentage is blank. Please enter it (0 if "
        "work has not begun)."
    ),
    "G008": _(
        "{cell} “{task}”: {assignee} is not in the member list for these days. Is the name right, or does somebody "
        "else do it?"
    ),
    "G009": _("{cell} “{task}”: the number {number} stands on {count} rows. Please give each row its own."),
    "G010": _("{cell} “{task}”: the planned date {value} is not a working day. Is it meant so?"),
    "G011": _("{cell} “{task}”: the planned date {value} lies outside the project. Please check it."),
    "G012": _("{row} “{task}” is a milestone but has a duration or effort. Is it a task, or should they go?"),
    "G020": _("{cell} “{task}” is at {value} % without an actual start. Please enter it."),
    "G021": _(
        "{cell} “{task}” is at 100 % without an actual finish. Please enter it, or lower the percentage if work "
        "remains."
    ),
    "G022": _("{cell} “{task}” has an actual finish but stands at {value} %. Which is right?"),
    "G023": _("{cell} “{task}” has an actual finish ({value}) without an actual start. Please enter it."),
    "G024": _("{cell} “{task}”: the actual start ({value}) is after the actual finish ({finish}). Which is right?"),
    "G025": _(
        "{cell} “{task}”: {value} is after the day of sending. Please enter the true date, or leave it blank until "
        "then."
    ),
    "G026": _("{row} “{task}” began on {value}, {elapsed} working days ago, and stands at 0 %. How far is it?"),
    "G027": _("{cell} “{task}” was worked on a day off ({value}). Please give the application number."),
    "G028": _("{cell} “{task}” has {value} person-days of actual effort without an actual start. Please enter it."),
    "G029": _("{cell} “{task}” began on {value}, {elapsed} working days ago, with no actual effort. Please enter it."),
    "G030": _("{cell} “{task}” is at 100 % with {value} person-days remaining. Which is right?"),
    "G031": _("{cell} “{task}” has no remaining effort but stands at {value} %. Which is right?"),
    "G032": _(
        "{row} “{task}” stands at {value} %, but its effort makes {expected} %. Please look at the percentage and the "
        "remaining effort."
    ),
    "G033": _("{cell} “{task}”: the status ({status}) does not fit the actual dates. Please correct one of them."),
    "G034": _("{row} “{task}” has stood at {value} % {weeks} times. What is left, and until when?"),
    "G035": _("{cell} “{task}” is finished with an actual effort of 0. Please enter what it took."),
    "G040": _("{row} “{task}” should have started on {value}. Please give the reason and the expected start."),
    "G041": _(
        "{row} “{task}” is past its planned finish ({value}). Please fill in what is missing of reason, "
        "countermeasure and forecast."
    ),
    "G042": _("{row} “{task}” is late and its delay reason is blank. Please enter it."),
    "G043": _("{row} “{task}” is late and its countermeasure is blank. Please enter what will be done."),
    "G044": _("{row} “{task}” is past its planned finish ({value}) and has no forecast finish. Please enter it."),
    "G045": _("{cell} “{task}”: the forecast {value} is not after the status date. What is the present one?"),
    "G046": _("{row} “{task}” is {value} points behind. How will it be made up?"),
    "G047": _("{row} “{task}” went down from {value} %. Please tell us why (an honest correction is welcome)."),
    "G048": _("{row} “{task}” has not moved. If you wait for someone, please tell us."),
    "G049": _("{row} “{task}” was finished last time ({value}) and is open again. What is left, and until when?"),
    "G050": _("{cell} “{task}”: the actual date {previous} of last time is now {value}. Please tell us why."),
    "G051": _(
        "{cell} “{task}”: the actual effort went down from {previous} to {value} person-days. Please tell us why."
    ),
    "G052": _("{row} “{task}”: actual plus remaining is {value} % of plan. Why, and must the plan change?"),
    "G053": _(
        "{row} “{task}” is ahead of its planned start ({value}). Please make sure that what comes before it is sound."
    ),
    "G054": _(
        "{row} “{task}”: the forecast moved back twice in a row ({earlier}, {previous}, {value}). Which date can be "
        "relied on?"
    ),
    "G055": _("{row} “{task}” is still late with the reason and the countermeasure of last time. What has changed?"),
    "G060": _(
        "{row} “{task}”: the planned dates are now {start} to {finish}. Please give the change number; without one "
        "the old dates stand."
    ),
    "G061": _(
        "{cell} “{task}”: the planned effort went from {baseline} to {value} person-days. Please give the change "
        "number; without one the old effort stands."
    ),
    "G062": _(
        "{row} “{task}”: the planned dates were {previous_start} to {previous_finish} and are now {start} to "
        "{finish}. Please put the reason into the note."
    ),
    "G063": _("{row} “{task}” is no longer there. Cancelled, or left out?"),
    "G064": _("{row} “{task}” is new. Is it a split of an existing row or new work?"),
    "G065": _("{cell} “{task}” went from {before} to {assignee}. Noted for information."),
    "G066": _(
        "{row} “{task}” was already finished, but its plan has changed: {fields}. Please restore it, or tell us why."
    ),
    "G070": _(
        "{row} “{task}” is planned {start} to {finish}, the rows below it {child_start} to {child_finish}. Please "
        "bring them together."
    ),
    "G071": _("{cell} “{task}” shows {value} %, the rows below it make {expected} %. Please bring them together."),
    "G072": _(
        "{cell} “{task}” shows {value} person-days, the rows below it make {expected}. Please bring them together."
    ),
    "G073": _("{cell} “{task}” and the rows below it disagree on being finished. Which is right?"),
    "G074": _("{row} “{task}”: its parent {number} is not in the list. Please correct the number."),
    "G075": _("{row} “{task}” runs for {days} working days (guide: {limit}). Can it be split?"),
    "G076": _(
        "{row} “{task}”: {value} person-days do not fit into the planned period ({days} days of work). Can the dates, "
        "the effort or the people change?"
    ),
    "G077": _("{row} “{task}” has {value} person-days in {days} working days. Can the period be shorter?"),
    "G080": _("{row} “{task}” began on {value} before “{predecessor}” was finished. How is that managed?"),
    "G081": _(
        "{row} “{task}” is planned to start on {value}, but “{predecessor}” before it finishes on {finish}. Please "
        "look at the dates or the link."
    ),
    "G082": _("{cell} “{task}”: the predecessor {number} is not in the list. Please correct the number."),
    "G083": _("{row} “{task}” is part of a circle of predecessors ({number}). Please take one of the links out."),
    "G084": _("{row} “{task}” has neither predecessor nor successor. What comes before it, or after?"),
    "G085": _("{row} “{task}” is late on the critical path. How will the finish be kept?"),
    "G086": _("{row} “{task}” has a float of {value} working days. How will the time be won back?"),
    "G090": _(
        "On {value} the assignee of “{task}” ({assignee}) is planned for {load} person-days. Can we talk about "
        "sharing it?"
    ),
    "G091": _(
        "{row} “{task}”: {assignee} is away in the period, which leaves {days} days for {value} person-days. Can the "
        "dates or the people change?"
    ),
    "G100": _("The update came after {deadline}. If this happens every week, we can talk about the deadline."),
    "G101": _("The file states {value} as its status date; this week it is {status_date}. Is it the right file?"),
    "G102": _("These columns were not found: {fields}. Please show us which columns of the file they are."),
    "G103": _("Findings of earlier weeks are still open ({count}, due {deadline}). Please answer them."),
}

# Sentences for a code when its values say so.
NEXT_WEEK = _("{cell} “{task}”: {value} is after the status date. It is kept, and counts next week.")
NOT_SENT = _("The update has not arrived; it was due on {deadline}. Please send it, or tell us when it comes.")
NO_PLAN_EFFORT = _("{row} “{task}” has actual effort against a planned effort of 0. Please look at the plan.")
VARIANTS: dict[str, tuple[Callable[[Mapping[str, str]], bool], Words]] = {
    "G025": (lambda values: values.get("counts") == "next_week", NEXT_WEEK),
    "G052": (lambda values: bool(values) and "value" not in values, NO_PLAN_EFFORT),
    "G100": (lambda values: "deadline" in values and "value" not in values, NOT_SENT),
}

# A late row: what is late, then what else is known, then what is missing.
LATE_FACTS = {
    "overdue": _("{row} “{task}” is past its planned finish ({value})."),
    "not_started": _("{row} “{task}” should have started on {value}."),
    "behind": _("{row} “{task}” is {value} points behind."),
}
LATE_MORE = {
    "G085": _("It lies on the critical path."),
    "G045": _("The forecast {forecast} is not after the status date; what is the present one?"),
    "G054": _("The forecast has moved back twice in a row."),
    "G055": _("Reason and countermeasure are those of last time; what has changed?"),
}
LATE_MISSING = _("Please fill in what is missing: {missing}.")
LATE_COMPLETE = _("What was asked for is filled in; the PMO will look at it.")
LATE_START = _("Please give the expected start.")
BETWEEN_FIELDS = pgettext_lazy("between the names of fields", ", ")

HOMEWORK = _("Homework for the plan: {title} (rows: {count}; {named}). Please see to it when the plan is next revised.")
MASS = _("{title} (rows: {count}; {named}). Please look for a cause they share.")
DECLARATIONS = {
    "planned_effort": _("If this team does not manage planned effort, the PMO can set it so."),
    "actual_effort": _("If this team does not report actual effort, the PMO can set it so."),
    "links": _("If this team does not keep predecessors, the PMO can set it so."),
}

TITLE_AT_ROW = _("{row} “{task}”: {title}.")
TITLE_ALONE = _("{title}.")
NAMELESS = _("this row")
FIELDS = {
    "planned_start": _("planned start"),
    "planned_finish": _("planned finish"),
    "planned_effort": _("planned effort"),
    "actual_start": _("actual start"),
    "actual_finish": _("actual finish"),
    "actual_effort": _("actual effort"),
    "remaining_effort": _("remaining effort"),
    "percent": _("percent complete"),
    "forecast_finish": _("forecast finish"),
    "delay_reason": _("delay reason"),
    "countermeasure": _("countermeasure"),
    "assignee": _("assignee"),
    "status": _("status"),
    "name": _("task name"),
}
WORDS = {
    "blank": _("blank"),
    "not_started": _("Not started"),
    "in_progress": _("In progress"),
    "in_review": _("In review (work)"),
    "done": _("Done"),
    "on_hold": _("On hold"),
    "cancelled": _("Cancelled"),
}
DATA = {
    "absence": _("days of absence"),
    "baseline": _("a baseline"),
    "before_previous": _("the submission before the last"),
    "deadline": _("a deadline"),
    "file_status_date": _("a status date in the file"),
    "float": _("total float"),
    "headers": _("a file with headers"),
    "links": _("predecessors"),
    "members": _("a member list"),
    "period": _("the period of the project"),
    "previous": _("an accepted submission"),
    "previous_ids": _("an accepted submission"),
}
REASONS = {
    "not_kept": _("The team is declared not to keep it: {name}"),
    "column": _("The file has no such column: {name}"),
    "missing": _("There is no such thing yet: {name}"),
}
