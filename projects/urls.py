from django.urls import path

from projects.views.demo_login import demo_login
from projects.views.home import home
from projects.views.inbox import inbox, inbox_opening, inbox_reading
from projects.views.language import language
from projects.views.welcome import welcome

app_name = "projects"

urlpatterns = [
    path("", home, name="home"),
    path("inbox/", inbox, name="inbox"),
    path("inbox/reading/", inbox_reading, name="inbox_reading"),
    path("inbox/<int:pk>/opening/", inbox_opening, name="inbox_opening"),
    path("language/", language, name="language"),
    path("welcome/<str:token>/", welcome, name="welcome"),
    path("demo-sign-in/", demo_login, name="demo_login"),
]
