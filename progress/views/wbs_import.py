"""The first WBS: upload, dry run, the user's choices, and making it the plan."""

from __future__ import annotations

import uuid as uuids

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from progress import wbs_import_query
from progress.actions.intake import receive_file
from progress.actions.planning.dry_run import dry_run
from progress.actions.planning.first_plan import apply_wbs, refuse_import, settle
from progress.forms_submission import FileForm
from progress.import_texts import refusal_text
from progress.models import Reading, ReadingState
from progress.plan_forms import ChoicesForm, PageForm
from progress.plan_refusals import sentence
from projects.access import access, signed_in
from projects.jobs import Refused
from projects.models import Project, Purpose

PER_PAGE = 200


@access(read="plan.import", write="plan.import")
def wbs_import(request: HttpRequest) -> HttpResponse:
    """Choose the file; it is read in the background, nothing of it is stored in the plan."""
    if request.method != "POST":
        return show_upload(request, FileForm())
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return show_upload(request, form, status=422)
    try:
        refuse_import()
        reading = receive_file(None, form.upload(), week=None, by=signed_in(request), at=timezone.now())
    except Refused as refusal:
        return show_upload(request, form, refused=sentence(refusal), status=409)
    return redirect("progress:wbs_dry_run", reading.uuid)


def show_upload(request: HttpRequest, form: FileForm, refused: str = "", status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "refused": refused or why_not(),
        "readings": wbs_import_query.wbs_readings(signed_in(request)),
    }
    return render(request, "progress/wbs_import.html", context, status=status)


def why_not() -> str:
    """Why no file can become the plan any more; "" while one can."""
    try:
        refuse_import()
    except Refused as refusal:
        return sentence(refusal)
    return ""


@access(read="plan.import")
def wbs_dry_run(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    return show(request, load(request, uuid))


@access(write="plan.import", post_only=True)
def wbs_choices(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Keep what the names mean and what is left out."""
    reading = load(request, uuid)
    if reading.state != ReadingState.READY:
        return show(request, reading, refused=sentence(Refused("reading_not_ready")), status=409)
    form = ChoicesForm(request.POST, dry_run(reading, Project.get()))
    if not form.is_valid():
        return show(request, reading, form=form, status=422)
    try:
        settle(reading, form.choices(), by=signed_in(request), at=timezone.now())
    except Refused as refusal:
        return show(request, load(request, uuid), refused=sentence(refusal), status=409)
    return redirect("progress:wbs_dry_run", uuid)


@access(write="plan.import", post_only=True)
def wbs_application(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Make the file the plan, all of it or nothing."""
    reading = load(request, uuid)
    try:
        applied = apply_wbs(reading, by=signed_in(request), at=timezone.now())
    except Refused as refusal:
        return show(request, load(request, uuid), refused=sentence(refusal), status=409)
    count = applied.made + applied.kept
    told = _("The plan now has %(count)s rows from “%(file)s”.") % {"count": count, "file": reading.file}
    messages.success(request, told)
    return redirect("progress:baselines")


def load(request: HttpRequest, uuid: uuids.UUID) -> Reading:
    reached = Reading.objects.visible_to(signed_in(request)).filter(purpose=Purpose.WBS)
    return get_object_or_404(reached.select_related("file", "job", "uploaded_by").defer("raw"), uuid=uuid)


def show(
    request: HttpRequest, reading: Reading, *, form: ChoicesForm | None = None, refused: str = "", status: int = 200
) -> HttpResponse:
    context = {"reading": reading, "refused": refused, "reason": refusal_text(reading.refusal)}
    if reading.state == ReadingState.READY:
        coming = dry_run(reading, Project.get())
        number = PageForm(request.GET).number()
        page = Paginator(coming.lines, PER_PAGE).get_page(number)
        context |= {
            "coming": coming,
            "form": form or ChoicesForm(None, coming),
            "page": page,
            "told": wbs_import_query.told_of(coming),
            "late": why_not(),
        }
    return render(request, "progress/wbs_dry_run.html", context, status=status)
