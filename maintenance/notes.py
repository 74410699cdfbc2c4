"""People talk: a note on an asset, in a room or at a point, perhaps to somebody, until a person says it is settled."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assets import history, permissions
from assets.models import Asset, Location, Membership, Station
from assets.permissions import Verb
from maintenance import notices, texts
from maintenance.models import Evidence, Note


class NothingSaid(Exception):
    """A note without a word. The message is a sentence for the person."""


class NotThere(Exception):
    """The person it is addressed to does not see the station. The message is a sentence."""


@transaction.atomic
def write(
    station: Station,
    *,
    by,
    text: str,
    asset: Asset | None = None,
    location: Location | None = None,
    point: tuple[float, float, float] | None = None,
    addressed_to=None,
    photos: Sequence[Evidence] = (),
) -> Note:
    """One subject: the asset, else the place, else the point (metres of the station's frame, Z up).

    Whom it is addressed to will hear of it by e-mail. Raises NothingSaid, NotThere, texts.TooLong.
    """
    said = texts.checked(text)
    if not said:
        raise NothingSaid(_("A note needs a few words."))
    if addressed_to is not None and not people_of(station).filter(pk=addressed_to.pk).exists():
        raise NotThere(_("This person does not see the station, so she could not read it."))
    note = Note.objects.create(
        station=station,
        text=said,
        author=by,
        addressed_to=addressed_to,
        **_subject(asset, location, point),
    )
    note.evidence.set(photos)
    history.record("noted", note, station=station, by=by, after={"to": getattr(addressed_to, "pk", None)})
    notices.announce_note(note)
    return note


def _subject(
    asset: Asset | None, location: Location | None, point: tuple[float, float, float] | None
) -> dict:
    """A point on an asset keeps both, so that the pin stands where the finger was."""
    place = dict(zip("xyz", point, strict=True)) if point else {}
    if asset is not None:
        return {"asset": asset, **place}
    if location is not None:
        return {"location": location, **place}
    if not place:
        raise ValueError("a note is about an asset, a place or a point")
    return place


@transaction.atomic
def resolve(note: Note, *, by) -> bool:
    """Settled, by a person. False when somebody was a moment faster."""
    settled = Note.objects.filter(pk=note.pk, resolved_at=None).update(
        resolved_at=timezone.now(), resolved_by=by
    )
    if settled:
        history.record("settled", note, station=note.station, by=by)
    return bool(settled)


def for_user(user) -> QuerySet[Note]:
    """The notes this person may read: of the stations where she may write them."""
    notes = Note.objects.filter(station__in=permissions.stations_where(user, Verb.NOTE))
    return notes.select_related(
        "asset", "location__parent", "author", "addressed_to", "resolved_by", "station"
    ).prefetch_related("evidence")


def open_on(notes: QuerySet[Note], *, asset: Asset | None = None, location: Location | None = None):
    """Unsettled ones on the asset, or in the place itself."""
    subject = Q(asset=asset) if asset else Q(location=location)
    return notes.filter(subject, resolved_at=None)


def people_of(station: Station) -> QuerySet:
    """Active people whose role lets them read notes of the station: whom a note can be addressed to."""
    reading = [role for role, verbs in permissions.GRANTS.items() if Verb.NOTE in verbs]
    where = Q(station=None) | Q(station=station)
    members = Membership.objects.filter(where, role__in=reading).values("user")
    return get_user_model().objects.filter(pk__in=members, is_active=True).order_by("last_name", "username")
