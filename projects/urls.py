from django.urls import path

from projects.views.home import home

app_name = "projects"

urlpatterns = [
    path("", home, name="home"),
]
