"""Loads the Celery application with Django, so that every process publishes to the same broker."""

from django.apps import AppConfig

from pmo import celery as celery  # imported for its effect: the application becomes Celery's current one


class PmoConfig(AppConfig):
    name = "pmo"
