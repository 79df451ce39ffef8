"""Words for what the change log keeps beside model fields (counts, codes), and for fields that forms never show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.job_texts import KINDS

FIELDS = {
    "adopted": _("in the return note"),
    "ambiguous": _("rows with more than one match"),
    "answer_taken": _("answer taken"),
    "approved_at": _("approved at"),
    "cancelled": _("rows cancelled"),
    "changed": _("rows changed"),
    "columns": _("columns"),
    "earned": _("earned value (person-days)"),
    "edition": _("edition"),
    "file": _("file"),
    "findings": _("findings"),
    "finished": _("rows finished"),
    "follows": _("follows"),
    "held": _("plan changes held"),
    "how": _("how it was sealed"),
    "ignored": _("rows not read"),
    "information": _("points for information"),
    "is_demo": _("sample project"),
    "kept": _("rows kept"),
    "kind": _("kind"),
    "line": _("line of the change"),
    "made": _("rows made"),
    "matched": _("rows matched"),
    "missing": _("rows not in the file"),
    "moved": _("rows moved on"),
    "must_fix": _("points to fix"),
    "new": _("rows added"),
    "note": _("comment"),
    "number": _("number"),
    "overrides": _("values set by the PMO"),
    "parent": _("row above"),
    "phases": _("phases"),
    "please_answer": _("points to answer"),
    "rejected": _("rows not readable"),
    "removed": _("rows removed"),
    "revision": _("revision"),
    "rows": _("number of rows"),
    "scope": _("scope"),
    "set_up": _("set-up finished"),
    "state": _("state"),
    "submission": _("submission"),
    "teams": _("teams"),
    "times_note": _("why the times differ"),
}

CODES: dict[str, Mapping[str, Any]] = {
    "how": {
        "accepted": _("accepted figures"),
        "carried": _("last figures carried forward"),
        "provisional": _("provisional figures"),
        "none": _("no figures"),
    },
    "follows": {
        "opens_at": _("opening of the week"),
        "submission_due": _("submission deadline"),
        "report_at": _("time of the weekly report"),
    },
    "kind": KINDS,
}
