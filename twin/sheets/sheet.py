"""Gathers one sheet. Nothing here decides who may read it: `assets.permissions` did before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext

from assets import precautions, register_values
from assets.models import Asset, Document, Location, Station, Unit
from assets.search import normalise
from maintenance import freshness
from maintenance.freshness import Freshness
from twin import wording
from twin.sheets import details, network, papers, places, surroundings
from twin.sheets.subject import Subject, find

MANUAL = "NOTICE"


@dataclass(frozen=True)
class Identity:
    """How the model names an element; shown to stewards only."""

    global_id: str
    ifc_class: str
    step_id: int
    source: details.Provenance


@dataclass(frozen=True)
class Sheet:
    """One thing, ready to be shown. `what` is asset, run, location or element.

    `known_since` is said when `as_of` lies before it: then nothing else is, because nothing was known.
    """

    station: Station
    code: str
    what: str
    kind: str
    name: str
    place: places.Place
    around: surroundings.Surroundings | None = None
    to_confirm: bool = False
    fields: list[details.Line] = field(default_factory=list)
    systems: list[network.SystemLine] = field(default_factory=list)
    neighbours: list[network.Neighbour] = field(default_factory=list)
    fitted: list[details.Line] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    contents: list[Asset] = field(default_factory=list)
    contents_total: int = 0
    rooms: list[Location] = field(default_factory=list)
    everything_else: list[details.PropertySet] = field(default_factory=list)
    identities: list[Identity] = field(default_factory=list)
    sources: list[details.Provenance] = field(default_factory=list)
    precautions: precautions.Precautions | None = None
    asset: Asset | None = None
    location: Location | None = None
    freshness: Freshness | None = None
    as_of: datetime | None = None
    known_since: datetime | None = None

    @property
    def name_says_kind(self) -> bool:
        return bool(self.name) and normalise(self.name).startswith(normalise(self.kind))

    @property
    def manual(self) -> Document | None:
        """What one reaches for with the cover off: the first manual that can be read."""
        return next((each for each in self.documents if each.purpose == MANUAL and each.path), None)

    @property
    def acts_only(self) -> bool:
        """Is it in a network only by what it acts on?"""
        acting = ("acts_on", "watches")
        return bool(self.neighbours) and all(each.side in acting for each in self.neighbours)

    @property
    def lacks(self) -> bool:
        """Is a characteristic that matters still unknown?"""
        return any(line.value is None for line in self.fields)


def of_code(
    station: Station, code: str, *, technical: bool = False, at: datetime | None = None
) -> Sheet | None:
    """The sheet of what `code` points at in `station`, or None when it points at nothing; `at`: as it was then."""
    subject = find(station, code)
    return of(subject, technical=technical, at=at) if subject else None


def of(subject: Subject, *, technical: bool = False, at: datetime | None = None) -> Sheet:
    """`technical`: also tell how the model names it, and lines that only make sense to who knows the format."""
    return _of_location(subject, technical) if subject.location else _of_thing(subject, technical, at)


def _of_thing(subject: Subject, technical: bool, at: datetime | None) -> Sheet:
    kind = _kind_key(subject)
    if at and subject.asset and at < subject.asset.created_at:
        return _not_known_yet(subject, at)
    subject = subject.at(at) if at else subject
    declared = details.declared_of(subject, at)
    place = places.of_thing(subject)
    fresh = freshness.of(subject.asset, at) if subject.asset else None
    return Sheet(
        station=subject.station,
        code=subject.code,
        what=subject.what,
        kind=wording.kind(kind),
        name=_name(subject),
        place=place,
        around=surroundings.of_thing(subject, place),
        to_confirm=bool(subject.asset and subject.asset.presence == Asset.Presence.TO_CONFIRM),
        fields=details.fields_of(subject, kind, declared, fresh),
        systems=network.systems_of(subject),
        neighbours=network.neighbours_of(subject),
        fitted=details.fitted_of(subject, _unit(subject, at), declared),
        documents=papers.of_subject(subject, details.type_of(subject)),
        everything_else=details.everything_else(subject, technical=technical),
        identities=_identities(subject) if technical else [],
        sources=_sources(subject),
        precautions=_precautions(subject),
        asset=subject.asset,
        freshness=fresh,
        as_of=at,
    )


def _not_known_yet(subject: Subject, at: datetime) -> Sheet:
    asset = subject.asset
    assert asset is not None
    return Sheet(
        station=subject.station,
        code=subject.code,
        what=subject.what,
        kind="",
        name="",
        place=places.Place(),
        asset=asset,
        as_of=at,
        known_since=asset.created_at,
    )


def _of_location(subject: Subject, technical: bool) -> Sheet:
    location = subject.location
    assert location is not None
    place = places.of_location(location)
    contents = Asset.objects.live().filter(places.within(location)).order_by("code", "pk")
    return Sheet(
        station=subject.station,
        code=subject.code,
        what="location",
        kind=str(location.get_kind_display()),
        name=location.label,
        place=place,
        around=surroundings.of_room(subject.station, place),
        fields=places.fields_of(location),
        documents=papers.of_subject(subject, None),
        contents=list(contents[: places.MOST_CONTENTS]),
        contents_total=contents.count(),
        rooms=places.rooms_of(location),
        everything_else=details.everything_else(subject, technical=technical),
        precautions=precautions.for_location(location),
        location=location,
    )


def _precautions(subject: Subject) -> precautions.Precautions:
    if subject.asset is not None:
        return precautions.for_asset(subject.asset)
    place = (subject.first.location or subject.first.storey) if subject.first else None
    return precautions.for_location(place) if place else precautions.for_station(subject.station)


def _kind_key(subject: Subject) -> str:
    if subject.asset:
        return subject.asset.kind
    if subject.run:
        return subject.run.kind
    return subject.first.kind if subject.first else ""


def _name(subject: Subject) -> str:
    """What people wrote; a name that only repeats the file format's words is left out."""
    if subject.run:
        return gettext("one length between two devices or junctions")
    name = subject.asset.name if subject.asset else (subject.first.name if subject.first else "")
    return "" if name == subject.code or wording.technical((name,)) else name


def _unit(subject: Subject, at: datetime | None) -> Unit | None:
    return register_values.fitted_on(subject.asset, at) if subject.asset else None


def _identities(subject: Subject) -> list[Identity]:
    return [
        Identity(each.global_id, each.ifc_class, each.step_id, details.provenance(each.revision))
        for each in subject.elements
    ]


def _sources(subject: Subject) -> list[details.Provenance]:
    """The files that draw it, each once."""
    return list(dict.fromkeys(details.provenance(each.revision) for each in subject.elements))
