"""A person says where an order belongs: her word stands, may be remembered, and may be taken back.

What the source calls it (its equipment text, else its place text, else the title) is remembered as an alias when she
says "always"; the other orders that wait with the same text follow. Each step is one entry of history, and undoing
reads the first one.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from assets import history
from assets.models import Asset, HistoryEntry, Location
from maintenance.models import ENDED, Placed, SourceAlias, WorkOrder
from maintenance.place_reasons import Why, because
from maintenance.place_words import tells_one_thing
from maintenance.placing import Placement, alias_key, place, title_key

SETTLED, UNSETTLED = "located", "location taken back"
_WORDS = ("equipment_code", "title", "description", "place_text")


class NotSettled(Exception):
    """Somebody else was faster, or it is not of this station any more. `why`: "faster", "gone"."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


def text_to_remember(order: WorkOrder) -> str:
    """What the source calls the thing; the order's title when it calls it nothing and the title tells one thing."""
    title = order.title.strip() if tells_one_thing(order.title) else ""
    return (order.equipment_code.strip() or order.place_text.strip() or title)[:255]


def _key(order: WorkOrder) -> str:
    """Under which that is remembered; empty when there is nothing to remember."""
    named = order.equipment_code.strip() or order.place_text.strip()
    if named:
        return alias_key(named)
    return title_key(order.title) if text_to_remember(order) else ""


def waiting(station, source=None):
    """Orders of the station that nobody and nothing has located, and that are not ended in the source nor gone."""
    orders = WorkOrder.objects.filter(station=station, placed=Placed.NONE, gone_at=None)
    orders = orders.exclude(status__in=ENDED)
    return orders.filter(source=source) if source is not None else orders


@transaction.atomic
def settle(
    order: WorkOrder,
    *,
    by,
    asset: Asset | None = None,
    location: Location | None = None,
    nowhere: bool = False,
    always: bool = False,
) -> list[WorkOrder]:
    """Locate `order` on the asset or the place, or say that it is about nothing of the station.

    The orders that follow by the alias are given back.

    Raises NotSettled when a person has located it meanwhile, or the target is not of the station (any more).
    """
    always = always and not nowhere
    held, *others = _held(order, *(_alike(order) if always else ()))
    if held.placed == Placed.PERSON:
        raise NotSettled("faster")
    before = _where(held)
    if nowhere:
        asset = location = None
    else:
        _refuse_foreign(held, asset, location)
    _put(held, asset, location, Placed.PERSON, because(Why.NOWHERE if nowhere else Why.PERSON))
    key = _key(held) if always else ""
    text = text_to_remember(held) if key else ""
    kept = _remember(held, key, text, asset, location, by) if key else {}
    followers = _follow(others, key, asset, location, by) if key else []
    history.record(
        SETTLED,
        held,
        station=held.station,
        by=by,
        before=before | kept,
        after=_where(held)
        | {"alias": text, "key": key, "followers": [one.pk for one in followers], "code": held.number},
    )
    return followers


@transaction.atomic
def undo(order: WorkOrder, *, by) -> None:
    """As it was before her word: the order, the alias, and the orders that followed it.

    Raises NotSettled when it is not located by a person (any more).
    """
    entry = _settlement(order)
    followers = (entry.after or {}).get("followers", ()) if entry is not None else ()
    held, *followed = _held(order, *WorkOrder.objects.filter(pk__in=followers))
    if held.placed != Placed.PERSON or entry is None or entry != _settlement(held):
        raise NotSettled("faster")
    before, after = entry.before or {}, entry.after or {}
    if key := after.get("key") or alias_key(after.get("alias", "")):
        _forget(held, key, before.get("alias"))
        there = (Placed.ALIAS, held.asset_id, held.location_id)
        for one in followed:
            if (one.placed, one.asset_id, one.location_id) == there:
                _take_back(one, {}, by)
    _take_back(held, before, by)


def _held(order: WorkOrder, *others: WorkOrder) -> list[WorkOrder]:
    """The order as it stands now, then the others, kept from everybody else: by key, as who pulls keeps them.

    Their source is not kept, for who pulls from it waits for orders.
    """
    rows = WorkOrder.objects.select_for_update(of=("self",), no_key=True).select_related("source")
    kept = list(rows.filter(pk__in=[order.pk, *(one.pk for one in others)]).order_by("pk"))
    return sorted(kept, key=lambda one: one.pk != order.pk)


def _alike(order: WorkOrder) -> list[WorkOrder]:
    """The orders of the same source that wait with the same text."""
    key = _key(order)
    if not key:
        return []
    others = waiting(order.station, order.source).exclude(pk=order.pk)
    return [one for one in others if _key(one) == key]


def look_again(station, *, by=None) -> int:
    """Place what waits anew, after a model or a register came in. Says how many found their place."""
    found = 0
    for order in waiting(station).select_related("source", "station"):
        words = {name: getattr(order, name) for name in _WORDS}
        placement = place(station, order.source, **words)
        if placement.placed != Placed.NONE:
            found += _place_now(order.pk, placement, by)
    return found


@transaction.atomic
def _place_now(pk: int, placement: Placement, by) -> bool:
    """False when somebody located it meanwhile."""
    held = WorkOrder.objects.select_for_update(no_key=True).get(pk=pk)
    if held.placed != Placed.NONE:
        return False
    before = _where(held)
    _put(held, placement.asset, placement.location, placement.placed, placement.reason)
    after = _where(held) | {"code": held.number}
    history.record("located anew", held, station=held.station, by=by, before=before, after=after)
    return True


def last_settled(station, most: int = 10) -> list[WorkOrder]:
    """The orders that a person located last, for undoing."""
    entries = HistoryEntry.objects.filter(station=station, subject_kind="workorder", verb=SETTLED)
    recent = list(dict.fromkeys(entries.order_by("-pk").values_list("subject_id", flat=True)[: 3 * most]))
    rows = WorkOrder.objects.filter(placed=Placed.PERSON, station=station)
    found = rows.select_related("asset", "location__parent", "source").in_bulk(recent)
    return [found[pk] for pk in recent if pk in found][:most]


def _refuse_foreign(order: WorkOrder, asset: Asset | None, location: Location | None) -> None:
    if (asset is None) == (location is None):
        raise NotSettled("gone")
    target = asset or location
    if target is None or target.station_id != order.station_id or getattr(asset, "removed_at", None):
        raise NotSettled("gone")


def _where(order: WorkOrder) -> dict[str, Any]:
    return {
        "asset": order.asset_id,
        "location": order.location_id,
        "placed": order.placed,
        "placed_reason": order.placed_reason,
    }


def _put(order: WorkOrder, asset: Asset | None, location: Location | None, placed: str, reason: str) -> None:
    order.asset, order.location, order.placed, order.placed_reason = asset, location, placed, reason
    order.save(update_fields=["asset", "location", "placed", "placed_reason", "changed_at"])


def _remember(
    order: WorkOrder, key: str, text: str, asset: Asset | None, location: Location | None, by
) -> dict[str, Any]:
    """Write the alias; what it led to before goes into the history, to be put back by `undo`."""
    same = SourceAlias.objects.filter(source=order.source, station=order.station, key=key).first()
    SourceAlias.objects.update_or_create(
        source=order.source,
        station=order.station,
        key=key,
        defaults={
            "text": text,
            "asset": asset,
            "location": location,
            "method": SourceAlias.Method.PERSON,
            "created_by": by,
        },
    )
    return {"alias": {"asset": same.asset_id, "location": same.location_id} if same else None}


def _forget(order: WorkOrder, key: str, former: dict[str, Any] | None) -> None:
    alias = SourceAlias.objects.filter(source=order.source, station=order.station, key=key)
    led_here = alias.filter(asset_id=order.asset_id, location_id=order.location_id)
    if former:
        led_here.update(asset_id=former["asset"], location_id=former["location"])
    else:
        led_here.delete()


def _follow(
    others: list[WorkOrder], key: str, asset: Asset | None, location: Location | None, by
) -> list[WorkOrder]:
    """Of these the ones that still wait with this text."""
    same = [one for one in others if one.placed == Placed.NONE and _key(one) == key]
    for one in same:
        before = _where(one)
        named = one.equipment_code.strip() or one.place_text.strip()
        reason = because(Why.ALIAS if named else Why.TITLE, text_to_remember(one))
        _put(one, asset, location, Placed.ALIAS, reason)
        after = _where(one) | {"code": one.number}
        history.record("located as another", one, station=one.station, by=by, before=before, after=after)
    return same


def _settlement(order: WorkOrder) -> HistoryEntry | None:
    entries = HistoryEntry.objects.filter(
        station=order.station, subject_kind="workorder", subject_id=order.pk, verb__in=(SETTLED, UNSETTLED)
    )
    last = entries.order_by("-pk").first()
    return last if last is not None and last.verb == SETTLED else None


def _take_back(order: WorkOrder, where: dict[str, Any], by) -> None:
    """To where it was (what has left the register since is nowhere)."""
    before = _where(order)
    asset = Asset.objects.filter(pk=where.get("asset") or 0).first()
    location = Location.objects.filter(pk=where.get("location") or 0).first()
    nowhere = asset is None and location is None
    placed = Placed.NONE if nowhere else where["placed"]
    reason = where.get("placed_reason", "") if not nowhere or not where.get("placed") else ""
    _put(order, asset, location, placed, reason or because(Why.NOTHING))
    history.record(
        UNSETTLED,
        order,
        station=order.station,
        by=by,
        before=before,
        after=_where(order) | {"code": order.number},
    )
