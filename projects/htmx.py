"""htmx: what a request says of itself, and the only place that sets its headers in answers (SECURITY 2, row 13)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    class HtmxRequest(HttpRequest):
        htmx: HtmxDetails


def asks_part(request: HttpRequest) -> bool:
    """Whether htmx asks, for a part of a page; a browser by itself asks for all of it."""
    return bool(cast("HtmxRequest", request).htmx)


def target(request: HttpRequest) -> str:
    """The id of the element that the answer goes into; "" for a whole page."""
    return (cast("HtmxRequest", request).htmx.target or "") if asks_part(request) else ""


def tell[Response: HttpResponse](response: Response, *events: str) -> Response:
    """Let the page hear these events when the answer has arrived."""
    response["HX-Trigger"] = ", ".join(events)
    return response


def told(*events: str) -> HttpResponse:
    """An answer without content."""
    return tell(HttpResponse(status=204), *events)


def afresh(response: HttpResponse | None = None) -> HttpResponse:
    """Let the browser load the whole page again, whatever part was asked for."""
    answer = response or HttpResponse(status=204)
    answer["HX-Refresh"] = "true"
    return answer
