"""Trying one's own model: a visitor, and a private station of hers that lasts a day."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import PurePath

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from assets import files, history, revisions
from assets.models import Membership, Revision, Station
from twin import reception

LASTS = timedelta(hours=24)
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_visitor():
    """An agent without password: she is who she is as long as her session lasts."""
    with transaction.atomic():
        user = get_user_model().objects.create_user(username=f"visitor-{secrets.token_hex(6)}")
        Membership.objects.create(user=user, role=Membership.Role.AGENT)
    return user


def bring(upload, *, by) -> Revision:
    """A new trial station of `by` with the uploaded model in it, and the job that reads it."""
    stored = files.store(upload.chunks(), PurePath(upload.name).suffix.lower())
    with transaction.atomic():
        station = Station.objects.create(
            code=f"TRY-{''.join(secrets.choice(_LETTERS) for _ in range(8))}",
            name=_name(upload.name),
            twin_mode=Station.TwinMode.MODEL_3D,
            trial_owner=by,
            trial_expires_at=timezone.now() + LASTS,
        )
        history.record("created", station, station=station, by=by)
        revision = revisions.receive(station, stored, file_name=upload.name, by=by).revision
        reception.enqueue(revision, by=by)
    return revision


def _name(file_name: str) -> str:
    stem = PurePath(file_name).stem.replace("_", " ").strip()
    return stem[:200] or gettext("My model")
