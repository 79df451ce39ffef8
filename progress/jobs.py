"""Job kinds of this app."""

from __future__ import annotations

from progress.actions.intake import keep_answer
from progress.exchange.files import read_file as read
from progress.models import Reading
from projects.jobs import Refused, Run


def read_file(run: Run) -> None:
    """Read an uploaded workbook in its limited child and keep what was found with its Reading."""
    reading = (
        Reading.objects.select_related("file", "team", "week", "uploaded_by").filter(pk=run.params["reading"]).first()
    )
    if reading is None:
        raise Refused("reading_gone")
    run.progress(0, 2, "reading")
    found = read(reading.file.full_path)
    run.progress(1, 2, "columns")
    with run.closing():
        keep_answer(reading, found, at=run.now(), trial=run.params.get("trial", False))
