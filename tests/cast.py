"""The cast of every test: one project, two teams, one person per role and one stranger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from projects.domain.weeks import WeekKey
from projects.models import Assignment, Company, Contract, Member, Phase, Project, Team, Week
from projects.weekly import open_week

TOKYO = ZoneInfo("Asia/Tokyo")


def at(text: str) -> datetime:
    """An instant in Tokyo: at("2026-06-10 17:00")."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=TOKYO)


@dataclass
class Cast:
    """`pmo`, `pm`, `owner`, `auditor`, `admin`, `lead` and `member` of team ALPHA, `other_lead` of BETA, `stranger`."""

    project: Project
    alpha: Team
    beta: Team
    design: Phase
    test: Phase
    people: dict[str, Member]
    week: Week

    def __getattr__(self, name: str) -> Member:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None


def person(name: str, role: str | None = None, team: Team | None = None, **fields: object) -> Member:
    member = Member.objects.create_user(name, password=f"{name}-password", name=f"{name.title()} Person", **fields)
    if role:
        Assignment.objects.create(member=member, role=role, team=team)
    return member


@pytest.fixture
def cast(db) -> Cast:
    """A project of 2026-04-01 … 2026-09-30 with its week 2026-W24 (status date Wed 10 June) open."""
    project = Project.objects.create(
        name="試験プロジェクト", name_2="Test project", start=date(2026, 4, 1), finish=date(2026, 9, 30), set_up=True
    )
    own = Company.objects.create(name="自社", name_2="Own company", is_own=True)
    vendor = Company.objects.create(name="協力会社", name_2="Vendor")
    alpha = Team.objects.create(code="ALPHA", name="アルファ", name_2="Alpha", company=own, order=1)
    beta = Team.objects.create(
        code="BETA",
        name="ベータ",
        name_2="Beta",
        company=vendor,
        contract=Contract.CONTRACT_FOR_WORK,
        order=2,
        reports_effort=False,
    )
    people = {
        "pmo": person("pmo", "pmo"),
        "pm": person("pm", "pm"),
        "owner": person("owner", "project_owner"),
        "auditor": person("auditor", "auditor"),
        "admin": person("admin", is_admin=True),
        "lead": person("lead", "lead", alpha),
        "member": person("member", "member", alpha),
        "other_lead": person("other_lead", "lead", beta),
        "stranger": person("stranger"),
    }
    week = open_week(WeekKey.parse("2026-W24"), by=people["pmo"], at=at("2026-06-08 09:00"))
    return Cast(
        project, alpha, beta,
        Phase.objects.create(code="BD", name="基本設計", name_2="Basic design", order=1),
        Phase.objects.create(code="IT", name="結合テスト", name_2="Integration test", order=2),
        people, week,
    )  # fmt: skip
