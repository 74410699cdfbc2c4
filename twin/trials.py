"""Trying one's own model: a visitor, and a private station of hers that lasts a day."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import PurePath

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from assets import files, history, revisions, shape_store
from assets.models import Document, Membership, Revision, Station
from twin import reception, scenes
from twin.models import SceneChunk

LASTS = timedelta(hours=24)
_VISITOR = "visitor-"
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_visitor():
    """An agent without password: she is who she is as long as her session lasts."""
    with transaction.atomic():
        user = get_user_model().objects.create_user(username=f"{_VISITOR}{secrets.token_hex(6)}")
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


def sweep() -> int:
    """Delete the trial stations whose day is over, with the files that nothing else uses; says how many there were."""
    files.sweep_abandoned()
    over = list(Station.objects.expired())
    for station in over:
        stored = set(Revision.objects.filter(station=station).values_list("path", flat=True))
        stored |= set(
            Document.objects.filter(station=station).exclude(path="").values_list("path", flat=True)
        )
        chunks = set(
            SceneChunk.objects.filter(scene__revision__station=station).values_list("sha256", flat=True)
        )
        station.delete()
        _forget(stored, chunks)
    _forget_visitors()
    return len(over)


def _forget(stored: set[str], chunks: set[str]) -> None:
    """Content is kept once: what another station has as well stays.

    So does what was stored in the last hour, again perhaps: an upload stores its bytes before the row that refers to
    them, and an import its chunks long before.
    """
    shape_store.forget(stored)
    stored -= set(Revision.objects.filter(path__in=stored).values_list("path", flat=True))
    stored -= set(Document.objects.filter(path__in=stored).values_list("path", flat=True))
    for path in map(files.absolute, stored):
        if not files.is_young(path):
            path.unlink(missing_ok=True)
    chunks -= set(SceneChunk.objects.filter(sha256__in=chunks).values_list("sha256", flat=True))
    for sha256 in chunks:
        if not any(map(files.is_young, scenes.files_of(sha256))):
            for path in scenes.files_of(sha256):
                path.unlink(missing_ok=True)


def _forget_visitors() -> None:
    """Visitors who came more than a day ago and have no station left."""
    get_user_model().objects.filter(
        username__startswith=_VISITOR, date_joined__lt=timezone.now() - LASTS, trial_stations=None
    ).delete()


def _name(file_name: str) -> str:
    stem = PurePath(file_name).stem.replace("_", " ").strip()
    return stem[:200] or gettext("My model")
