"""Keys with which a firm's own software comes in: `st_…`, shown once, kept as a hash, for a few things only.

token, text = tokens.make(dossier.user, name="GMAO Hydro", scopes=[READ], expires_at=…, by=steward)
tokens.find(text)  # the token, or None
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from assets import history
from assets.models import Station
from maintenance.models import AccessToken, Dossier

READ = "orders:read"
ACT = "orders:act"
SCOPES = {READ: gettext_noop("read its orders"), ACT: gettext_noop("report on its orders")}

PREFIX = "st_"
_LETTERS_SHOWN = 8
_USED_AGAIN = timedelta(minutes=1)  # what is asked every second is not written down every second


@transaction.atomic
def make(
    user, *, name: str, scopes: Sequence[str], expires_at: datetime, station: Station | None, by
) -> tuple[AccessToken, str]:
    """(its row, the key itself, which nobody can read again). `scopes` are keys of SCOPES."""
    text = PREFIX + secrets.token_urlsafe(32)
    token = AccessToken.objects.create(
        user=user,
        name=name[:120],
        prefix=text[:_LETTERS_SHOWN],
        token_hash=_hash(text),
        scopes=[scope for scope in SCOPES if scope in scopes],
        expires_at=expires_at,
        created_by=by,
    )
    history.record("made", token, station=station, by=by, after={"name": name, "scopes": token.scopes})
    return token, text


def find(text: str) -> AccessToken | None:
    """The token of this key while it and her dossier are good, and its use is noted; None for any other text."""
    now = timezone.now()
    good = AccessToken.objects.filter(token_hash=_hash(text), revoked_at=None, expires_at__gt=now)
    ended = Dossier.objects.ended().values("user")
    token = good.filter(user__is_active=True).exclude(user__in=ended).select_related("user").first()
    if token is None or not text.startswith(PREFIX):
        return None
    if token.last_used_at is None or token.last_used_at < now - _USED_AGAIN:
        AccessToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


@transaction.atomic
def revoke(token: AccessToken, *, station: Station | None, by) -> None:
    """It opens nothing any more."""
    if AccessToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        history.record("revoked", token, station=station, by=by, before={"name": token.name})


def _hash(text: str) -> str:
    """A key of 256 random bits needs no slow hash: nobody can try them all."""
    return hashlib.sha256(text.encode()).hexdigest()
