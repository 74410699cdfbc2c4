"""Isolation cards and ways to cut something, in the reader's words: what a page shows of `maintenance.where_to_cut`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext

from assets import isolating_devices, isolation_cards, said_states
from assets.isolation_cards import Said
from assets.models import Asset, IsolationCard, Location, Run, Station, System, SystemMember
from assets.models.hanging import Subject
from assets.said_states import NOTHING_SAID, SaidStates
from maintenance import isolation_cards as written
from maintenance import where_to_cut as cutting
from maintenance.models import Evidence, WorkOrder
from maintenance.where_to_cut import Doubt
from twin import lookup, wording


@dataclass(frozen=True)
class Further:
    """Another device that must be closed as well; `code` where the register has it."""

    words: str
    code: str = ""
    where: str = ""


@dataclass(frozen=True)
class Card:
    """What one card says, ready to be read, whether two people stand for it or one (`by`, without `checked_by`)."""

    said: Said
    medium: str
    colour: str
    verb: str
    device: str
    device_code: str
    device_kind: str
    room: str
    height: str
    turn: str
    rooms: list[str]
    further: list[Further]
    about: str
    about_url: str
    by: str
    on: datetime
    checked_by: str = ""
    label: str = ""
    url: str = ""
    revision: int = 0
    photos: list[Evidence] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    waits_in_review: bool = False

    @property
    def verified(self) -> bool:
        return bool(self.checked_by) and not self.waits_in_review


def of(
    card: IsolationCard,
    *,
    doubts: Iterable[Doubt] | None = None,
    photos: bool = True,
    states: SaidStates = NOTHING_SAID,
) -> Card:
    """`states`: what people said of devices, for who is about to operate them."""
    said = isolation_cards.as_said(card)
    told = cutting.doubts_of(card, states) if doubts is None else doubts
    return Card(
        **_words(card.station, said, card.device, card.device_room, rooms=card.rooms.all()),
        about=about(card.subject),
        about_url=about_url(card.subject, card.station),
        by=_who(card.written_by, card.organisation),
        on=card.verified_on,
        checked_by=wording.person(card.verified_by) or gettext("somebody who has left"),
        label=card.label,
        url=reverse("isolation_card", args=[card.station.code, card.pk]),
        revision=card.revision,
        photos=written.photos_of(said.photos, card.station) if photos else [],
        doubts=[DOUBTS[each]() for each in told],
    )


def of_pending(pending: written.Pending) -> Card:
    """Of a declaration that nobody else has decided."""
    declaration, said = pending.declaration, pending.said
    station = declaration.station
    device = Asset.objects.live().filter(station=station, code=said.device).first() if said.device else None
    return Card(
        **_words(station, said, device, None),
        about=about(declaration.subject),
        about_url=about_url(declaration.subject, station),
        by=_who(declaration.author, declaration.organisation),
        on=declaration.performed_at,
        label=pending.revises.label if pending.revises else "",
        photos=written.photos_of(said.photos, station),
        waits_in_review=True,
    )


def of_said(station: Station, kept: dict[str, Any] | None) -> dict[str, Any]:
    """What a value of a change says, for who compares two of them; {} of nothing."""
    if not kept:
        return {}
    said = Said.of_json(kept)
    device = (
        Asset.objects.filter(station=station, code=said.device, removed_at=None).first()
        if said.device
        else None
    )
    return _words(station, said, device, None)


def _words(
    station: Station,
    said: Said,
    device: Asset | None,
    room: Location | None,
    *,
    rooms: Iterable[Location] = (),
) -> dict[str, Any]:
    """`rooms`: those that are at hand already; the others are asked for."""
    places = {place.code: place for place in (*rooms, *([room] if room else []))}
    codes = [code for code in (said.device_room, *said.rooms) if code and code not in places]
    places |= {place.code: place for place in _places(station, codes)} if codes else {}
    room = room or places.get(said.device_room) or (device.location if device else None)
    return {
        "said": said,
        "medium": wording.family(said.medium),
        "colour": wording.colour(said.medium),
        "verb": gettext("Switch off") if switches(said.medium) else gettext("Close"),
        "device": said.device_words or _asset_words(device),
        "device_code": device.code if device and device.removed_at is None else "",
        "device_kind": device.kind if device else "",
        "room": lookup.place_words(room),
        "height": height_words(
            said.height if said.height is not None or device is None else _drawn_height(device)
        ),
        "turn": str(IsolationCard.Turn(said.turn).label) if said.turn in IsolationCard.Turn.values else "",
        "further": _further(station, said),
        "rooms": [places[code].label if code in places else code for code in said.rooms],
    }


def _further(station: Station, said: Said) -> list[Further]:
    known = isolation_cards.called(station, said.further) if said.further else {}
    return [
        Further(_asset_words(asset), "" if asset.removed_at else asset.code, _where(asset))
        if (asset := known.get(name)) is not None
        else Further(name)
        for name in said.further
    ]


def _where(asset: Asset) -> str:
    parts = (lookup.place_words(asset.location), height_words(isolating_devices.height_of(asset)))
    return " · ".join(part for part in parts if part)


def _places(station: Station, codes: list[str]) -> Iterable[Location]:
    return Location.objects.filter(station=station, code__in=codes).select_related("parent")


def _drawn_height(device: Asset) -> float | None:
    return isolating_devices.height_of(device)


def _asset_words(asset: Asset | None) -> str:
    if asset is None:
        return ""
    return f"{asset.code} {lookup.kind_and_name(wording.kind(asset.kind), asset.name)}"


def switches(medium: str) -> bool:
    """A closed valve blocks, a closed breaker conducts: nobody is told to close one."""
    return medium in ("electricity", "data")


def in_short(value: dict[str, Any] | None) -> str:
    """A card in one line: "Water supply: close EFS-V-112"; "" of none."""
    if not value:
        return ""
    if value.get("ends"):
        return gettext("withdrawn: it no longer holds")
    medium = value.get("medium", "")
    devices = [value.get("device") or value.get("device_words", ""), *value.get("further", ())]
    told = {"medium": wording.family(medium), "device": gettext(", then ").join(devices)}
    if switches(medium):
        return gettext("%(medium)s: switch off %(device)s") % told
    return gettext("%(medium)s: close %(device)s") % told


def height_words(metres: float | None) -> str:
    """ "1.20 m above the floor"; "" where nobody has said."""
    if metres is None:
        return ""
    if abs(metres) < 0.05:
        return gettext("on the floor")
    told = {"metres": number_format(abs(metres), 2)}
    return (
        gettext("%(metres)s m above the floor") % told
        if metres > 0
        else gettext("%(metres)s m below the floor") % told
    )


def _who(person: Any, firm: Any) -> str:
    name = wording.person(person) or gettext("somebody who has left")
    return f"{name} ({firm.name})" if firm is not None and firm.name != name else name


def about(subject: Subject) -> str:
    """What it hangs on, as people call it."""
    if isinstance(subject, Asset):
        return _asset_words(subject)
    if isinstance(subject, System):
        return gettext("the whole network “%(name)s”") % {"name": wording.system(subject)}
    if isinstance(subject, Run):
        return f"{subject.code} {wording.kind(subject.kind)}"
    return lookup.place_words(subject)


def about_url(subject: Subject, station: Station) -> str:
    if isinstance(subject, System):
        return reverse("system", args=[station.code, subject.pk])
    return reverse("sheet", args=[station.code, subject.code])


DOUBTS = {
    Doubt.DEVICE_GONE: lambda: gettext("The register no longer has this device: look at the place first."),
    Doubt.DEVICE_TO_CONFIRM: lambda: gettext(
        "The new model no longer draws this device: to confirm on site."
    ),
    Doubt.DEVICE_MOVED: lambda: gettext("The register has this device in another room by now."),
    Doubt.DEVICE_STUCK: lambda: gettext(
        "Somebody has said that a device of this card is stuck: its sheet says when."
    ),
    Doubt.DEVICE_OUT_OF_REACH: lambda: gettext(
        "Somebody has said that a device of this card is out of reach: its sheet says when."
    ),
    Doubt.DEVICE_LOCKED_OUT: lambda: gettext(
        "Somebody has said that a device of this card is locked out: ask whoever locked it before you touch it."
    ),
    Doubt.OLD: lambda: gettext("Nobody has looked for more than three years."),
}


def hanging_on(sheet: Any) -> list[Card]:
    """The cards that hang on what a sheet is about, on its networks, or on its room: in short, the nearest first."""
    places = [place for place in (sheet.place.room, sheet.place.storey) if place is not None]
    here = Q(location__in=places) | Q(rooms__in=places)
    if sheet.asset is not None:
        drawn = SystemMember.objects.filter(
            element__match__asset=sheet.asset, element__revision__state="PUBLISHED"
        )
        here |= (
            Q(asset=sheet.asset) | Q(system__in=drawn.values("system")) | Q(system__registered=sheet.asset)
        )
    elif sheet.what == "run":
        drawn = SystemMember.objects.filter(
            element__run__code=sheet.code, element__revision__state="PUBLISHED", system__station=sheet.station
        )
        here |= Q(run__code=sheet.code) | Q(system__in=drawn.values("system"))
    cards = list(isolation_cards.standing(sheet.station).filter(here).distinct()[:MOST_ON_A_SHEET])
    subjects = ("asset_id", "run_id", "location_id", "system_id")
    cards.sort(key=lambda card: next(n for n, name in enumerate(subjects) if getattr(card, name)))
    states = said_states.of(sheet.station) if cards else NOTHING_SAID
    return [of(card, photos=False, states=states) for card in cards]


MOST_ON_A_SHEET = 6


def for_order(order: WorkOrder) -> list[Card]:
    """What to close before the work, for who does it: her own order's, whatever else there is in the station."""
    rows = written.of_orders(WorkOrder.objects.filter(pk=order.pk))
    around = ("station", "organisation", "written_by", "verified_by", *isolation_cards.AROUND)
    found = list(rows.select_related(*around).prefetch_related("rooms")[:MOST_ON_A_SHEET])
    states = said_states.of(order.station) if found else NOTHING_SAID
    return [of(card, states=states) for card in found]
