"""Why an action was refused, in the reader's language: what, where, and the way out."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from progress.exchange.columns import NoTable
from progress.exchange.raw import Refusal
from progress.reading_texts import field_name, no_table_sentence, refusal_sentence
from projects.jobs import Refused
from projects.models import Week
from projects.templatetags.show import as_of, day

TEXTS: dict[str, Any] = {
    "week_sealed": _("The week %(week)s is sealed. Please include the change in the next one."),
    "somebody_was_faster": _("Somebody else changed this week a moment ago. Please look at it again and repeat."),
    "submission_moved_on": _("This submission has moved on in the meantime. Please look at it again."),
    "finding_moved_on": _("This finding was changed a moment ago. Please look at it again."),
    "answer_empty": _("Please write an answer."),
    "answer_overtaken": _(
        "%(who)s has answered this meanwhile: “%(answer)s”. Your words are still below; keep them and they replace it."
    ),
    "reason_empty": _("Please write the reason."),
    "text_empty": _("Please write what you found."),
    "expiry_past": _("The exception would have ended on %(day)s. Please choose a later day."),
    "own_finding_is_withdrawn": _("A finding of the PMO is withdrawn, not dismissed."),
    "nothing_to_return": _("No open finding is marked for the return note. Adopt one, or accept the submission."),
    "own_submission": _("Nobody accepts what they sent themselves. Please ask a colleague."),
    "blocked": _("%(count)s findings must be mended or answered before this can be accepted."),
    "later_week_accepted": _(
        "The week %(week)s of this team is accepted already. Please take that acceptance back first."
    ),
    "new_row_in_use": _(
        "The new row “%(row)s” is named by a plan change, a baseline or a later update. Please change that first."
    ),
    "cut_not_accepted": _(
        "The rows below “%(row)s” are not in the last accepted update of the team. "
        "Accept them first; then the task can be cut into them."
    ),
    "cut_update_waits": _(
        "“%(row)s” cannot be cut while an update of %(team)s for %(week)s waits for its review. "
        "Please accept or return it first."
    ),
    "cut_after_open_week": _(
        "The week %(week)s counts “%(row)s” as a whole: please seal it before the task is cut into its rows."
    ),
    "cut_takes_effect_later": _(
        "“%(row)s” is cut into rows at once, so its effort would count nowhere until the change takes effect. "
        "Please choose %(day)s or an earlier day."
    ),
    "promise_past": _("Please choose a day after the status date; %(day)s is not."),
    "nothing_proposed": _("No plan edit of this revision is left to be decided. Please look at it again."),
    "nothing_to_declare": _("This finding offers nothing to declare."),
    "no_such_colour": _("Please choose red, amber or green."),
    "already_lifted": _("This value was lifted already."),
    "already_undone": _("This acceptance was taken back already."),
    "field_not_reported": _("This field is part of the plan; it changes by a plan change."),
    "earlier_week_unsealed": _("The week %(week)s comes first: please seal it before this one."),
    "no_baseline": _("There is no approved baseline yet. The PM approves baseline 1 before a week is sealed."),
    "teams_missing": _("Not accepted yet: %(teams)s. Choose for each: carry forward, provisional, or wait."),
    "no_such_week": _("There is no week “%(week)s”. Weeks are written like 2026-W47."),
    "no_week": _("No week is open yet."),
    "no_team": _("There is no team “%(team)s”."),
    "no_rows_of_team": _("No row of the plan belongs to this team yet. Please tell the PMO."),
    "reading_gone": _("This file is no longer there. Please drop it once more."),
    "reading_not_ready": _("The file has not been read completely yet."),
    "reading_closed": _("This reading was closed. Please drop the file again."),
    "reading_not_closed": _("This file is not put aside. Please look at it again."),
    "sheet_without_table": _("The sheet “%(sheet)s” holds no table of tasks. Please choose another one."),
    "rows_ambiguous": _("%(count)s rows fit more than one row of the plan. Please choose for each."),
    "nothing_replaced": _("This value stands already, or the file was replaced. Please look at the page again."),
    "nothing_read": _("The file holds no row that could be read."),
    "columns_missing": _(
        "Some columns are still needed: %(fields)s. Please choose them. "
        "If the file has none, please add them to the file and drop it again."
    ),
    "columns_to_confirm": _("The columns of this file must be confirmed once, in the page of the reading."),
    "no_such_language": _("Reports are made in Japanese (ja) or English (en)."),
    "draft_moved_on": _("Somebody else edited this draft. Please look at both versions."),
    "too_large": _("The file is larger than 20 MB. Please remove pictures or old sheets and try again."),
    "not_a_workbook": _(
        "Please choose an Excel file (.xlsx, .xlsm, .xls) or a CSV file. "
        "If the plan is kept in another program, please export it there as .xlsx or CSV."
    ),
    "ms_project": _(
        "Files of MS Project are not read directly. "
        "Please save the plan in MS Project as an Excel workbook (File, Save As, .xlsx) and choose that file."
    ),
    "empty_file": _("The file is empty."),
    "no_room": _("The disk of the server is full, so the file was not kept. Please tell the administrator."),
}


def sentence(refusal: Refused) -> str:
    """The sentence for a refusal of the weekly cycle, with its values; an unknown code as it is."""
    text = TEXTS.get(refusal.code)
    return str(text) % values(refusal.values) if text else refusal.code


def values(given: dict[str, Any]) -> dict[str, str]:
    """The values as the sentences show them; what a refusal does not name is left blank."""
    names = ("week", "count", "state", "teams", "field", "team", "code", "sheet", "row", "number", "who", "answer")
    shown = {name: given.get(name, "") for name in names}
    shown["day"] = day(given["day"]) if given.get("day") else ""
    shown["week"] = week_words(given["week"]) if given.get("week") else ""
    shown["fields"] = gettext(", ").join(field_name(name) for name in given.get("fields", []))
    return shown


def week_words(key: str) -> str:
    """The week as people know it, 11/18時点; what is no week of ours as it was typed."""
    week = Week.objects.filter(key=key).only("status_date").first()
    return as_of(week.status_date) if week and week.status_date else key


def file_refusal(data: dict[str, Any]) -> str:
    """Why a file was refused, from what its Reading keeps."""
    if data.get("code") == "no_table":
        return no_table_sentence(NoTable.from_json(data["values"]))
    return refusal_sentence(Refusal.from_json(data))
