"""Downloads: only through here, only what the person may see, never shown by the browser itself."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from projects.access import access, signed_in
from projects.models import File


@access(read="workspace.use")
def file(request: HttpRequest, uuid: UUID) -> FileResponse:
    """The stored bytes under their original name; 404 also when the disk has lost or changed them."""
    record = get_object_or_404(File.objects.visible_to(signed_in(request)), uuid=uuid)
    try:
        content = record.opened()
    except FileNotFoundError as problem:
        raise Http404 from problem
    response = FileResponse(content, as_attachment=True, filename=record.name, content_type=record.content_type)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
