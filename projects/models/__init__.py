"""Who and when: the project, its phases, teams, members, calendar, weeks; access, history, jobs, files."""

from projects.models.doors import OneTimeLink
from projects.models.files import File, Purpose, Upload, left_behind, safe_name, store, write_atomic
from projects.models.history import Change, ChangeLog, broken_link, record_change, record_changes
from projects.models.people import Assignment, Contact, Member
from projects.models.project import Company, Contract, DayOff, Phase, Project, Team, Weekday
from projects.models.time import CalendarDay, Week, WeekState
from projects.models.work import Job, JobState, Notification, Outbox, Schedule
from projects.powers import Role

__all__ = [
    "Assignment",
    "CalendarDay",
    "Change",
    "ChangeLog",
    "Company",
    "Contact",
    "Contract",
    "DayOff",
    "File",
    "Job",
    "JobState",
    "Member",
    "Notification",
    "OneTimeLink",
    "Outbox",
    "Phase",
    "Project",
    "Purpose",
    "Role",
    "Schedule",
    "Team",
    "Upload",
    "Week",
    "WeekState",
    "Weekday",
    "broken_link",
    "left_behind",
    "record_change",
    "record_changes",
    "safe_name",
    "store",
    "write_atomic",
]
