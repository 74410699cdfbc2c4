"""What the pieces of an answer are called and where they are: read for those it speaks of, never for all.

An answer of a whole station is counted by what is kept of all of it (`network_names`): only what is named is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property

from assets import kept_from_firms, served_places
from assets.common_causes import Explained
from assets.models import Element, Location, Revision
from assets.models.location import SAID_OF_PLACES
from assets.network_names import At, Names, names_of
from assets.networks import devices, media
from assets.networks.devices import position
from assets.said_states import SaidState
from assets.tracing import Told
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

    def __init__(
        self,
        told: Told | Explained,
        pieces: Iterable[int],
        hidden: Collection[int] = (),
        *,
        tells_served: bool = True,
    ) -> None:
        """`hidden`: see `assets.kept_from_firms`. `tells_served`: what is in no room is where its network serves."""
        self.hidden = hidden
        self.tells_served = tells_served
        self.graph = told.graph
        self.station = told.station
        self.said = told.said
        self._revision_set = told.revision_set
        self._every = dict.fromkeys(pieces)
        self._by_piece: dict[int, Thing] = {}
        self._places: dict[int, Location] = {}
        self._unsaid: Collection[str] = ()
        self._counted = self._few() if len(self._every) <= AT_ONCE else self._many()

    def _few(self) -> _Counted:
        self.read(self._every)
        things = self._by_piece.values()
        return _Counted(
            codes={each.piece: each.code for each in things},
            kinds={each.piece: each.kind for each in things},
            followed={each.piece for each in things if each.followed},
            terminals={each.piece for each in things if self._is_used(each.piece)},
        )

    def _is_used(self, piece: int) -> bool:
        number = self.graph.number.get(piece)  # a door is in no network
        return number is not None and self.graph.pieces[number].ifc_class in devices.TERMINALS

    def _many(self) -> _Counted:
        names = self._names
        return _Counted(names.codes, names.kinds, names.assets, names.terminals)

    @cached_property
    def _names(self) -> Names:
        return names_of(self.station, self._revision_set)

    def __getitem__(self, piece: int) -> Thing:
        if piece not in self._by_piece:
            self.read(self._every)
        return self._by_piece[piece]

    def of(self, pieces: Iterable[int]) -> list[Thing]:
        """Each once by its code, in order: a length drawn in pieces is one thing."""
        once = self.once(pieces)
        self.read(once)
        return [self._by_piece[piece] for piece in once]

    def each(self, pieces: Iterable[int]) -> Iterator[Thing]:
        """The same, read as they are told and not kept: of a table of a whole station."""
        once = self.once(pieces)
        for start in range(0, len(once), AT_ONCE):
            some = once[start : start + AT_ONCE]
            told = self._read(some)
            yield from (told.get(piece) or self._by_piece[piece] for piece in some)

    # ── without reading them ─────────────────────────────────────────────────

    def code(self, piece: int) -> str:
        return self._counted.codes[piece]

    def once(self, pieces: Iterable[int]) -> list[int]:
        """The first of each code, in order, without what has none."""
        first: dict[str, int] = {}
        codes = self._counted.codes
        for piece in pieces:
            first.setdefault(codes.get(piece, ""), piece)
        first.pop("", None)
        return list(first.values())

    def codes(self, pieces: Iterable[int]) -> list[str]:
        """Each once, in order."""
        found = dict.fromkeys(map(self._counted.codes.__getitem__, pieces))
        found.pop("", None)
        return list(found)

    def all_codes(self, pieces: Iterable[int]) -> list[str]:
        """In the order of keys: so they lie in memory, and of a whole station that is five times faster."""
        return self.codes(sorted(pieces))

    def followed(self, pieces: Iterable[int]) -> list[int]:
        """The first of each code, of what the register has as equipment."""
        return self.once(filter(self._counted.followed.__contains__, pieces))

    def used(self, pieces: Iterable[int]) -> list[int]:
        """Terminals: do people use it there, a basin, a lamp, a socket?"""
        return list(filter(self._counted.terminals.__contains__, pieces))

    def kinds(self, pieces: Iterable[int]) -> list[str]:
        """Of equipment, and of terminals."""
        return list(map(self._counted.kinds.__getitem__, pieces))

    def by_place(self, terminals: Iterable[int]) -> dict[At, list[int]]:
        """The first of each code by where it is, in the order in which they come."""
        found: dict[At, list[int]] = {}
        for piece in self.once(terminals):
            for at in self._where[piece]:
                found.setdefault(at, []).append(piece)
        return found

    @cached_property
    def _where(self) -> Mapping[int, tuple[At, ...]]:
        """Of the terminals."""
        if len(self._every) <= AT_ONCE:
            return self._where_of_few()
        return self._names.used if self.tells_served else self._names.standing

    def _where_of_few(self) -> dict[int, tuple[At, ...]]:
        used = [self[piece] for piece in self._every if self.is_terminal(piece)]
        homeless = [each.piece for each in used if each.room is None] if self.tells_served else []
        served = served_places.of(self.station, homeless) if homeless else {}
        return {
            each.piece: tuple([(place, True) for place in served.get(each.piece, ())])
            or ((each.place.pk if each.place else 0, False),)
            for each in used
        }

    def by_family(self, pieces: Iterable[int], asked: Collection[str]) -> dict[str, list[int]]:
        """By what each carries: one of the families `asked` about, else its own first."""
        graph = self.graph
        medium_of, nodes_of, number = graph.medium_of, graph.nodes_of, graph.number
        found: dict[str, list[int]] = defaultdict(list)
        chosen: dict[tuple[str, ...] | str, list[int]] = {}
        for piece in pieces:
            nodes = nodes_of[number[piece]]
            carried = medium_of[nodes[0]] if len(nodes) == 1 else tuple([medium_of[n] for n in nodes])
            if carried not in chosen:
                own = self.families(piece)
                chosen[carried] = found[next((each for each in own if each in asked), own[0])]
            chosen[carried].append(piece)
        return found

    def families(self, piece: int) -> tuple[str, ...]:
        graph = self.graph
        return _families(tuple([graph.medium_of[node] for node in graph.nodes_of[graph.number[piece]]]))

    def carrying(self, family: str) -> set[int]:
        """All pieces of the station that carry it."""
        graph = self.graph
        carried = {medium for medium in set(graph.medium_of) if media.family_of(medium) == family}
        if not carried:
            return set()
        nodes = zip(graph.piece_of, graph.medium_of, strict=True)
        return {graph.ids[number] for number, medium in nodes if medium in carried}

    def is_restricted(self, piece: int) -> bool:
        """Is it of networks alone that are told to no firm, or does it watch or warn?"""
        return kept_from_firms.is_kept(self.graph, piece, self.hidden)

    def unsay(self, names: Collection[str]) -> None:
        """Things of these names are called by their kind alone."""
        self._unsaid = names
        self._by_piece = {piece: self._said(thing) for piece, thing in self._by_piece.items()}

    def _said(self, thing: Thing) -> Thing:
        return replace(thing, name="") if thing.name in self._unsaid else thing

    def is_terminal(self, piece: int) -> bool:
        return piece in self._counted.terminals

    def conducts(self, piece: int) -> bool | None:
        """By what people said of it, else as the models draw it."""
        return position(self.graph.conducts(piece), self.said.get(piece, SaidState()).word)

    # ── from the rows ────────────────────────────────────────────────────────

    def read(self, pieces: Iterable[int]) -> None:
        self._by_piece |= self._read(pieces)

    def _read(self, pieces: Iterable[int]) -> dict[int, Thing]:
        """Those that are not read yet."""
        rows = self._rows(set(pieces).difference(self._by_piece))
        known = {place for row in rows for place in (row[-1], row[5], row[4]) if place}
        self._places |= _locations(known.difference(self._places))
        return {row[0]: self._said(_thing(row, self._places)) for row in rows}

    def _rows(self, wanted: set[int]) -> list[tuple]:
        """By name while they are few; of most of a station it is quicker to read all and leave some."""
        if not wanted:
            return []
        if len(wanted) <= AT_ONCE:
            return list(Element.objects.filter(pk__in=wanted).order_by().values_list(*_COLUMNS))
        published = Element.objects.filter(
            revision__station=self.station, revision__state=Revision.State.PUBLISHED
        )
        every = published.order_by().values_list(*_COLUMNS).iterator(chunk_size=AT_ONCE)
        return [row for row in every if row[0] in wanted]


@dataclass(frozen=True)
class _Counted:
    """What lists are counted by: of all pieces of an answer their codes, of what is counted its kind."""

    codes: Mapping[int, str]
    kinds: Mapping[int, str]
    followed: Collection[int]
    terminals: Collection[int]


@cache
def _families(carried: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(media.family_of, carried)))


def _locations(wanted: Collection[int]) -> dict[int, Location]:
    """By key, with the storey of each room; without what models say of them, which is long."""
    if not wanted:
        return {}
    unread = (*SAID_OF_PLACES, *(f"parent__{name}" for name in SAID_OF_PLACES))
    return Location.objects.select_related("parent").defer(*unread).in_bulk(wanted)


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
