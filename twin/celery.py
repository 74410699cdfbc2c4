"""The Celery application: `celery -A twin.celery worker`. What it runs are jobs (assets/jobs.py)."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_process_init, worker_ready
from django.conf import settings

from twin import processes

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twin.settings")

app = Celery("twin")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

if not settings.REDIS_URL:
    settings.BROKER_DIR.mkdir(parents=True, exist_ok=True)


@setup_logging.connect
def _keep_djangos_logging(**_: Any) -> None:
    """Celery leaves logging alone when somebody listens here."""


@worker_process_init.connect
def _never_outlive_the_worker(**_: Any) -> None:
    processes.die_with_parent()


@worker_ready.connect
def _take_up_what_was_left(**_: Any) -> None:
    """What a killed worker left behind starts again as soon as there is a worker."""
    from assets import jobs  # models are there only once Django has begun

    jobs.requeue_expired()
