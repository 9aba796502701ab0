"""The Celery application: PostgreSQL rows are the truth, messages carry ids."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("linnet")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
