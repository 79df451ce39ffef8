"""The Celery application: one task drains the job table, one ticks (DESIGN, background work)."""

import os
from pathlib import Path

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmo.settings")

from django.conf import settings

from pmo.lib import environment
from pmo.schedule import BEAT


def filesystem_broker(folder: Path) -> dict[str, object]:
    """Broker settings for the embedded default: messages are files under `folder`, only hints that may be lost."""
    for name in ("messages", "processed", "control"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(folder / "messages"),
        "data_folder_out": str(folder / "messages"),
        "processed_folder": str(folder / "processed"),
        "control_folder": str(folder / "control"),
        "store_processed": False,
    }


REDIS_OPTIONS = {"socket_timeout": 2, "socket_connect_timeout": 2, "max_retries": 0, "visibility_timeout": 600}
broker_url = environment.text("PMO_BROKER_URL", "filesystem://localhost")
embedded = broker_url.startswith("filesystem:")

app = Celery("pmo")
app.conf.update(
    broker_url=broker_url,
    broker_transport_options=filesystem_broker(settings.VAR / "mq") if embedded else REDIS_OPTIONS,
    broker_connection_retry_on_startup=True,
    task_publish_retry=False,
    task_acks_late=True,
    task_reject_on_worker_lost=False,
    worker_prefetch_multiplier=1,
    task_soft_time_limit=240,
    task_time_limit=300,
    worker_soft_shutdown_timeout=30,
    worker_max_tasks_per_child=50,
    worker_max_memory_per_child=400_000,
    accept_content=["json"],
    task_ignore_result=True,
    timezone=settings.TIME_ZONE,
    beat_schedule=BEAT,
    beat_schedule_filename=str(settings.VAR / "beat"),
    beat_sync_every=1,
    worker_hijack_root_logger=False,
)
app.autodiscover_tasks(["projects"])
