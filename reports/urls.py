from django.urls import path

from reports.views.rows import rows

app_name = "reports"

urlpatterns = [
    path("<str:week>/rows/", rows, name="rows"),
]
