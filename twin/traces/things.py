"""What the pieces of an answer are called and where they are: read for those it speaks of, never for all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from assets import kept_from_firms, tracing
from assets.models import Element, Location, Revision
from assets.networks import devices, media
from assets.networks.devices import position
from assets.said_states import SaidState
from twin import lookup, wording
from twin.traces.route import Point

AT_ONCE = 5000  # elements that one question names


@dataclass(frozen=True, slots=True)
class Thing:
    """One piece. `followed`: the register has it as equipment. `room` is None where only the storey is known."""

    piece: int
    code: str
    kind: str
    name: str
    followed: bool
    place: Location | None
    point: Point | None
    bottom: float | None

    @property
    def words(self) -> str:
        said = self.name if self.followed or not wording.technical((self.name,)) else ""
        return lookup.kind_and_name(wording.kind(self.kind), said)

    @property
    def room(self) -> Location | None:
        return self.place if self.place is not None and self.place.kind == Location.Kind.SPACE else None

    @property
    def height(self) -> float | None:
        """Metres of its underside above the floor of its room, else of its storey."""
        if self.place is None or self.bottom is None:
            return None
        floor = self.place.z_min if self.place.z_min is not None else self.place.elevation
        return None if floor is None else round(self.bottom - floor, 2)


class Things:
    """Of one answer, by piece; what else is known of a piece is asked of the graph."""

    def __init__(self, told: tracing.Told, pieces: Iterable[int], hidden: Collection[int] = ()) -> None:
        """`hidden`: see `assets.kept_from_firms`."""
        self.hidden = hidden
        self.graph = told.graph
        self.station = told.station
        self.said = told.said
        self._by_piece = {thing.piece: thing for thing in self._read(dict.fromkeys(pieces))}

    def __getitem__(self, piece: int) -> Thing:
        return self._by_piece[piece]

    def of(self, pieces: Iterable[int]) -> list[Thing]:
        """Each once by its code, in order: a length drawn in pieces is one thing."""
        found: dict[str, Thing] = {}
        for piece in pieces:
            thing = self._by_piece.get(piece)
            if thing is not None and thing.code:
                found.setdefault(thing.code, thing)
        return list(found.values())

    def families(self, piece: int) -> list[str]:
        graph = self.graph
        nodes = graph.nodes_of[graph.number[piece]]
        return list(dict.fromkeys(media.family_of(graph.medium_of[node]) for node in nodes))

    def is_restricted(self, piece: int) -> bool:
        """Is it of networks alone that are told to no firm, or does it watch or warn?"""
        return kept_from_firms.is_kept(self.graph, piece, self.hidden)

    def unsay(self, names: Collection[str]) -> None:
        """Things of these names are called by their kind alone."""
        for piece, thing in self._by_piece.items():
            if thing.name in names:
                self._by_piece[piece] = replace(thing, name="")

    def is_terminal(self, piece: int) -> bool:
        """Do people use it there: a basin, a lamp, a socket?"""
        return self.graph.pieces[self.graph.number[piece]].ifc_class in devices.TERMINALS

    def conducts(self, piece: int) -> bool | None:
        """By what people said of it, else as the models draw it."""
        return position(self.graph.conducts(piece), self.said.get(piece, SaidState()).word)

    def _read(self, pieces: Iterable[int]) -> Iterator[Thing]:
        rows = self._rows(set(pieces))
        known = {place for row in rows for place in (row[-1], row[5], row[4]) if place}
        places = Location.objects.select_related("parent").in_bulk(known)
        return (_thing(row, places) for row in rows)

    def _rows(self, wanted: set[int]) -> list[tuple]:
        """By name while they are few; of most of a station it is quicker to read all and leave some."""
        if len(wanted) <= AT_ONCE:
            return list(Element.objects.filter(pk__in=wanted).order_by().values_list(*_COLUMNS))
        published = Element.objects.filter(
            revision__station=self.station, revision__state=Revision.State.PUBLISHED
        )
        every = published.order_by().values_list(*_COLUMNS).iterator(chunk_size=AT_ONCE)
        return [row for row in every if row[0] in wanted]


_COLUMNS = (
    "pk", "code", "kind", "name", "storey_id", "location_id", "run__kind",
    "x_min", "x_max", "y_min", "y_max", "z_min",
    "match__asset__removed_at", "match__asset__code", "match__asset__kind", "match__asset__name",
    "match__asset__location_id",
)  # fmt: skip


def _thing(row: tuple, places: dict[int, Location]) -> Thing:
    pk, code, kind, name, storey, room, run_kind, x0, x1, y0, y1, bottom, removed, *asset = row
    of_code, of_kind, of_name, of_place = asset
    followed = bool(of_code) and removed is None
    return Thing(
        piece=pk,
        code=of_code if followed else code,
        kind=of_kind if followed else run_kind or kind,
        name=of_name if followed else "" if run_kind else name,
        followed=followed,
        place=places.get((of_place if followed else None) or room or storey or 0),
        point=None if None in (x0, x1, y0, y1, bottom) else ((x0 + x1) / 2, (y0 + y1) / 2, bottom),
        bottom=bottom,
    )
