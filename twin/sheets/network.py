"""What a thing is joined to: the systems it belongs to, and its neighbours port to port."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.db.models import Exists, Q

from assets.models import Connection, Control, Document, Element, Port, Revision, System
from assets.networks.devices import ACTING
from twin import synoptics, wording
from twin.sheets.subject import Subject

Side = Literal["from", "to", "both", "acts_on", "acted_on_by", "watches", "watched_by"]
_ORDER = ("from", "both", "to", "acts_on", "watches", "acted_on_by", "watched_by")
MOST_NEIGHBOURS = 40


@dataclass(frozen=True)
class SystemLine:
    """A system with its plain family, the colour that the 3D gives it, and the drawing that shows most of it.

    `schematic`: the system once more where the subject can be found in it as it is drawn from its connections.
    `key` of the family.
    """

    name: str
    family: str
    colour: str
    drawing: Document | None = None
    schematic: System | None = None
    key: str = ""


@dataclass(frozen=True)
class Neighbour:
    """Something joined to the subject. `side`: the flow comes *from* it, goes *to* it, or nobody says; or the subject
    acts on it or watches it, or it does so to the subject."""

    code: str
    kind: str
    name: str
    side: Side


def systems_of(subject: Subject) -> list[SystemLine]:
    """Those in which a model draws it, and those that a register names it in."""
    if subject.elements:
        drawn = Q(members__element__in=subject.elements)
    elif subject.asset:
        drawn = Q(registered=subject.asset)
    else:
        return []
    joined = Exists(Port.objects.filter(element__in=subject.elements or ()))
    systems = list(System.objects.filter(drawn).distinct().annotate(joined=joined))
    shown = synoptics.of_systems(subject.station) if systems else {}
    return [
        SystemLine(
            each.long_name or each.name,
            wording.family(each.family),
            wording.colour(each.family),
            shown.get(each.pk),
            each if each.joined else None,
            each.family,
        )
        for each in systems
    ]


def neighbours_of(subject: Subject) -> list[Neighbour]:
    """Each neighbour once, by its code; the subject's own pieces are not its neighbours."""
    own = {element.pk for element in subject.elements}
    if not own:
        return []
    found: dict[str, Neighbour] = {}
    for connection in _connections(own):
        for here, there, side in _ends(connection):
            if here in own and there is not None and there.pk not in own and there.code:
                found[there.code] = _merged(found.get(there.code), there, side)
    for each in _controls(own):
        found.setdefault(each.code, each)
    ordered = sorted(found.values(), key=lambda each: (_ORDER.index(each.side), each.code))
    return ordered[:MOST_NEIGHBOURS]


def _controls(own: set[int]) -> Iterator[Neighbour]:
    """What it acts on or watches, and what does so to it."""
    controls = Control.objects.filter(Q(control__in=own) | Q(controlled__in=own)).order_by("pk")
    for each in controls.select_related("control", "controlled")[:MOST_NEIGHBOURS]:
        acts = each.control.resolved_class in ACTING
        if each.control_id in own:
            yield _neighbour(each.controlled, "acts_on" if acts else "watches")
        else:
            yield _neighbour(each.control, "acted_on_by" if acts else "watched_by")


def _connections(own: set[int]) -> list[Connection]:
    return list(
        Connection.objects.filter(revision__state=Revision.State.PUBLISHED)
        .filter(Q(from_port__element__in=own) | Q(to_port__element__in=own))
        .select_related("from_port__element__run", "to_port__element__run")[: 4 * MOST_NEIGHBOURS]
    )


def _ends(connection: Connection) -> list[tuple[int | None, Element | None, Side]]:
    """Both ways to read a connection: (the element here, the element there, where the flow comes from or goes)."""
    before, after = connection.from_port, connection.to_port
    onward: Side = "to" if connection.directed else "both"
    backward: Side = "from" if connection.directed else "both"
    return [(before.element_id, after.element, onward), (after.element_id, before.element, backward)]


def _merged(known: Neighbour | None, element: Element, side: Side) -> Neighbour:
    if known is not None and known.side != side:
        side = "both"
    return _neighbour(element, side)


def _neighbour(element: Element, side: Side) -> Neighbour:
    kind = element.run.kind if element.run_id and element.run else element.kind
    return Neighbour(element.code, wording.kind(kind), element.name, side)
