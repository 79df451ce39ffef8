from django.apps import AppConfig

from projects import checks as checks  # imported for its effect: registers the system checks


class ProjectsConfig(AppConfig):
    name = "projects"
