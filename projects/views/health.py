"""Is the service up: web answers, database answers, free space."""

from __future__ import annotations

import shutil

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse

from projects.access import access


@access(public=True, get_only=True)
def health(request: HttpRequest) -> JsonResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    free = shutil.disk_usage(settings.VAR).free
    return JsonResponse({"status": "ok" if free > 1 << 30 else "low disk", "database": connection.vendor})
