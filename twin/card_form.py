"""The form of an isolation card: what is known stands there already; on site it is a device, a photo, and sent."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from assets import isolating_devices, isolation_cards
from assets.ifc.codes import normalise as code_key
from assets.isolation_cards import Said
from assets.models import Asset, IsolationCard, Location, Run, Station, System
from assets.models.hanging import Subject
from assets.models.isolation_card import MEDIA
from assets.spots import Spot
from maintenance import isolation_cards as written
from maintenance.declared_findings import Finding
from maintenance.models import Declaration, Evidence
from twin import cards, closing, wording

MOST_DEVICES = 6
MOST_ANYWHERE = 10_000


@dataclass(frozen=True)
class About:
    """One thing that the card may hang on; `value` names it in the form."""

    value: str
    words: str
    subject: Subject

    @classmethod
    def of(cls, subject: Subject) -> About:
        named = subject.pk if isinstance(subject, System) else subject.code
        return cls(f"{subject._meta.model_name}:{named}", cards.about(subject), subject)


@dataclass(frozen=True)
class Within:
    """How far a firm's person may point: what her order is about, the devices she is told of, the rooms of both.

    `untold`: names that tell what is elsewhere; such a device is called by its kind.
    """

    subjects: Sequence[Subject]
    devices: frozenset[str]
    rooms: Sequence[Location]
    untold: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Form:
    """`said` stands in it. `devices`: what may be chosen with one tap. `found`: what is wrong, or to be looked at."""

    station: Station
    code: str
    key: uuid.UUID
    abouts: list[About]
    chosen: str
    said: Said
    typed: Mapping[str, str]
    devices: list[closing.Candidate]
    rooms: list[Location]
    photos: Sequence[Evidence] = ()
    card: IsolationCard | None = None
    found: Sequence[Finding] = ()
    refusal: str = ""
    came_back: str = ""
    message: str = ""
    asks_two: bool = False
    fields: dict[str, list[Finding]] = field(default_factory=dict)

    @property
    def media(self) -> list[tuple[str, str]]:
        return [(key, wording.family(key)) for key in MEDIA]

    @property
    def turns(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in IsolationCard.Turn.choices]

    @property
    def steps(self) -> str:
        return self.typed.get("steps", "\n".join(self.said.steps))

    @property
    def height(self) -> str:
        said = self.said.height
        return self.typed.get("height", "" if said is None else wording.value(said))

    @property
    def about_words(self) -> str:
        return next((each.words for each in self.abouts if each.value == self.chosen), "")

    @property
    def ticked(self) -> list[str]:
        return [name for name in (self.said.device or self.said.device_words, *self.said.further) if name]

    @property
    def ticked_elsewhere(self) -> list[str]:
        """What is closed and is not among the devices near by."""
        return [name for name in self.ticked if name not in {each.code for each in self.devices}]


class NoHeight(ValueError):
    """What was typed is no number of metres."""


def abouts(spot: Spot, medium: str) -> list[About]:
    """What a card written here may hang on: the thing itself, its room, a network of the medium, its level."""
    things: list[Subject] = [each for each in (spot.asset, *spot.runs) if each is not None]
    networks = [each for each in spot.systems if medium in ("", each.family)]
    levels = [each for each in spot.storeys if each.kind == Location.Kind.STOREY] or list(spot.storeys)
    return [About.of(each) for each in (*things, *spot.rooms, *networks, *levels)]


def subject_named(station: Station, value: str) -> Subject | None:
    """What "asset:EFS-P-01", "run:…", "location:…" or "system:12" stands for in the station."""
    what, _, name = value.partition(":")
    if what == "asset":
        return (
            Asset.objects.live()
            .filter(station=station, code=name)
            .select_related("station", "location")
            .first()
        )
    if what == "run":
        return Run.objects.filter(station=station, code=name).select_related("station").first()
    if what == "location":
        return Location.objects.filter(station=station, code=name).select_related("station", "parent").first()
    if what == "system" and name.isdecimal() and len(name) < 19:
        return System.objects.filter(station=station, pk=int(name)).select_related("station").first()
    return None


def read(posted: QueryDict, station: Station, kept: Sequence[int], within: Within | None = None) -> Said:
    """What was filled in. What lies beyond `within` is words, whatever bears such a code. Raises NoHeight."""
    words = posted.get("device_words", "").strip()
    named = _called(station, words) if words else None
    if named and within and named.code not in within.devices:
        named = None
    names = [*posted.getlist("device"), named.code if named else words]
    first, *others = [name for name in dict.fromkeys(names) if name] or [""]
    is_known = (within is None or first in within.devices) and (
        Asset.objects.live().filter(station=station, code=first).exists()
    )
    rooms = None if within is None else {room.code for room in within.rooms}
    return Said(
        medium=posted.get("medium", ""),
        device=first if is_known else "",
        device_words="" if is_known else first,
        further=tuple(others),
        device_room=_known(posted.get("device_room", ""), rooms),
        height=_metres(posted.get("height", "")),
        behind=posted.get("behind", "").strip(),
        turn=posted.get("turn", ""),
        steps=tuple(line.strip() for line in posted.get("steps", "").splitlines() if line.strip()),
        cuts=posted.get("cuts", "").strip(),
        rooms=tuple(sorted({code for each in posted.getlist("rooms") if (code := _known(each, rooms))})),
        photos=tuple(kept),
        ends=posted.get("ends") == "yes",
    )


def _known(code: str, rooms: set[str] | None) -> str:
    return code if rooms is None or code in rooms else ""


def _called(station: Station, words: str) -> Asset | None:
    """A code typed among the words; two of that name are none."""
    found = list(Asset.objects.live().filter(station=station, code_key=code_key(words))[:2])
    return found[0] if len(found) == 1 else None


def _metres(typed: str) -> float | None:
    typed = typed.strip().removesuffix("m").strip().replace(",", ".")
    if not typed:
        return None
    try:
        metres = float(typed)
    except ValueError:
        raise NoHeight(typed) from None
    if metres != metres or abs(metres) > 1e6:
        raise NoHeight(typed)
    return metres


def form_of(
    spot: Spot,
    *,
    key: uuid.UUID,
    card: IsolationCard | None = None,
    draft: Declaration | None = None,
    chosen: str = "",
    typed: QueryDict | None = None,
    said: Said | None = None,
    found: Sequence[Finding] = (),
    photos: Sequence[Evidence] = (),
    refusal: str = "",
    medium: str = "",
    within: Within | None = None,
) -> Form:
    """What was just typed, else what the draft keeps, else what the card says, else what is known of the spot."""
    begun = draft.changes.filter(field=written.FIELD).first() if draft else None
    known = said or (Said.of_json(begun.value) if begun else _first(spot, card))
    known = replace(known, medium=medium) if medium in MEDIA else known
    written_for = card.subject if card else draft.subject if draft else None
    possible = _possible(written_for, spot, known.medium, within)
    fields: dict[str, list[Finding]] = {}
    for each in found:
        fields.setdefault(each.field, []).append(each)
    return Form(
        station=spot.station,
        code=spot.code,
        key=draft.key if draft else key,
        abouts=possible,
        chosen=chosen or (possible[0].value if possible else ""),
        said=known,
        typed=typed or {},
        devices=_devices(spot, known.medium, within),
        rooms=_rooms(spot) if within is None else list(within.rooms),
        photos=photos or written.photos_of(known.photos, spot.station),
        card=card,
        found=found,
        refusal=refusal,
        came_back=draft.reason if draft else "",
        message=typed.get("message", "") if typed else draft.message if draft else "",
        asks_two=known.medium in ("fire", "electricity"),
        fields=fields,
    )


def _possible(written_for: Subject | None, spot: Spot, medium: str, within: Within | None) -> list[About]:
    if written_for is not None:
        return [About.of(written_for)]
    return abouts(spot, medium) if within is None else [About.of(each) for each in within.subjects]


def _devices(spot: Spot, medium: str, within: Within | None) -> list[closing.Candidate]:
    """The nearest first."""
    if within is None:
        return [closing.candidate(each) for each in isolating_devices.near(spot, medium, most=MOST_DEVICES)]
    every = isolating_devices.near(spot, medium, most=MOST_ANYWHERE)
    told = [each for each in every if each.asset.code in within.devices][:MOST_DEVICES]
    for each in told:
        each.asset.name = "" if each.asset.name in within.untold else each.asset.name
    return [closing.candidate(each) for each in told]


def _first(spot: Spot, card: IsolationCard | None) -> Said:
    if card is not None:
        return replace(isolation_cards.as_said(card), ends=False)
    return Said(medium=spot.media[0] if spot.media else "")


def _rooms(spot: Spot) -> list[Location]:
    """Those of its levels first, then the others of the station."""
    places = Location.objects.in_use().filter(station=spot.station, kind=Location.Kind.SPACE)
    here = {place.pk for place in spot.storeys}
    return sorted(
        places.select_related("parent").order_by("name", "pk"), key=lambda room: room.parent_id not in here
    )
