"""All URLs by app; third-party views are listed in projects.access.THIRD_PARTY."""

from allauth.account import views as account
from django.urls import include, path

from projects.views.health import health
from reports.views.style import style

handler400 = "projects.views.errors.bad_request"
handler403 = "projects.views.errors.forbidden"
handler404 = "projects.views.errors.not_found"
handler500 = "projects.views.errors.server_error"

urlpatterns = [
    path("health/", health, name="health"),
    path("style/", style, name="style"),
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/first/", account.password_set, name="account_set_password"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("", include("projects.urls")),
    path("progress/", include("progress.urls")),
    path("reports/", include("reports.urls")),
]
