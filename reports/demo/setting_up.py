"""Before S1: the PMO sets the project up, uploads the WBS, the PM approves baseline 1; S1 opens."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from progress.actions.planning.baselines import approve_baseline, propose_baseline
from progress.actions.planning.first_plan import apply_wbs
from progress.domain.rows import Kind, PlanRow
from progress.exchange.excel import PlanFacts, write_plan
from projects import demo
from projects.actions.calendar import add_days
from projects.actions.contacts import add_contact
from projects.actions.members import add_member, assign, change_member
from projects.actions.phases import add_phase
from projects.actions.project import change_project
from projects.actions.records import Edit
from projects.actions.teams import add_company, add_team
from projects.domain.calendar import CalendarDay as Day
from projects.domain.weeks import TOKYO
from projects.jobs import Refused
from projects.models import Assignment, CalendarDay, Company, Contact, Member, Phase, Team
from projects.weekly import open_week
from reports.demo.reading import Target, read_file
from reports.demo.story import frame
from reports.demo.story.frame import PHASES, TEAMS, TeamFrame
from reports.demo.story.people import CONTACTS, PEOPLE, PERSON, PM, PMO, Person, Place
from reports.demo.story.plan import Row
from reports.demo.story.timeline import RHYTHM
from reports.demo.story.words import Text
from reports.demo.world import World

OWN, CUSTOMER = "shioji", "kotonoha"
CONTRACTED_BY = {"tsumugino": "akanegumo"}


def set_up(world: World) -> None:
    """Everything up to the open S1, on the working days of the week before it."""
    first = world.timeline.weeks[0].times
    days = [world.timeline.calendar.add(first.key.monday, -n) for n in (5, 4, 3, 2)]
    at = [datetime.combine(day, time(10), TOKYO) for day in days]
    companies = add_frame(world, at[0])
    add_people(world, companies, at[1])
    add_calendar(world, at[1] + timedelta(hours=4))
    upload_plan(world, at[2])
    approve_plan(world, at[3])
    week = open_week(first.key, by=None, at=first.opens_at)
    if week is None:
        raise Refused("week_is_skipped", week=str(first.key))
    world.weeks["S1"] = week


def named(world: World, text: Text) -> dict[str, str]:
    """A record's two names, the demo's language first."""
    second = text.en if world.language == "ja" else text.ja
    return {"name": world.say(text), "name_2": second}


def add_frame(world: World, at: datetime) -> dict[str, Company]:
    """The administrator, then project, companies, phases and teams."""
    by = add_person(world, PERSON[PMO], {}, by=None, at=at)
    change_project(world.project, project_values(world), version=world.project.version, by=by, at=at)
    companies: dict[str, Company] = {}
    for key, name in frame.COMPANIES.items():
        above = companies.get(CONTRACTED_BY.get(key, ""))
        company = Company(**named(world, name), is_own=key == OWN, is_customer=key == CUSTOMER, contracted_by=above)
        companies[key] = add_company(company, by=by, at=at)
    world.members[PMO] = change_member(by, Edit({"company": companies[PERSON[PMO].company]}), by=by, at=at)
    for order, phase in enumerate(PHASES, 1):
        first, last = world.timeline.day(phase.weeks[0]), world.timeline.day(phase.weeks[1], 4)
        record = Phase(code=phase.code, **named(world, phase.name), order=order, start=first, finish=last)
        add_phase(record, by=by, at=at)
    for order, team in enumerate(TEAMS, 1):
        world.teams[team.code] = add_team(team_of(world, team, companies, order), by=by, at=at)
    return companies


def project_values(world: World) -> dict[str, Any]:
    return {
        **named(world, frame.PROJECT), "code": frame.CODE, "customer": world.say(frame.COMPANIES[CUSTOMER]),
        "start": world.timeline.start, "finish": world.timeline.finish, "language": world.language,
        "confidentiality": world.say(frame.CONFIDENTIAL), "phone": world.say(frame.PHONE),
        "findings_time": RHYTHM.findings.at,
    }  # fmt: skip


def team_of(world: World, team: TeamFrame, companies: dict[str, Company], order: int) -> Team:
    return Team(
        code=team.code, **named(world, team.name), company=companies[team.company], contract=team.contract,
        order=order, reports_effort=team.reports_effort, keeps_links=team.keeps_links,
    )  # fmt: skip


def add_people(world: World, companies: dict[str, Company], at: datetime) -> None:
    """Everybody with their places, and the customer's people, by the administrator."""
    by = world.members[PMO]
    for person in PEOPLE:
        if person.key != PMO:
            add_person(world, person, companies, by=by, at=at)
        for place in person.places:
            assign(assignment(world, person, place), by=by, at=at)
    for outsider in CONTACTS:
        contact = Contact(**named(world, outsider.name), company=companies[CUSTOMER], title=world.say(outsider.title))
        add_contact(contact, by=by, at=at)


def add_person(
    world: World, person: Person, companies: dict[str, Company], *, by: Member | None, at: datetime
) -> Member:
    """A member; only those whom the demo offers as logins can sign in."""
    member = Member(
        username=person.key, **named(world, person.name), company=companies.get(person.company),
        spellings=list(person.spellings), is_admin=person.is_admin,
    )  # fmt: skip
    offered = person.key in demo.LOGINS
    add_member(member, by=by, at=at, password=demo.password(person.key) if offered else None, may_sign_in=offered)
    world.members[person.key] = member
    return member


def assignment(world: World, person: Person, place: Place) -> Assignment:
    since = world.timeline.moment(place.since) if place.since else world.timeline.start
    return Assignment(
        member=world.members[person.key], team=world.teams.get(place.team), role=place.role, share=place.share,
        is_responsible=place.responsible, start=since,
    )  # fmt: skip


def add_calendar(world: World, at: datetime) -> None:
    """Company days inside the project, and the weekends on which a team works."""
    by, timeline = world.members[PMO], world.timeline
    inside = [day for day in timeline.company_days if timeline.start <= day.day <= timeline.finish]
    add_days([calendar_day(world, day) for day in inside], by=by, at=at)
    for team, days in timeline.team_days.items():
        add_days([calendar_day(world, day, world.teams[team]) for day in days], by=by, at=at)


def calendar_day(world: World, day: Day, team: Team | None = None) -> CalendarDay:
    return CalendarDay(day=day.day, team=team, works=day.works, **named(world, Text(*day.name)))


def upload_plan(world: World, at: datetime) -> None:
    """The first WBS by upload, as a user does it: received, read, columns confirmed where asked, applied."""
    by = world.members[PMO]
    content = write_plan(plan_rows(world), plan_facts(world), world.language)
    reading = read_file(f"WBS_{at:%Y%m%d}.xlsx", content, Target(), by=by, at=at)
    apply_wbs(reading, by=by, at=at + timedelta(minutes=20))
    world.learn_rows()


def plan_rows(world: World) -> list[PlanRow]:
    return [plan_row(world, row) for row in world.plan.rows]


def plan_row(world: World, row: Row) -> PlanRow:
    """A row as the PMO types it: the outline follows from the WBS codes."""
    idents = world.idents
    names = [PERSON[person].family.of(world.language) for person in row.people]
    return PlanRow(
        key=f"new:{row.key}", id=idents[row.key], name=world.say(row.name), kind=Kind(row.kind), wbs_code=row.code,
        phase=world.phase_name(row), assignee=("、" if world.language == "ja" else ", ").join(names),
        planned_start=row.start, planned_finish=row.finish, planned_effort=row.effort,
        predecessors=tuple(idents[key] for key in row.after),
    )  # fmt: skip


def plan_facts(world: World) -> PlanFacts:
    return PlanFacts(
        world.project.name,
        tuple(world.say(phase.name) for phase in PHASES),
        tuple(world.say(team.name) for team in TEAMS),
        {f"new:{row.key}": world.team_name(row.team) for row in world.plan.rows if row.kind != "summary"},
    )


def approve_plan(world: World, at: datetime) -> None:
    baseline = propose_baseline(world.project, by=world.members[PMO], at=at)
    approve_baseline(baseline, by=world.members[PM], at=at + timedelta(hours=5))
