"""The graph of a station from its published revisions, made once for each set of them and shared by all processes."""

from __future__ import annotations

import hashlib
import os
import pickle
import secrets
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from itertools import permutations
from operator import itemgetter
from pathlib import Path

from django.conf import settings
from django.db import connection

from assets import named_supplies
from assets.graph_additions import Additions, additions
from assets.ifc.reading import collector_at_rest
from assets.models import (
    AssetType,
    Connection,
    Control,
    Element,
    Port,
    Revision,
    Station,
    System,
    SystemMember,
)
from assets.networks import devices, media
from assets.networks.building import build
from assets.networks.graph import Graph
from assets.networks.parts import Joint, Link, Member, Needs, Parts, Piece
from assets.recent import Recent

FORMAT = "10"  # another way of building makes other files
MOST_HELD = 4  # graphs in the memory of one process
_NAMES = itemgetter(1, 5, 6, 7)  # of the rows of elements
_CIRCUITS = ("IfcDistributionCircuit", "IfcElectricalCircuit")


@dataclass(frozen=True)
class StationGraph:
    """`proven` is what traces walk; `supposed` has proposed connections too, None when there are none.

    Pieces are elements by primary key.
    """

    revision_set: str
    proven: Graph
    supposed: Graph | None


def revision_set(station: Station) -> str:
    """Names the published revisions and what was added beside them; changes whenever the graph may."""
    return _named(_published(station), [give(station) for give in additions])


def of(station: Station) -> StationGraph:
    """From memory, else from disk, else from the rows."""
    revisions, added = _published(station), [give(station) for give in additions]
    name = _named(revisions, added)
    return held.get(
        (station.pk, name),
        lambda: _read(station, name) or _make(station, name, [pk for pk, *_ in revisions], added),
    )


held: Recent[tuple[int, str], StationGraph] = Recent(MOST_HELD)


def _published(station: Station) -> list[tuple[int, str, str]]:
    """(primary key, digest, when published): a database made anew gives the first once more."""
    rows = Revision.objects.published().filter(station=station).order_by("pk")
    return [(pk, sha256, str(at)) for pk, sha256, at in rows.values_list("pk", "sha256", "published_at")]


def _named(revisions: list[tuple[int, str, str]], added: list[Additions]) -> str:
    said = repr((FORMAT, revisions, [each.version for each in added]))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def medium_of(system: System) -> str:
    """What its members carry, unless their ports say something else."""
    return media.of_system(system.predefined_type, system.family, system.name, system.long_name)


# ── on disk ──────────────────────────────────────────────────────────────────


def _folder(station: Station) -> Path:
    return Path(settings.DATA_DIR) / "networks" / str(station.pk)


def _read(station: Station, name: str) -> StationGraph | None:
    """What another process made. The folder is our own: nobody else writes below DATA_DIR."""
    with suppress(OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, TypeError):
        content = (_folder(station) / f"{name}.graph").read_bytes()
        with collector_at_rest():
            made = pickle.loads(content)  # noqa: S301
        return made if isinstance(made, StationGraph) else None
    return None


def _make(station: Station, name: str, revisions: list[int], added: list[Additions]) -> StationGraph:
    with collector_at_rest():
        parts = read_parts(revisions, added)
        believed, supposed = parts.believed(), parts.supposed()
        more = len(supposed.added) > len(believed.added)
        made = StationGraph(name, build(believed), build(supposed) if more else None)
        content = pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL)
    folder = _folder(station)
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{secrets.token_hex(4)}.part"
    unfinished.write_bytes(content)
    for former in folder.glob("*.graph"):
        former.unlink(missing_ok=True)
    os.replace(unfinished, folder / f"{name}.graph")  # noqa: PTH105
    return made


# ── from the rows ────────────────────────────────────────────────────────────


def read_parts(revisions: list[int], added: list[Additions] | None = None) -> Parts:
    """Everything that ports, systems and named supplies say in these revisions."""
    added = added or []
    if not revisions:
        return Parts([], [], [])
    ports = Port.objects.filter(revision__in=revisions).values_list(
        *("pk", "element_id", "flow_direction", "predefined_type", "system_type", "x", "y", "z")
    )
    links = Connection.objects.filter(revision__in=revisions).values_list(
        "from_port_id", "to_port_id", "directed"
    )
    members = [
        Member(element, system, media.of_system(kind, family, *names), ifc_class in _CIRCUITS)
        for element, system, kind, family, ifc_class, *names in _rows(
            SystemMember.objects.filter(element__revision__in=revisions).values_list(
                *(
                    "element_id",
                    "system_id",
                    "system__predefined_type",
                    "system__family",
                    "system__ifc_class",
                ),
                *("system__name", "system__long_name"),
            )
        )
    ]
    needs = [
        Needs(control, None, controlled, acts=True)
        for control, controlled in _rows(
            Control.objects.filter(
                revision__in=revisions, control__resolved_class__in=devices.ACTING
            ).values_list("control_id", "controlled_id")
        )
    ]
    needs += _drawn_in_several(revisions)
    positions = _positions(revisions) | {pk: at for each in added for pk, at in each.positions.items()}
    pieces, codes = _pieces(revisions, positions)
    named = named_supplies.find(revisions, codes)
    said = [connection for each in added for connection in each.connections]
    denied = frozenset(pair for each in added for pair in each.denied)
    joints, connected = _joints(_rows(ports)), list(map(Link._make, _rows(links)))
    return _without_others(Parts(pieces, joints, connected, members, [*named, *said], needs, denied=denied))


def _drawn_in_several(revisions: list[int]) -> list[Needs]:
    """One machine under one GlobalId in the files of two disciplines: what its power drives is drawn in the other."""
    rows = Element.objects.filter(revision__in=revisions, resolved_class__in=devices.DRIVEN)
    held: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for global_id, ifc_class, *one in _rows(
        rows.values_list("global_id", "resolved_class", "pk", "revision_id")
    ):
        held[global_id, ifc_class].append((one[0], one[1]))
    return [
        Needs(one, media.POWER, other)
        for same in held.values()
        for (one, here), (other, there) in permutations(same, 2)
        if here != there
    ]


def _joints(rows: list[tuple]) -> list[Joint]:
    """Column by column: there are two for each pipe."""
    if not rows:
        return []
    pks, elements, flows, carriers, carried, *point = zip(*rows, strict=True)
    points = [at if at[2] is not None else None for at in zip(*point, strict=True)]
    carries = map(media.of_port, carriers, carried)
    return list(map(Joint._make, zip(pks, elements, flows, carries, points, carriers, strict=True)))


def _rows(question) -> list[tuple]:
    """Rows in the order of their table, without a model made of each."""
    sql, values = question.order_by("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _pieces(
    revisions: list[int], positions: dict[int, bool | None]
) -> tuple[list[Piece], list[tuple[int, str]]]:
    """The elements, and the code of each."""
    rows = _rows(
        Element.objects.filter(revision__in=revisions).values_list(
            *("pk", "resolved_class", "predefined_type", "whole_id", "code", "name", "object_type", "type_id")
        )
    )
    names = list(map(_NAMES, rows))
    named = _named_devices(revisions, set(names))
    pieces = [
        Piece(row[0], row[1], row[2], positions.get(row[0]), row[3], said in named)
        for row, said in zip(rows, names, strict=True)
    ]
    return pieces, [(row[0], row[4]) for row in rows]


def _named_devices(revisions: list[int], named: set[tuple]) -> set[tuple]:
    """Of (class, name, kind in words, type) those that are a piece of pipe or cable by their class, and a device by
    their name or their type."""
    types = {
        pk
        for pk, name, ifc_class in AssetType.objects.filter(revision__in=revisions).values_list(
            "pk", "name", "ifc_class"
        )
        if devices.is_named_device(name) or ifc_class.removesuffix("Type") in devices.CLASSES
    }
    return {
        (ifc_class, name, kind, type_pk)
        for ifc_class, name, kind, type_pk in named
        if devices.is_passed_through(ifc_class) and (type_pk in types or devices.is_named_device(name, kind))
    }


def _without_others(parts: Parts) -> Parts:
    """Walls have no ports: only what some connection or system may lead to stays."""
    used = {joint.piece for joint in parts.joints} | {member.piece for member in parts.members}
    used |= {end for added in parts.added for end in (added.one, added.other)}
    used |= {end for need in parts.needs for end in (need.needed, need.dependent)}
    return parts._replace(pieces=[p for p in parts.pieces if p.id in used or p.whole in used])


def _positions(revisions: list[int]) -> dict[int, bool | None]:
    """Where the file says how a device normally is: `IsNormallyOpen`, of itself or else of its type.

    An open valve conducts; so does a closed breaker, and files say of none that it is normally open.
    """
    devices = Element.objects.filter(revision__in=revisions, resolved_class="IfcValve")
    rows = devices.order_by("pk").values_list("pk", "type_id", "properties")
    of_types = {
        pk: _normally_open(properties)
        for pk, properties in AssetType.objects.filter(revision__in=revisions, elements__in=devices)
        .distinct()
        .order_by("pk")
        .values_list("pk", "properties")
    }
    found = {}
    for pk, type_pk, properties in rows:
        own = _normally_open(properties)
        said = own if own is not None else of_types.get(type_pk)
        if said is not None:
            found[pk] = said
    return found


def _normally_open(properties: list) -> bool | None:
    return next(
        (row[2] for row in properties if row[1] == "IsNormallyOpen" and isinstance(row[2], bool)), None
    )
