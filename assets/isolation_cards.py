"""Isolation cards in the register: what one says, how it got there, and which ones cover a spot.

    card = isolation_cards.put(None, subject, said, Word(written_by=plumber, …))     # after somebody else has approved
    isolation_cards.covering(spot, "water")                                          # the nearest first

A card is revised, never overwritten silently: what it said before, and who said so, is an entry of the history.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from assets import history
from assets.models import Asset, HistoryEntry, IsolationCard, Location, Organisation, Station
from assets.models.hanging import Subject, hung_on
from assets.spots import Spot


@dataclass(frozen=True)
class Said:
    """What a card says, in codes of its station. `ends`: it no longer holds. `photos`: evidence ids."""

    medium: str = ""
    device: str = ""
    device_words: str = ""
    further: tuple[str, ...] = ()
    device_room: str = ""
    height: float | None = None
    behind: str = ""
    turn: str = ""
    steps: tuple[str, ...] = ()
    cuts: str = ""
    rooms: tuple[str, ...] = ()
    photos: tuple[int, ...] = ()
    ends: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {
            name: list(getattr(self, name)) for name in ("further", "steps", "rooms", "photos")
        }

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> Said:
        known = {each.name for each in fields(cls)}
        said = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in kept.items()
            if name in known
        }
        return cls(**said)


@dataclass(frozen=True)
class Word:
    """Whose word it is: written on site by one, checked by another. `change` is the declared change that brought it."""

    written_by: int
    verified_by: int
    verified_on: datetime
    change: int
    organisation: Organisation | None = None


def as_said(card: IsolationCard) -> Said:
    """What the card says now."""
    return Said(
        medium=card.medium,
        device=card.device.code if card.device else "",
        device_words=card.device_words,
        further=tuple(card.further),
        device_room=card.device_room.code if card.device_room else "",
        height=card.height,
        behind=card.behind,
        turn=card.turn,
        steps=tuple(card.steps),
        cuts=card.cuts,
        rooms=tuple(sorted(room.code for room in card.rooms.all())),
        photos=tuple(card.photos),
        ends=card.withdrawn_at is not None,
    )


def put(card: IsolationCard | None, subject: Subject, said: Said, word: Word) -> IsolationCard:
    """In the caller's transaction: a new card of `subject`, or the next revision of `card`, with its history entry."""
    station: Station = subject.station
    device = _device(station, said.device)
    columns = {
        "medium": said.medium,
        "cuts": said.cuts,
        "device": device,
        "device_words": said.device_words or (f"{device.code} {device.name}".strip() if device else ""),
        "further": list(said.further),
        "device_room": _room(station, said.device_room) or (device.location if device else None),
        "height": said.height,
        "behind": said.behind,
        "turn": said.turn,
        "steps": list(said.steps),
        "photos": list(said.photos),
        "written_by_id": word.written_by,
        "verified_by_id": word.verified_by,
        "verified_on": word.verified_on,
        "organisation": word.organisation,
        "change": word.change,
    }
    before = as_said(card).as_json() if card else None
    if card is None:
        card = IsolationCard(station=station, number=_next_number(station), **hung_on(subject))
    else:
        card.revision += 1
    for name, value in columns.items():
        setattr(card, name, value)
    card.withdrawn_at = timezone.now() if said.ends else None
    card.save()
    card.rooms.set(Location.objects.filter(station=station, code__in=said.rooms))
    _record(card, before)
    return card


def _record(card: IsolationCard, before: dict[str, Any] | None) -> None:
    verb = "withdrawn" if card.withdrawn_at else "revised" if before else "verified"
    told = as_said(card).as_json() | {
        "code": card.code,
        "name": card.label,
        "revision": card.revision,
        "written_by": card.written_by_id,
        "verified_by": card.verified_by_id,
        "verified_on": card.verified_on.isoformat(),
        "change": card.change,
    }
    history.record(
        f"isolation card {verb}",
        card,
        station=card.station,
        by=None,
        before=before,
        after=told,
    )


def revisions_of(card: IsolationCard) -> QuerySet[HistoryEntry]:
    """What it said each time, the newest first; `after` holds the words and whose they were."""
    entries = HistoryEntry.objects.filter(station=card.station_id, subject_id=card.pk)
    return entries.filter(subject_kind=IsolationCard._meta.model_name).order_by("-number")


def _next_number(station: Station) -> int:
    """Of a station whose row is held, so that two cards never take the same."""
    Station.objects.select_for_update(no_key=True).get(pk=station.pk)
    return (station.isolation_cards.aggregate(last=Max("number"))["last"] or 0) + 1


def _device(station: Station, code: str) -> Asset | None:
    found = Asset.objects.live().filter(station=station, code=code).select_related("location")
    return found.first() if code else None


def called(station: Station, names: Iterable[str]) -> dict[str, Asset]:
    """{code: asset} of those names that are codes, of what is there today, else of what was there last."""
    wanted = [name for name in names if name]
    rows = Asset.objects.filter(station=station, code__in=wanted).select_related(
        "location__parent", "station"
    )
    ordered = sorted(rows, key=lambda asset: (asset.removed_at is None, asset.pk)) if wanted else []
    return {asset.code: asset for asset in ordered}


def _room(station: Station, code: str) -> Location | None:
    return Location.objects.filter(station=station, code=code).first() if code else None


AROUND = ("asset", "run", "system", "location__parent", "device__location__parent", "device_room__parent")


def standing(station: Station) -> QuerySet[IsolationCard]:
    """Every card that holds, ready to be shown."""
    return (
        IsolationCard.objects.standing()
        .filter(station=station)
        .select_related("station", "organisation", "written_by", "verified_by", *AROUND)
        .prefetch_related("rooms")
    )


@dataclass(frozen=True)
class Covering:
    """A card, and through what it covers a spot: asset, run, system, room or storey."""

    card: IsolationCard
    through: str


NEAREST_FIRST = ("asset", "run", "system", "room", "storey")


def covering(spot: Spot, medium: str = "") -> list[Covering]:
    """The cards that hang on it, its run, its system, its room or its storey, the nearest first; the latest of equals.

    Of a network, and of a storey, only what is cut as a whole covers what is in it: a card of one room does not.
    """
    places = [place.pk for place in (*spot.rooms, *spot.storeys)]
    here = Q(location__in=places) | Q(rooms__in=places) | Q(system__in=[each.pk for each in spot.systems])
    if spot.asset is not None:
        here |= Q(asset=spot.asset)
    if spot.runs:
        here |= Q(run__in=[each.pk for each in spot.runs])
    cards = standing(spot.station).filter(here).distinct()
    if medium:
        cards = cards.filter(medium=medium)
    found = [
        Covering(card, through(spot, card.subject, {room.pk for room in card.rooms.all()})) for card in cards
    ]
    found.sort(key=lambda each: (NEAREST_FIRST.index(each.through), -each.card.verified_on.timestamp()))
    return found


def through(spot: Spot, subject: Subject, rooms: set[int]) -> str:
    """By what something that hangs on `subject`, and speaks of these rooms too, covers the spot."""
    if subject == spot.asset:
        return "asset"
    if subject in spot.runs:
        return "run"
    if subject in spot.systems:
        return "system"
    inside = {room.pk for room in spot.rooms}
    in_room = (isinstance(subject, Location) and subject.pk in inside) or inside & rooms
    return "room" if in_room else "storey"
