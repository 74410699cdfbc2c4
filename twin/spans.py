"""Where a connection that is not proven would lie: from an end of one thing to an end of the other.

By the very ports where a proposal names them; else by the ends of what is straight and the boxes of what is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import dist
from typing import NamedTuple

from assets.ifc.outlines import Outline
from assets.models import ConnectionProposal, Element, Port
from assets.networks.parts import Point

Pair = tuple[int, int]
_LOW, _HIGH = ("x_min", "y_min", "z_min"), ("x_max", "y_max", "z_max")


class Span(NamedTuple):
    """Metres in the frame of the files, from one thing to the other; twice the same where the two overlap."""

    one: Point
    other: Point

    def turned(self) -> Span:
        return Span(self.other, self.one)


class _Body(NamedTuple):
    """The box of a thing, and its two ends where it is straight."""

    low: Point
    high: Point
    ends: tuple[Point, ...] = ()


def of_proposals(rows: Iterable[ConnectionProposal]) -> dict[int, Span]:
    """By the key of each; none for what lies nowhere. The two things are read with the rows."""
    rows = list(rows)
    ports = _ports({port for row in rows for port in (row.one_port_id, row.other_port_id) if port})
    found: dict[int, Span] = {}
    for row in rows:
        one, other = ports.get(row.one_port_id or 0), ports.get(row.other_port_id or 0)
        span = Span(one, other) if one and other else _nearest(_body(row.one), _body(row.other))
        if span is not None:
            found[row.pk] = span
    return found


def of_pairs(pairs: Iterable[Pair]) -> dict[Pair, Span]:
    """Between elements, by their two keys as they are given."""
    pairs = list(dict.fromkeys(pairs))
    known = {end for pair in pairs for end in pair}
    proposed = _proposed(known)
    elements = Element.objects.only(*_LOW, *_HIGH, "outline").in_bulk(known)
    bodies = {pk: _body(element) for pk, element in elements.items()}
    found: dict[Pair, Span] = {}
    for one, other in pairs:
        span = proposed.get((one, other)) or _nearest(bodies.get(one), bodies.get(other))
        if span is not None:
            found[one, other] = span
    return found


def _proposed(elements: set[int]) -> dict[Pair, Span]:
    """Of the pairs that a proposal joins by its ports, either way round."""
    if not elements:
        return {}
    rows = ConnectionProposal.objects.filter(
        one__in=elements, other__in=elements, one_port__z__isnull=False, other_port__z__isnull=False
    ).exclude(state=ConnectionProposal.State.REFUSED)
    places = [f"{port}__{axis}" for port in ("one_port", "other_port") for axis in "xyz"]
    found: dict[Pair, Span] = {}
    for one, other, *at in rows.order_by("-apart").values_list("one", "other", *places):
        span = Span((at[0], at[1], at[2]), (at[3], at[4], at[5]))
        found[one, other], found[other, one] = span, span.turned()
    return found


def _ports(wanted: set[int]) -> dict[int, Point]:
    placed = Port.objects.filter(pk__in=wanted, z__isnull=False)
    return {pk: (x, y, z) for pk, x, y, z in placed.values_list("pk", "x", "y", "z")}


# ── by their shapes ──────────────────────────────────────────────────────────


def _body(element: Element | None) -> _Body | None:
    if element is None or None in (*_corner(element, _LOW), *_corner(element, _HIGH)):
        return None
    outline = Outline.of_numbers(element.outline) if element.outline else None
    ends = outline.ends if outline and outline.ends else ()
    return _Body(_corner(element, _LOW), _corner(element, _HIGH), ends)


def _corner(element: Element, names: tuple[str, str, str]) -> Point:
    x, y, z = (getattr(element, name) for name in names)
    return x, y, z


def _nearest(one: _Body | None, other: _Body | None) -> Span | None:
    """From end to end of what is straight; from an end to the nearest point of a box; from box to box."""
    if one is None or other is None:
        return None
    if one.ends and other.ends:
        spans = [Span(here, there) for here in one.ends for there in other.ends]
    elif one.ends:
        spans = [Span(end, _within(end, other)) for end in one.ends]
    elif other.ends:
        spans = [Span(_within(end, one), end) for end in other.ends]
    else:
        return _between_boxes(one, other)
    return min(spans, key=lambda span: dist(*span))


def _within(point: Point, body: _Body) -> Point:
    """The nearest point of its box."""
    sides = zip(point, body.low, body.high, strict=True)
    x, y, z = (min(max(value, low), high) for value, low, high in sides)
    return x, y, z


def _between_boxes(one: _Body, other: _Body) -> Span:
    """Face to face; along what they share, in the middle of it."""
    sides = [_facing(*side) for side in zip(one.low, one.high, other.low, other.high, strict=True)]
    (x, a), (y, b), (z, c) = sides
    return Span((x, y, z), (a, b, c))


def _facing(low: float, high: float, other_low: float, other_high: float) -> tuple[float, float]:
    if high < other_low:
        return high, other_low
    if other_high < low:
        return low, other_high
    shared = (max(low, other_low) + min(high, other_high)) / 2
    return shared, shared
