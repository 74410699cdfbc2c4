"""What a trace through the ports of the models says is to be closed, for who compares it with a card."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from assets import tracing
from assets.models import Asset
from assets.networks.answers import Trace
from assets.spots import Spot


@dataclass(frozen=True)
class Traced:
    """`complete`: nothing on the way is only supposed. `cuttable`: False where no device of the models stops it."""

    devices: tuple[Asset, ...]
    complete: bool
    evidence: str = ""
    cuttable: bool = True
    suffices: Callable[[Iterable[Asset]], bool] = field(default=lambda devices: False, compare=False)
    """Would these devices cut it as well? A main valve further up darkens more, and contradicts nothing."""


def through_ports(spot: Spot, medium: str, *, as_drawn: bool = False) -> Traced | None:
    """None where there is nothing to follow: a room, a network as a whole, a thing without ports.

    `as_drawn`: whatever people have said of its devices, for who asks whether a card and the model agree.
    """
    if not _is_one_thing(spot):
        return None
    asked = tracing.Asked(spot.code, Trace.ISOLATION, medium or None, as_drawn=as_drawn)
    try:
        told = tracing.ask(spot.station, asked)
    except tracing.NotTraceable:
        return None
    answer = told.answer
    drawn = Asset.objects.live().filter(matches__element__in=answer.devices)
    by_element = {
        element: asset
        for asset in drawn.select_related("station", "location__parent").prefetch_related("matches")
        for element in (match.element_id for match in asset.matches.all())
    }
    devices = dict.fromkeys(by_element[each] for each in answer.devices if each in by_element)
    return Traced(
        tuple(devices),
        answer.certain,
        answer.evidence.name,
        cuttable=answer.complete,
        suffices=lambda closed: _is_cut_by(closed, spot, medium),
    )


def _is_cut_by(devices: Iterable[Asset], spot: Spot, medium: str) -> bool:
    """With these shut, is nothing left to be closed? What no model draws cuts nothing here."""
    codes = tuple(each.code for each in devices)
    try:
        told = tracing.ask(
            spot.station,
            tracing.Asked(spot.code, Trace.ISOLATION, medium or None, closed=codes, as_drawn=True),
        )
    except tracing.NotTraceable:
        return False
    return told.answer.complete and not told.answer.devices


def _is_one_thing(spot: Spot) -> bool:
    if spot.asset is not None or spot.runs:
        return True
    return bool(spot.boxes) and spot.code not in {place.code for place in (*spot.rooms, *spot.storeys)}
