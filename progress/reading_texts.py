"""What the reading of a file says to people, in the reader's language: what was found, where, and the way out (UX 1.2).

Codes and values come from progress.exchange; every code of REFUSALS, PROBLEMS, QUESTIONS, IGNORED, REJECTED, NOTES,
REASONS and HOW has its sentence here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from progress.exchange.columns import Column, NoTable, Question, SheetLook
from progress.exchange.matched import Ask
from progress.exchange.raw import Refusal
from progress.exchange.reading import Note, Problem
from progress.exchange.spellings import REQUIRED
from projects.templatetags.show import as_of

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
FIELDS: Mapping[str, Any] = {
    "name": _("task name"),
    "level1": _("level 1"),
    "level2": _("level 2"),
    "level3": _("level 3"),
    "level4": _("level 4"),
    "level5": _("level 5"),
    "level6": _("level 6"),
    "phase": _("phase"),
    "id": _("task id"),
    "wbs_code": _("WBS code"),
    "level": _("outline level"),
    "parent": _("parent row"),
    "kind": _("kind of row"),
    "team": _("team"),
    "assignee": _("assignee"),
    "deliverable": _("deliverable"),
    "planned_start": _("planned start"),
    "planned_finish": _("planned finish"),
    "actual_start": _("actual start"),
    "actual_finish": _("actual finish"),
    "forecast_finish": _("forecast finish"),
    "percent": _("percent complete"),
    "status": _("status"),
    "planned_effort": _("planned effort"),
    "actual_effort": _("actual effort"),
    "remaining_effort": _("remaining effort"),
    "predecessors": _("predecessors"),
    "delay_reason": _("delay reason"),
    "countermeasure": _("countermeasure"),
    "note": _("note"),
    "change_number": _("change number"),
    "row_id": _("row key"),
    "actual_assignee": _("actual assignee (not used)"),
    "previous_percent": _("previous percent (not used)"),
    "lateness": _("delay (not used, it is calculated)"),
    "successors": _("successors (not used)"),
    "duration": _("duration (not used)"),
    "number": _("running number (not used)"),
    "": _("do not read"),
}

REFUSALS: Mapping[str, Any] = {
    "too_large": _(
        "The file has %(megabytes)s MB; files up to %(limit)s MB are read. Please remove pictures or old sheets."
    ),
    "too_many_parts": _(
        "The file consists of %(parts)s parts, more than an Excel file needs. Please save it again in Excel."
    ),
    "unpacked_too_large": _(
        "Unpacked, the file is far larger than a plan. Please save only the plan's sheet as a new file."
    ),
    "password": _("The file is protected with a password. Please save it without a password and drop it again."),
    "not_a_workbook": _("The file is no Excel workbook. Please save it as .xlsx."),
    "unknown_format": _("The file is neither an Excel workbook nor a CSV file. Please save it as .xlsx."),
    "damaged": _("The file is damaged. Please open it in Excel, save it again and drop it once more."),
    "unreadable": _(
        "The file could not be read. Please open it in Excel, save it again as .xlsx and drop it once more."
    ),
    "too_slow": _("Reading the file took too long and was stopped. Please save only the plan's sheet as a new file."),
    "no_cells": _("The file has no filled cells. Please check that it is the right file."),
    "other_team": _(
        "This Excel was made for the team %(theirs)s, and this is the update of %(ours)s. "
        "Please get this week's Excel of your own team and fill that in."
    ),
    "plan_workbook": _(
        "This Excel holds the WBS of the whole plan, not a team's update. "
        "Please get this week's Excel and fill that in."
    ),
}
NOTHING_STORED = _("%(reason)s Nothing was stored.")

COLUMNS_WANTED = _(
    "No column could be taken for %(fields)s. Please choose the columns that hold it below. "
    "If the file has none, please add them to the file and drop it again."
)
NO_ROWS = _(
    "The sheet “%(sheet)s” has a header in row %(row)s, but no task below it. Please check that it is the right file."
)
SHEET_REASONS: Mapping[str, Any] = {
    "empty": _("no filled cells"),
    "no_header": _("no row looks like a header"),
    "missing_columns": _("missing: %(missing)s"),
    "no_rows": _("a header, but no rows below it"),
    "too_many_rows": _("more than 20,000 rows"),
    "too_many_cells": _("more than 2,000,000 cells"),
}

PROBLEMS: Mapping[str, Any] = {
    "date_unreadable": _(
        "“%(value)s” in %(cell)s of sheet “%(sheet)s” cannot be read as a date. Please correct it or leave it empty."
    ),
    "date_out_of_range": _(
        "The date “%(value)s” in %(cell)s of sheet “%(sheet)s” is not between 1900 and 2200. Please correct it."
    ),
    "number_unreadable": _(
        "“%(value)s” in %(cell)s of sheet “%(sheet)s” cannot be read as a number. Please correct it or leave it empty."
    ),
    "percent_unreadable": _(
        "“%(value)s” in %(cell)s of sheet “%(sheet)s” cannot be read as a percentage. "
        "Please enter a number from 0 to 100."
    ),
    "percent_below_one": _(
        "“%(value)s” in %(cell)s of sheet “%(sheet)s” stands in a column of percentages from 0 to 100. "
        "Please enter 80 for 80%%."
    ),
    "out_of_range": _("“%(value)s” in %(cell)s of sheet “%(sheet)s” is too large for “%(field)s”. Please correct it."),
    "status_unknown": _(
        "“%(value)s” in %(cell)s of sheet “%(sheet)s” is no known status. "
        "Please choose its meaning once, or correct it."
    ),
    "text_too_long": _("The text in %(cell)s of sheet “%(sheet)s” is too long for “%(field)s”. Please shorten it."),
    "excel_error": _(
        "%(cell)s of sheet “%(sheet)s” shows the Excel error %(value)s. Please mend the formula or enter the value."
    ),
    "uncalculated": _(
        "The formula in %(cell)s of sheet “%(sheet)s” was never calculated. Please open the file in Excel and save it."
    ),
}

IGNORED: Mapping[str, Any] = {
    "blank": pgettext_lazy("row of a sheet", "blank row"),
    "title": pgettext_lazy("row of a sheet", "title"),
    "header": pgettext_lazy("row of a sheet", "header"),
    "separator": pgettext_lazy("row of a sheet", "separator"),
    "legend": pgettext_lazy("row of a sheet", "legend or remark"),
    "total": pgettext_lazy("row of a sheet", "total"),
    "example": pgettext_lazy("row of a sheet", "example"),
    "actual": pgettext_lazy("row of a sheet", "actual dates, read with the row above"),
}
REJECTED: Mapping[str, Any] = {
    "no_name": _(
        "“%(value)s” in %(cell)s stands in a row without a task name, id and dates. Please complete or clear it."
    ),
}

NOTES: Mapping[str, Any] = {
    "uncalculated": _(
        "%(count)s formulas were never calculated (%(cells)s). Please open the file in Excel and save it once."
    ),
    "columns_cut": _("Columns right of column %(column)s were not read."),
    "number_ids": _(
        "%(count)s ids occur twice (%(cells)s). Numbers lose their last zero: 1.10 becomes 1.1. "
        "Please format the column as text."
    ),
}

QUESTIONS: Mapping[str, Any] = {
    "percent_or_mark": _("Is column %(columns)s “%(header)s” a percentage or a mark (○△×)? Your choice is remembered."),
    "two_columns": _("The columns %(columns)s could all be “%(field)s”. Which one is it? Your choice is remembered."),
    "percent_scale": _(
        "Column %(columns)s “%(header)s” holds numbers such as %(samples)s. Does 1 mean 100%% or 1%%? "
        "Your choice is remembered."
    ),
    "date_order": _("Is 03/04/2026 in this file 3 April or 4 March? Your choice is remembered."),
    "effort_unit": _(
        "The numbers in column %(columns)s “%(header)s” are large for the dates of their rows. "
        "Are they person-days or hours? Your choice is remembered."
    ),
    "status_words": _("What do these words in column %(columns)s mean: %(words)s? Your choice is remembered."),
    "hierarchy": _("How does this file show which row belongs under which? Your choice is remembered."),
    "sample_sheet": _(
        "Only the sheet “%(sheet)s” holds a plan, and its name says it is a sample. Is it the right one?"
    ),
    "other_sheet": _("Several sheets hold a plan (%(sheets)s). “%(sheet)s” is read. Is it the right one?"),
    "other_project": _(
        "This Excel was made for the project “%(theirs)s”, and this is “%(ours)s”. "
        "Please drop the file of this project. If it is the right one all the same, confirm the columns to go on."
    ),
    "other_week": _(
        "This Excel was made for the update %(theirs)s, and this is the update %(ours)s. "
        "Please get this week's Excel and fill that in. "
        "If what it says is the state of this week all the same, "
        "confirm the columns to send it as this week's; the PMO then decides about its status date."
    ),
    "unknown_headers": _(
        "The headers of sheet “%(sheet)s” are not known yet. Please choose once what each column holds; "
        "your choice is remembered."
    ),
}

REASONS: Mapping[str, Any] = {
    "copied": _("Row %(number)s “%(name)s” and another row are copies of one row. Which one is the original?"),
    "several": _("Row %(number)s “%(name)s” could be several rows of the plan. Which one is it?"),
    "renamed": _("Row %(number)s “%(name)s” has the number of a row that is missing. Was it renamed, or is it new?"),
    "moved": _("Row %(number)s “%(name)s” has the name of a row that is missing. Was it moved, or is it new?"),
}
HOW: Mapping[str, Any] = {
    "hidden_id": _("by the row key of the workbook"),
    "remembered": _("by your earlier answer"),
    "own_id": _("by its id"),
    "code_name": _("by WBS code and name"),
    "path_name": _("by its place and name"),
    "new": pgettext_lazy("row of a sheet", "new"),
    "ask": _("to be decided"),
}

COLUMN_HOW: Mapping[str, Any] = {
    "header": _("by its header"),
    "header+values": _("by its header and its values"),
    "values": _("by its values"),
    "remembered": _("as confirmed before"),
    "user": _("chosen by you"),
    "": pgettext_lazy("column of a sheet", "unknown"),
}
BETWEEN_NAMES = pgettext_lazy("between names", ", ")


def field_name(field: str) -> str:
    """What people call a field, in lower case: "planned finish"."""
    return str(FIELDS.get(field, field))


def field_label(field: str) -> str:
    """The field as a label: "Planned finish"."""
    return capfirst(field_name(field))


def refusal_sentence(refusal: Refusal) -> str:
    """Why a file was not read, and that nothing was stored."""
    template = REFUSALS.get(refusal.code, REFUSALS["unreadable"])
    return str(NOTHING_STORED) % {"reason": str(template) % dict(refusal.values)}


def no_table_sentence(found: NoTable) -> str:
    """The one sentence of UX 1.2 for a file without a plan table."""
    bare = [sheet for sheet in found.sheets if sheet.reason == "no_rows"]
    if bare:
        return str(NOTHING_STORED) % {"reason": str(NO_ROWS) % {"sheet": bare[0].name, "row": bare[0].header_row}}
    names = joined(quoted(sheet.name) for sheet in found.sheets if not sheet.hidden)
    wanted = joined(quoted(field_label(field)) for field in REQUIRED)
    return str(
        _(
            "No plan table was found in this file. Its header row needs columns for %(wanted)s. "
            "Sheets looked at: %(names)s. Nothing was stored."
        )
    ) % {"wanted": wanted, "names": names}


def wanted_sentence(missing: Iterable[str]) -> str:
    """What the columns that were found do not say yet, and the two ways on; "" when nothing is missing."""
    names = joined(quoted(field_label(field)) for field in missing)
    return str(COLUMNS_WANTED) % {"fields": names} if names else ""


def sheet_reason(look: SheetLook) -> str:
    """Why one sheet is no plan table: "missing: planned start"."""
    missing = joined(field_name(field) for field in look.missing)
    return str(SHEET_REASONS.get(look.reason, look.reason)) % {"missing": missing}


def column_reason(column: Column) -> str:
    """Why a column was taken for its field."""
    dates = column.evidence.get("dates", 0)
    if column.how == "header+values" and dates:
        return ngettext("by its header and %(count)d date", "by its header and %(count)d dates", dates) % {
            "count": dates
        }
    return str(COLUMN_HOW.get(column.how, column.how))


def problem_sentence(problem: Problem, sheet: str) -> str:
    """What cannot be read, where, and what to do."""
    values = {"value": problem.value, "cell": problem.cell, "sheet": sheet, "field": field_name(problem.field)}
    return str(PROBLEMS[problem.code]) % values


def note_sentence(note: Note) -> str:
    """Something about the whole sheet worth knowing."""
    cells = joined(note.values.get("cells", ()))
    return str(NOTES[note.code]) % {**note.values, "cells": cells}


def question_sentence(question: Question, columns: Iterable[Column], sheet: str) -> str:
    """The question as the user reads it; `columns` of the recognition, `sheet` the sheet read."""
    headers = {column.letter: column.header for column in columns}
    values = {
        "columns": joined(question.columns),
        "header": headers.get(question.columns[0], "") if question.columns else "",
        "field": field_name(str(question.values.get("field", ""))),
        "samples": joined(map(str, question.values.get("samples", ()))),
        "words": joined(quoted(str(word)) for word in question.values),
        "sheets": joined(map(quoted, question.options)),
        "sheet": sheet,
        **{name: week_or_name(str(question.values.get(name, ""))) for name in ("theirs", "ours")},
    }
    return str(QUESTIONS[question.code]) % values


def week_or_name(text: str) -> str:
    """A status date as a week is called by it ("as of 18 Nov"); anything else as it is."""
    return as_of(date.fromisoformat(text)) if ISO_DATE.fullmatch(text) else text


def ask_sentence(ask: Ask) -> str:
    """Which row is it? The candidates are shown beside it."""
    return str(REASONS[ask.reason]) % {"number": ask.number, "name": ask.name}


def missing_sentence(count: int) -> str:
    """Rows of last time that the file does not have; "" when there are none."""
    if not count:
        return ""
    return ngettext(
        "%(count)d row of last time is not in the file. Was it left out by mistake?",
        "%(count)d rows of last time are not in the file. Were they left out by mistake?",
        count,
    ) % {"count": count}


def replaced_sentence() -> str:
    """The file holds another plan than the one that is known."""
    return str(
        _(
            "Nearly all known rows are missing and nearly all rows are new: this file looks like another plan. "
            "Please check that it is the right file, or ask the PMO."
        )
    )


def quoted(text: str) -> str:
    return str(pgettext_lazy("quotation of a name", "“%(text)s”")) % {"text": text}


def joined(names: Iterable[Any]) -> str:
    return str(BETWEEN_NAMES).join(map(str, names))
