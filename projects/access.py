"""The one door: every view declares its rule, records are loaded only through `visible_to(user)`.

Strangers get 404 (they learn nothing), readers who write get 403, nobody signed in is sent to the sign-in page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from projects.powers import CAPABILITIES

if TYPE_CHECKING:
    from projects.models import Member

READING = frozenset({"GET", "HEAD", "OPTIONS"})
View = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may read a view and who may write to it (capabilities); `public` needs no sign-in."""

    read: str = ""
    write: str = ""
    public: bool = False
    methods: frozenset[str] = READING


# Views of other packages, by URL name.
THIRD_PARTY: dict[str, Rule] = {
    "account_login": Rule(public=True, methods=READING | {"POST"}),
    "account_logout": Rule(public=True, methods=READING | {"POST"}),
    "account_change_password": Rule(read="workspace.use", write="workspace.use", methods=READING | {"POST"}),
    "account_set_password": Rule(read="workspace.use", write="workspace.use", methods=READING | {"POST"}),
    "account_reauthenticate": Rule(read="workspace.use", write="workspace.use", methods=READING | {"POST"}),
}


def access(
    *, read: str = "", write: str = "", public: bool = False, post_only: bool = False, get_only: bool = False
) -> Callable[[View], View]:
    """Declare a view's rule: `read` for GET, `write` for POST; a POST-only view is an action with a URL of its own.

    A public view takes both, unless it says which.
    """
    for capability in filter(None, (read, write)):
        CAPABILITIES[capability]
    takes_post = not get_only and bool(write or public)
    methods = frozenset({"POST"}) if post_only else READING | ({"POST"} if takes_post else frozenset())

    def declare(view: View) -> View:
        view.access = Rule(read or write, write, public, frozenset(methods))  # type: ignore[attr-defined]
        view.login_required = not public  # type: ignore[attr-defined]
        return view

    return declare


def rule_of(view: View, url_name: str | None) -> Rule | None:
    """The rule a view declares, else the literal table's for views of other packages."""
    return getattr(view, "access", None) or THIRD_PARTY.get(url_name or "")


def check(request: HttpRequest, rule: Rule) -> None:
    """Let the request pass, or raise Http404 (stranger) or PermissionDenied (reader who writes)."""
    if rule.public:
        return
    powers = signed_in(request).powers
    if not (powers.can(rule.read) if rule.read else bool(powers.roles)):
        raise Http404
    if request.method not in READING and not (rule.write and powers.can(rule.write)):
        raise PermissionDenied


def signed_in(request: HttpRequest) -> Member:
    """Who asks, in views that strangers never reach."""
    return cast("Member", request.user)


def require(user: Member, capability: str, team_id: int | None) -> None:
    """403 unless the capability reaches this team; call after the record was loaded through `visible_to`."""
    if not user.powers.can_for(capability, team_id):
        raise PermissionDenied
