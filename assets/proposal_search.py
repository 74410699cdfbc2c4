"""Looking for connections that no file declares in the published revisions of a station, and for those that one
declares and that are not believed; and keeping them as rows.

Rows are kept by what does not change with a revision (asset or GlobalId, index of the port): a decision stays, a task
is one whatever the number of revisions that show it, and it ends with the first that does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from assets import history, jobs, proposals, station_graph
from assets.ifc.outlines import Outline
from assets.models import ConnectionProposal, Element, Job, Port, Revision, Station
from assets.networks import proposing
from assets.networks.cells import distance
from assets.networks.declaring import Disbelieved, disbelieved
from assets.networks.evidence import CLOSE, Evidence
from assets.networks.meeting import between_ends
from assets.networks.parts import Id, Parts
from assets.networks.proposing import Proposal

KIND = "propose_connections"
State, Flow = ConnectionProposal.State, ConnectionProposal.Flow
MOST_NAMED = 10  # in one entry of the history
WIDEST = 0.5  # metres; a pipe, a duct or a cable that is straight is no wider
_CORNERS = ("x_min", "y_min", "z_min", "x_max", "y_max", "z_max")
_STRAIGHT = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)  # along the axes of the file
_REFERENCES = ("one_id", "other_id", "one_port_id", "other_port_id")


def look_soon(station: Station, by=None) -> Job:
    """After the transaction in which a revision was published: looking takes its time."""
    return jobs.enqueue(KIND, key=f"connections-{station.pk}", station=station, created_by=by)


@jobs.handler(KIND)
def propose_connections(job: Job, report: jobs.Progress) -> dict[str, int]:
    assert job.station is not None
    found = find(job.station)
    return {"waiting": found.waiting, "new": found.new, "gone": found.gone, "mended": found.mended}


@dataclass(frozen=True)
class Found:
    """How many wait for a decision now, how many of these are new, and how many of before are no longer there;
    `mended` of those that a file declared and that were not believed."""

    waiting: int
    new: int
    gone: int
    mended: int = 0


def find(station: Station) -> Found:
    """Look at the published revisions. What was decided before stays decided; running it twice changes nothing."""
    revisions = list(
        Revision.objects.published().filter(station=station).order_by("pk").values_list("pk", flat=True)
    )
    parts = station_graph.read_parts(revisions)
    names = _Names(revisions, parts)
    seen = {row.key: row for each in _proposed(parts) if (row := names.row(each)) is not None}
    with transaction.atomic():
        Station.objects.select_for_update(no_key=True).get(pk=station.pk)
        return _store(station, seen, names)


def _proposed(parts: Parts) -> list[_Proposed]:
    together = [_Proposed(each) for each in _lying_together(parts)]
    return together + [
        _Proposed(
            Proposal(
                each.one.piece, each.other.piece, each.media[0], each.apart or 0.0, Evidence.X,
                (each.one.id, each.other.id), _goes_on(each),
            ),
            str(each.reason),
        )
        for each in disbelieved(parts)
        if each.one.piece is not None and each.other.piece is not None
    ]  # fmt: skip


def _goes_on(each: Disbelieved) -> bool:
    return (each.one.flow, each.other.flow) == ("SOURCE", "SINK")


def _lying_together(parts: Parts) -> list[Proposal]:
    ends = {joint.piece for joint in proposing.open_joints(parts) if isinstance(joint.piece, int)}
    found = proposing.between_ports(parts, _widths(ends, parts))
    return found + between_ends(parts, _outlines(parts))


def _widths(pieces: set[int], parts: Parts) -> dict[int | str, proposing.Width]:
    """Diameters of straight pieces: whatever else may have several."""
    straight = [
        piece.id for piece in parts.pieces if piece.id in pieces and piece.ifc_class.endswith("Segment")
    ]
    found: dict[int | str, proposing.Width] = {}
    for some in _by_hundreds(straight):
        for pk, properties in Element.objects.filter(pk__in=some).values_list("pk", "properties"):
            width = next((row for row in properties if row[1] == "NominalDiameter"), None)
            if width is not None and isinstance(width[2], int | float) and width[2] > 0:
                found[pk] = (float(width[2]), str(width[4] or ""))
    return found


def _outlines(parts: Parts) -> dict[Id, Outline]:
    """How all of the networks lie, if anything of them has no port; by the box alone where a file says no more.

    The box of a cable that goes round corners is nearly empty: such a box is in nobody's way.
    """
    wired = {joint.piece for joint in parts.joints}
    if all(member.piece in wired for member in parts.members):
        return {}
    found: dict[Id, Outline] = {}
    runs = {piece.id for piece in parts.pieces if piece.ifc_class.endswith("Segment")}
    for some in _by_hundreds([piece.id for piece in parts.pieces]):
        rows = Element.objects.filter(pk__in=some).exclude(z_max=None)
        for pk, outline, *box in rows.values_list("pk", "outline", *_CORNERS):
            if outline:
                found[pk] = Outline.of_numbers(outline)
            elif pk not in runs or _is_straight(box):
                found[pk] = _of_box(box)
    return found


def _is_straight(box: list[float]) -> bool:
    """Is it long one way only, along the axes of the file?"""
    sides = sorted(high - low for low, high in zip(box[:3], box[3:], strict=True))
    return sides[1] <= WIDEST


def _of_box(box: list[float]) -> Outline:
    low, high = box[:3], box[3:]
    middle = [(a + b) / 2 for a, b in zip(low, high, strict=True)]
    halves = [(b - a) / 2 for a, b in zip(low, high, strict=True)]
    return Outline.of_numbers([*middle, *_STRAIGHT, *halves])


def _by_hundreds(things: list[Any]) -> Iterable[list[Any]]:
    return (things[start : start + 500] for start in range(0, len(things), 500))


_Key = tuple[str, str, str]  # the two ends in the order of their keys, and the class


@dataclass(frozen=True)
class _Proposed:
    """`why` it is not believed, where a file declares it."""

    proposal: Proposal
    why: str = ""


@dataclass(frozen=True)
class _Row:
    """A proposal as its row holds it, its two ends in the order of their keys."""

    key: _Key
    values: dict[str, Any]


class _Names:
    """What elements and ports are called whatever the revision, and what these names mean in this one."""

    def __init__(self, revisions: list[int], parts: Parts) -> None:
        self.parts = parts
        self.at = {joint.id: joint.at for joint in parts.joints}
        self.piece_of = {joint.id: joint.piece for joint in parts.joints}
        ports = Port.objects.filter(revision__in=revisions).values_list("pk", "index")
        self.index: dict[int, int] = dict(ports)
        self.piece_keys = self._piece_keys(revisions)
        self.pieces = {key: pk for pk, key in self.piece_keys.items()}
        self.ports = {key: pk for pk in self.index if (key := self._port_key(pk))}

    def _piece_keys(self, revisions: list[int]) -> dict[int, str]:
        """The asset where one element alone draws it, else the GlobalId; none for what shares both with others."""
        wanted = {piece.id for piece in self.parts.pieces}
        rows = Element.objects.filter(revision__in=revisions).values_list(
            "pk", "global_id", "match__asset_id"
        )
        known = [row for row in rows if row[0] in wanted]
        assets = Counter(asset for _, _, asset in known)
        ids = Counter(global_id for _, global_id, _ in known)
        keys = {}
        for pk, global_id, asset in known:
            if asset is not None and assets[asset] == 1:
                keys[pk] = f"asset:{asset}"
            elif global_id and ids[global_id] == 1:
                keys[pk] = f"guid:{global_id}"
        return keys

    def _port_key(self, port: int) -> str:
        piece = self.piece_keys.get(self.piece_of.get(port))
        return f"{piece}#{self.index[port]}" if piece else ""

    def row(self, proposed: _Proposed) -> _Row | None:
        """None for what could not be found again in the next revision."""
        found = proposed.proposal
        pieces = (found.one, found.other)
        joints = found.joints or (None, None)
        keys = [
            self._port_key(joint) if joint is not None else self.piece_keys.get(piece, "")
            for piece, joint in zip(pieces, joints, strict=True)
        ]  # fmt: skip
        if not all(keys) or keys[0] == keys[1]:
            return None
        order = (0, 1) if keys[0] < keys[1] else (1, 0)
        first, second = order
        flow = "" if not found.directed else Flow.ONWARD if first == 0 else Flow.BACK
        values = {
            **dict(zip(_REFERENCES, (*(pieces[i] for i in order), *(joints[i] for i in order)), strict=True)),
            "evidence": found.evidence.name,
            "why": proposed.why,
            "medium": found.medium,
            "apart": round(found.apart, 4),
            "flow": flow,
        }
        return _Row((keys[first], keys[second], found.evidence.name), values)

    def meant(self, row: ConnectionProposal) -> dict[str, int | None]:
        """What a row that was decided stands for now: nothing when an end is gone or lies elsewhere, nor when a file
        mended what it declares."""
        nothing = dict.fromkeys(_REFERENCES)
        if row.evidence == "X":
            return nothing
        if row.evidence == "E":
            ends = [self.pieces.get(key) for key in (row.one_key, row.other_key)]
            return nothing | dict(zip(_REFERENCES, ends, strict=False)) if all(ends) else nothing
        ports = [self.ports.get(key) for key in (row.one_key, row.other_key)]
        places = [self.at.get(port) for port in ports if port is not None]
        if None in ports or None in places or distance(*places) > CLOSE:
            return nothing
        return dict(zip(_REFERENCES, (*(self.piece_of[port] for port in ports), *ports), strict=True))


def _store(station: Station, seen: dict[_Key, _Row], names: _Names) -> Found:
    former = {(row.one_key, row.other_key, row.evidence): row for row in station.connection_proposals.all()}
    new = [
        ConnectionProposal(station=station, one_key=key[0], other_key=key[1], **row.values)
        for key, row in seen.items()
        if key not in former
    ]
    gone = {row.pk for key, row in former.items() if key not in seen and row.state == State.PROPOSED}
    mended = [row for key, row in former.items() if key not in seen and row.evidence == "X" and row.one_id]
    for key, row in former.items():
        if row.pk in gone:
            continue
        values = seen[key].values if key in seen else names.meant(row)
        if any(getattr(row, name) != value for name, value in values.items()):
            ConnectionProposal.objects.filter(pk=row.pk).update(**values, changed_at=timezone.now())
    _record_mended(station, mended)
    ConnectionProposal.objects.filter(pk__in=gone).delete()
    ConnectionProposal.objects.bulk_create(new, batch_size=500)
    return Found(station.connection_proposals.waiting().count(), len(new), len(gone), len(mended))


def _record_mended(station: Station, rows: list[ConnectionProposal]) -> None:
    """One entry for all that a new file mended: nobody has to close these tasks."""
    if rows:
        named = [proposals.name_of(row) for row in rows[:MOST_NAMED]]
        name = ", ".join(named) + (", …" if len(rows) > MOST_NAMED else "")
        history.record(
            "connections mended", station, station=station, after={"count": len(rows), "name": name}
        )
