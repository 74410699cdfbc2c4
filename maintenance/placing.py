"""Where an order belongs: on which asset or place, by what, and why — in a sentence that is shown.

By a name that is known for it (a person's word comes before all), by the code the other system gives, by the
equipment's name, by the room in the text.
Ambiguous is not a hit: what fits two things is left for a person, and her word is remembered as an alias
(`maintenance.settling`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Q

from assets.ifc.codes import normalise
from assets.models import Asset, Location, Station
from maintenance import place_codes
from maintenance.models import Placed, Source, SourceAlias, WorkOrder
from maintenance.place_fitting import Fit, fits
from maintenance.place_reading import Said, read
from maintenance.place_reasons import Why, because, sentence
from maintenance.place_register import Register, Thing, register_of
from maintenance.place_rooms import ROOM_KINDS, Room

LONGEST_TEXT = 2_000  # of what is written; the rest of a long description says nothing about where
_CLOSE = 0.01


@dataclass(frozen=True)
class Placement:
    """On an asset or a place, or on neither. `reason` is kept as `place_reasons` writes it and says it again."""

    asset: Asset | None = None
    location: Location | None = None
    placed: str = Placed.NONE
    reason: str = ""


@dataclass(frozen=True)
class Found:
    """A placement before its rows are read: keys of an asset or of a place, or why there is neither."""

    reason: str
    asset: int | None = None
    location: int | None = None
    placed: str = Placed.NONE


def place(
    station: Station, source: Source, *, equipment_code: str, title: str, description: str, place_text: str
) -> Placement:
    """Never raises for what the text says; reads the register and the aliases, writes nothing."""
    register = register_of(station)
    title, description = title[:LONGEST_TEXT], description[:LONGEST_TEXT]
    aliases = _aliases(station, source, equipment_code, place_text, title)
    found = (
        _by_alias(aliases.get(alias_key(equipment_code)), equipment_code)
        or _by_code(equipment_code, register)
        or _by_code_in_text(f"{title}\n{description}", register)
        or _by_title(aliases, equipment_code, place_text, title)
        or _by_text(
            equipment_code, title, description, place_text, register, aliases.get(alias_key(place_text))
        )
    )
    return Placement(
        asset=Asset.objects.filter(pk=found.asset).first() if found.asset else None,
        location=Location.objects.filter(pk=found.location).first() if found.location else None,
        placed=found.placed,
        reason=found.reason,
    )


def reason_sentence(order: WorkOrder) -> str:
    """Why it is placed there, or why nowhere, in the language of the moment."""
    return sentence(order.placed_reason)


def figures(source: Source, station: Station | None = None) -> dict[str, Any]:
    """How the orders of a source (those of one station) found their place, for the source's page.

    `{"orders", "placed", "by": {code, alias, name, room, person, none}, "room_or_better": share or None}`
    """
    orders = WorkOrder.objects.filter(source=source, gone_at=None)
    if station is not None:
        orders = orders.filter(station=station)
    counts = dict(orders.order_by().values_list("placed").annotate(count=Count("pk")))
    exact = Q(asset__isnull=False) | Q(location__kind__in=ROOM_KINDS)
    total = sum(counts.values())
    by_itself = orders.exclude(placed__in=(Placed.PERSON, Placed.NONE)).filter(exact).count()
    return {
        "orders": total,
        "placed": total - counts.get(Placed.NONE, 0),
        "by": {(how or "none"): counts.get(how, 0) for how in Placed.values},
        "room_or_better": by_itself / total if total else None,
    }


def alias_key(text: str) -> str:
    """Under which a source's word for something is remembered: without case, accents, separators, leading zeros."""
    return normalise(text)[:255] if text.strip() else ""


def title_key(title: str) -> str:
    """Under which a whole title is remembered, for orders that name neither equipment nor place.

    The sign before it keeps it apart: what the source calls a place says nothing of an order with that title.
    """
    key = alias_key(title[:LONGEST_TEXT])
    return f"={key}"[:255] if key else ""


def _aliases(
    station: Station, source: Source, equipment: str, place_text: str, title: str
) -> dict[str, SourceAlias]:
    keys = [key for key in (alias_key(equipment), alias_key(place_text), title_key(title)) if key]
    if not keys:
        return {}
    rows = SourceAlias.objects.filter(source=source, station=station, key__in=keys).select_related("asset")
    return {one.key: one for one in rows}


def _by_code(code: str, register: Register) -> Found | None:
    found = place_codes.in_field(code, register)
    if found:
        return _of_codes(found, Why.CODE, code, register)
    former = place_codes.by_former_code(code, register)
    return _of_codes(former, Why.FORMER_CODE, code, register) if former else None


def _by_alias(alias: SourceAlias | None, text: str) -> Found | None:
    """What a person said the source's word means; nothing once the asset has left the register."""
    if alias is None or (alias.asset is not None and alias.asset.removed_at is not None):
        return None
    return Found(because(Why.ALIAS, text), alias.asset_id, alias.location_id, Placed.ALIAS)


def _by_title(aliases: dict[str, SourceAlias], equipment: str, place_text: str, title: str) -> Found | None:
    """What a person said of an order with this very title, where neither a code nor a place says otherwise."""
    if equipment.strip() or place_text.strip():
        return None
    found = _by_alias(aliases.get(title_key(title)), title)
    return replace(found, reason=because(Why.TITLE, title)) if found else None


def _by_code_in_text(text: str, register: Register) -> Found | None:
    found = place_codes.in_text(text, register)
    return _of_codes(found, Why.CODE_IN_TEXT, ", ".join(one.code for one in found), register)


def _of_codes(found: Sequence[Thing | Room], why: Why, said: str, register: Register) -> Found | None:
    """One thing: that. Several in one room: the room. Else nothing, and the text may still tell."""
    things = [one for one in found if isinstance(one, Thing)]
    if len(things) == 1:
        return Found(because(why, said), asset=things[0].pk, placed=Placed.CODE)
    rooms = {one.location for one in things} or {one.pk for one in found}
    if len(rooms) != 1 or None in rooms:
        return None
    (room,) = rooms
    why = Why.CODES_OF_ROOM if things else Why.ROOM_CODE
    label = register.rooms.all[room].label if room else ""
    return Found(because(why, said, label), location=room, placed=Placed.CODE)


def _by_text(
    equipment: str,
    title: str,
    description: str,
    place_text: str,
    register: Register,
    alias: SourceAlias | None,
) -> Found:
    """By what is written: the equipment's name and the title; the description when they say neither where nor what."""
    if alias is not None and alias.asset_id and (found := _by_alias(alias, place_text)):
        return found
    known_place = alias.location_id if alias and alias.location_id in register.rooms.all else None
    named = [equipment] if " " in equipment.strip() else []
    readings = [read(text, place_text, register, known_place) for text in (*named, title)]
    if all(one.says_nothing for one in readings):
        readings = [read(f"{title} | {description}", place_text, register, known_place)]
    found = _best([_decide(said, register) for said in readings])
    if known_place and found.location == known_place:
        return Found(because(Why.ALIAS, place_text), location=known_place, placed=Placed.ALIAS)
    return found


def _best(found: list[Found]) -> Found:
    """The first that leads to an asset, else to a place; else why the last leads nowhere."""
    by_asset = [one for one in found if one.asset is not None]
    by_place = [one for one in found if one.location is not None]
    return [*by_asset, *by_place, found[-1]][0]


def _decide(said: Said, register: Register) -> Found:
    if said.elsewhere:
        return Found(because(Why.ELSEWHERE, said.as_written(said.elsewhere.split())))
    candidates = fits(said, register) if not said.where.unsure else []
    best = [one for one in candidates if one.points >= candidates[0].points - _CLOSE]
    if len(best) == 1 and best[0].sure:
        return Found(
            because(Why.NAME, said.as_written(best[0].explained)), asset=best[0].thing.pk, placed=Placed.NAME
        )
    return _by_room(said, best, register)


def _by_room(said: Said, best: list[Fit], register: Register) -> Found:
    """The room that is named, else the one in which everything that fits is, else the storey that is named."""
    where = said.where
    labels = register.rooms.all
    if where.room is not None:
        return Found(because(Why.ROOM, labels[where.room].label), location=where.room, placed=Placed.ROOM)
    shared = {one.thing.location for one in best}
    if len(shared) == 1 and None not in shared and all(one.sure for one in best):
        (room,) = shared
        if room and labels[room].is_room:
            return Found(
                because(Why.SHARED_ROOM, str(len(best)), labels[room].label),
                location=room,
                placed=Placed.ROOM,
            )
    if where.storey is not None and not (where.rooms and where.unsure):
        return Found(
            because(Why.STOREY, labels[where.storey].label), location=where.storey, placed=Placed.ROOM
        )
    if len(best) > 1:
        return Found(because(Why.SEVERAL, str(len(best))))
    return Found(because(Why.SEVERAL_ROOMS if len(where.rooms) > 1 else Why.NOTHING))
