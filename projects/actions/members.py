"""Members: the people with a login, their assignments to teams and roles, their first password, their end."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from projects.actions import records
from projects.actions.records import Edit, Stale
from projects.actions.setup import finish_if_ready
from projects.jobs import Refused
from projects.models import Assignment, Change, Member, record_change

PLACE = ("member", "team", "role", "start", "finish")
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # nothing that is read as something else: no l, o, 0, 1


def initial_password() -> str:
    """Four groups of four, easy to read aloud: about 80 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


@transaction.atomic
def add_member(
    member: Member, *, by: Member | None, at: datetime, password: str | None = None, may_sign_in: bool = True
) -> str:
    """Store a new person and answer the password, which is kept nowhere; Refused when the login is taken.

    Without a password of the person's own an initial one is made: at the first sign-in another one is asked for.
    Who may not sign in yet has none ("") until an administrator gives a first one.
    """
    given = (password or initial_password()) if may_sign_in else ""
    member.set_password(given or None)
    member.password_is_initial = may_sign_in and password is None
    member.created_at = at
    records.add(member, action="member.added", by=by, at=at)
    return given


@transaction.atomic
def change_member(member: Member, edit: Edit, *, by: Member | None, at: datetime) -> Member:
    """Save new values; Stale when somebody else changed them, Refused when no administrator would be left."""
    if edit.values.get("is_admin") is False:
        keep_an_administrator(member)
    return records.change(member, edit, action="member.changed", by=by, at=at)


@transaction.atomic
def deactivate(member: Member, *, by: Member | None, at: datetime) -> None:
    """End the person's access at once, sessions too; history and assignments stay.

    Refused for the last administrator and for oneself.
    """
    keep_an_administrator(member)
    if by is not None and by.pk == member.pk:
        raise Refused("cannot_deactivate_oneself")
    switch(member, active=False, by=by, at=at)
    end_sessions(member, at=at)


@transaction.atomic
def reactivate(member: Member, *, by: Member | None, at: datetime) -> None:
    switch(member, active=True, by=by, at=at)


def switch(member: Member, *, active: bool, by: Member | None, at: datetime) -> None:
    """Conditional: only who is in the other state; Stale when somebody was faster."""
    if not Member.objects.filter(pk=member.pk, is_active=not active).update(is_active=active):
        raise Stale(Member.objects.get(pk=member.pk))
    member.is_active = active
    change = Change(member, {"is_active": not active}, {"is_active": active})
    record_change(change, action="member.reactivated" if active else "member.deactivated", by=by, at=at)


@transaction.atomic
def new_password(member: Member, *, by: Member | None, at: datetime) -> str:
    """Replace the password by a new initial one and answer it, once; the person's sessions end."""
    password = initial_password()
    member.set_password(password)
    member.password_is_initial = True
    member.save(update_fields=["password", "password_is_initial"])
    record_change(Change(member), action="member.password_reset", by=by, at=at)
    end_sessions(member, at=at)
    return password


def end_sessions(member: Member, *, at: datetime) -> None:
    """Delete the person's sessions, so that a later reactivation does not wake one of them."""
    for session in Session.objects.filter(expire_date__gte=at).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(member.pk):
            session.delete()


def keep_an_administrator(member: Member) -> None:
    """Refused when nobody else could administrate; holds the administrators' rows so that two cannot end each other."""
    there = Member.objects.select_for_update().filter(is_admin=True, is_active=True).values_list("pk", flat=True)
    if set(there) == {member.pk}:
        raise Refused("last_administrator", record=str(member))


@transaction.atomic
def assign(assignment: Assignment, *, by: Member | None, at: datetime) -> Assignment:
    """Give a person a role (in a team) for a time; Refused when the same one is there already in that time."""
    refuse_double(assignment)
    records.add(assignment, action="assignment.added", by=by, at=at)
    finish_if_ready(by=by, at=at)
    return assignment


@transaction.atomic
def change_assignment(assignment: Assignment, edit: Edit, *, by: Member | None, at: datetime) -> Assignment:
    """Save new values; Stale when somebody else changed them, Refused when they collide with another assignment."""
    wanted = {name: edit.values.get(name, getattr(assignment, name)) for name in PLACE}
    refuse_double(Assignment(pk=assignment.pk, **wanted))
    changed = records.change(assignment, edit, action="assignment.changed", by=by, at=at)
    finish_if_ready(by=by, at=at)
    return changed


def remove_assignment(assignment: Assignment, *, by: Member | None, at: datetime) -> None:
    """Take back an assignment that was a mistake; one that ended gets its last day instead."""
    records.remove(assignment, action="assignment.removed", by=by, at=at)


def refuse_double(assignment: Assignment) -> None:
    same = Assignment.objects.filter(member=assignment.member, team=assignment.team, role=assignment.role)
    for other in same.exclude(pk=assignment.pk):
        if assignment.start <= (other.finish or date.max) and other.start <= (assignment.finish or date.max):
            raise Refused("assigned_already", record=str(other), start=other.start, finish=other.finish)
