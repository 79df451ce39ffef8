from django.urls import path

from reports.views import weekly, writing
from reports.views.comparison import comparison
from reports.views.dashboard import dashboard
from reports.views.lights import light
from reports.views.rows import rows, rows_export
from reports.views.search import search
from reports.views.style import style
from reports.views.today import today

app_name = "reports"

urlpatterns = [
    path("today/", today, name="today"),
    path("search/", search, name="search"),
    path("style/", style, name="style"),
    path("dashboard/", dashboard, name="dashboard"),
    path("<str:week>/comparison/<str:other>/", comparison, name="comparison"),
    path("<str:week>/lights/<str:dimension>/", light, name="light"),
    path("weekly/", weekly.weekly, name="weekly"),
    path("weekly/schedule/", weekly.schedule, name="schedule"),
    path("weekly/distribution/", weekly.distribution, name="distribution"),
    path("<str:week>/rows/", rows, name="rows"),
    path("<str:week>/rows/export/<str:ending>/", rows_export, name="rows_export"),
    path("<str:week>/weekly/", weekly.weekly_week, name="weekly_week"),
    path("<str:week>/weekly/making/", weekly.weekly_making, name="weekly_making"),
    path("<str:week>/weekly/retry/", weekly.weekly_retry, name="weekly_retry"),
    path("<str:week>/weekly/preview/", writing.weekly_preview, name="weekly_preview"),
    path("<str:week>/weekly/comment/", writing.weekly_comment, name="weekly_comment"),
    path("<str:week>/weekly/<int:pk>/review/", weekly.weekly_review, name="weekly_review"),
    path("<str:week>/weekly/<int:pk>/approval/", weekly.weekly_approval, name="weekly_approval"),
    path("<str:week>/weekly/<int:pk>/issue/", weekly.weekly_issue, name="weekly_issue"),
]
