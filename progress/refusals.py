"""Why an action was refused, in the reader's language: what, where, and the way out."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from progress.exchange.columns import NoTable
from progress.exchange.raw import Refusal
from progress.reading_texts import field_name, no_table_sentence, refusal_sentence
from projects.jobs import Refused
from projects.templatetags.show import day


def sentence(refusal: Refused) -> str:
    """The sentence for a refusal of the weekly cycle."""
    return texts(refusal.values).get(refusal.code) or refusal.code


def file_refusal(data: dict[str, Any]) -> str:
    """Why a file was refused, from what its Reading keeps."""
    if data.get("code") == "no_table":
        return no_table_sentence(NoTable.from_json(data["values"]))
    return refusal_sentence(Refusal.from_json(data))


def texts(v: dict[str, Any]) -> dict[str, str]:
    """Code -> sentence, with the refusal's values filled in."""
    get = {
        name: v.get(name, "")
        for name in ("week", "count", "state", "teams", "field", "team", "code", "sheet", "row", "number")
    }
    get["day"] = day(v["day"]) if v.get("day") else ""
    get["fields"] = _(", ").join(field_name(name) for name in v.get("fields", []))
    return {
        "week_sealed": _("The week %(week)s is sealed. Please include the change in the next one.") % get,
        "somebody_was_faster": _("Somebody else changed this week a moment ago. Please look at it again and repeat."),
        "submission_moved_on": _("This submission has moved on in the meantime. Please look at it again."),
        "finding_moved_on": _("This finding was changed a moment ago. Please look at it again."),
        "answer_empty": _("Please write an answer."),
        "reason_empty": _("Please write the reason."),
        "text_empty": _("Please write what you found."),
        "expiry_past": _("The exception would have ended on %(day)s. Please choose a later day.") % get,
        "own_finding_is_withdrawn": _("A finding of the PMO is withdrawn, not dismissed."),
        "nothing_to_return": _("No open finding is marked for the return note. Adopt one, or accept the submission."),
        "own_submission": _("Nobody accepts what they sent themselves. Please ask a colleague."),
        "blocked": _("%(count)s findings must be mended or answered before this can be accepted.") % get,
        "later_week_accepted": _(
            "The week %(week)s of this team is accepted already. Please take that acceptance back first."
        )
        % get,
        "new_row_in_use": _(
            "The new row “%(row)s” is named by a plan change, a baseline or a later update. Please change that first."
        )
        % get,
        "promise_past": _("Please choose a day after the status date; %(day)s is not.") % get,
        "nothing_to_declare": _("This finding offers nothing to declare."),
        "already_lifted": _("This value was lifted already."),
        "already_undone": _("This acceptance was taken back already."),
        "field_not_reported": _("This field is part of the plan; it changes by a plan change."),
        "earlier_week_unsealed": _("The week %(week)s comes first: please seal it before this one.") % get,
        "no_baseline": _("There is no approved baseline yet. The PM approves baseline 1 before a week is sealed."),
        "teams_missing": _("Not accepted yet: %(teams)s. Choose for each: carry forward, provisional, or wait.") % get,
        "no_such_week": _("There is no week “%(week)s”. Weeks are written like 2026-W47.") % get,
        "no_week": _("No week is open yet."),
        "no_team": _("There is no team “%(team)s”.") % get,
        "no_rows_of_team": _("No row of the plan belongs to this team yet. Please tell the PMO."),
        "reading_not_ready": _("The file has not been read completely yet."),
        "reading_closed": _("This reading was closed. Please drop the file again."),
        "reading_not_closed": _("This file is not put aside. Please look at it again."),
        "sheet_without_table": _("The sheet “%(sheet)s” holds no table of tasks. Please choose another one.") % get,
        "rows_ambiguous": _("%(count)s rows fit more than one row of the plan. Please choose for each.") % get,
        "nothing_read": _("The file holds no row that could be read."),
        "columns_missing": _("Some columns are still needed: %(fields)s. Please choose them.") % get,
        "columns_to_confirm": _("The columns of this file must be confirmed once, in the page of the reading."),
        "no_such_language": _("Reports are made in Japanese (ja) or English (en)."),
        "draft_moved_on": _("Somebody else edited this draft. Please look at both versions."),
        "too_large": _("The file is larger than 20 MB. Please remove pictures or old sheets and try again."),
        "not_a_workbook": _("Please choose an Excel file (.xlsx, .xlsm, .xls) or a CSV file."),
        "empty_file": _("The file is empty."),
    }
