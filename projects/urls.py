from django.urls import path

from projects.views.activity import activity, activity_export
from projects.views.assignments import assignment, assignment_new, assignment_removal
from projects.views.calendar import calendar, calendar_confirmation, calendar_day_removal, calendar_days
from projects.views.companies import company, company_new, company_removal
from projects.views.contacts import contact, contact_new, contact_removal
from projects.views.demo_login import demo_login
from projects.views.files import file
from projects.views.home import home
from projects.views.inbox import inbox, inbox_opening, inbox_reading
from projects.views.jobs import job, job_cancellation, job_retry, jobs
from projects.views.language import language
from projects.views.members import (
    member,
    member_deactivation,
    member_new,
    member_password,
    member_reactivation,
    members,
)
from projects.views.phases import phase, phase_new, phase_removal, phases
from projects.views.settings import settings
from projects.views.setup import first_week, setup, setup_completion
from projects.views.teams import team, team_new, team_removal, teams
from projects.views.welcome import welcome

app_name = "projects"

urlpatterns = [
    path("", home, name="home"),
    path("setup/", setup, name="setup"),
    path("setup/week/", first_week, name="first_week"),
    path("setup/completion/", setup_completion, name="setup_completion"),
    path("settings/", settings, name="settings"),
    path("settings/phases/", phases, name="phases"),
    path("settings/phases/new/", phase_new, name="phase_new"),
    path("settings/phases/<int:pk>/", phase, name="phase"),
    path("settings/phases/<int:pk>/removal/", phase_removal, name="phase_removal"),
    path("settings/teams/", teams, name="teams"),
    path("settings/teams/new/", team_new, name="team_new"),
    path("settings/teams/<int:pk>/", team, name="team"),
    path("settings/teams/<int:pk>/removal/", team_removal, name="team_removal"),
    path("settings/companies/new/", company_new, name="company_new"),
    path("settings/companies/<int:pk>/", company, name="company"),
    path("settings/companies/<int:pk>/removal/", company_removal, name="company_removal"),
    path("settings/members/", members, name="members"),
    path("settings/members/new/", member_new, name="member_new"),
    path("settings/members/<int:pk>/", member, name="member"),
    path("settings/members/<int:pk>/password/", member_password, name="member_password"),
    path("settings/members/<int:pk>/deactivation/", member_deactivation, name="member_deactivation"),
    path("settings/members/<int:pk>/reactivation/", member_reactivation, name="member_reactivation"),
    path("settings/members/<int:pk>/assignments/new/", assignment_new, name="assignment_new"),
    path("settings/assignments/<int:pk>/", assignment, name="assignment"),
    path("settings/assignments/<int:pk>/removal/", assignment_removal, name="assignment_removal"),
    path("settings/contacts/new/", contact_new, name="contact_new"),
    path("settings/contacts/<int:pk>/", contact, name="contact"),
    path("settings/contacts/<int:pk>/removal/", contact_removal, name="contact_removal"),
    path("settings/calendar/", calendar, name="calendar"),
    path("settings/calendar/days/", calendar_days, name="calendar_days"),
    path("settings/calendar/days/<int:pk>/removal/", calendar_day_removal, name="calendar_day_removal"),
    path("settings/calendar/confirmation/", calendar_confirmation, name="calendar_confirmation"),
    path("activity/", activity, name="activity"),
    path("activity/changes.csv", activity_export, name="activity_export"),
    path("jobs/", jobs, name="jobs"),
    path("jobs/<int:pk>/", job, name="job"),
    path("jobs/<int:pk>/cancellation/", job_cancellation, name="job_cancellation"),
    path("jobs/<int:pk>/retry/", job_retry, name="job_retry"),
    path("files/<uuid:uuid>/", file, name="file"),
    path("inbox/", inbox, name="inbox"),
    path("inbox/reading/", inbox_reading, name="inbox_reading"),
    path("inbox/<int:pk>/opening/", inbox_opening, name="inbox_opening"),
    path("language/", language, name="language"),
    path("welcome/<str:token>/", welcome, name="welcome"),
    path("demo-sign-in/", demo_login, name="demo_login"),
]
