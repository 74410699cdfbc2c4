"""What the pieces of a station's networks are called, what they are and where, as the register holds them now."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from json.encoder import encode_basestring

from assets import served_places, tenants
from assets.ifc.reading import collector_at_rest
from assets.models import Element, ElementMatch, HistoryHead, Location, Revision, Station
from assets.networks import devices
from assets.recent import Recent

Where = tuple[tuple[int | None, str], ...]
"""(place, how it is known); several where only its system says what is served."""


Named = tuple[tuple[str, int], ...]
"""(code of the place, number in METHODS)."""


METHODS = ("contained", "point-in-room", "system", "storey")
"""How a room is known that is served, the surest first: by what contains the thing that serves it, by
where that stands, by what its system says it serves, by its storey alone."""
_METHOD = {"explicit": "contained", "geometric": "point-in-room", "system": "system"}

At = tuple[int, bool]
"""(key of a room, else of a storey, 0 for nowhere; whether only its system says that it serves it)."""


@dataclass(frozen=True)
class Names:
    """By primary key of the element. `terminals`, that people use, and where they are. `tenants` by the room's code.

    `stands`: the room of each terminal, else its storey, whatever its system says it serves.
    `kinds` of the terminals and of what stands for an asset: nothing else is ever counted.
    """

    codes: dict[int, str]
    global_ids: dict[int, str]
    assets: frozenset[int]
    kinds: dict[int, str]
    terminals: dict[int, Where]
    stands: dict[int, int | None]
    places: dict[int, str]
    rooms: frozenset[str]
    tenants: dict[str, str]

    def identities(self, pieces: Iterable[int]) -> str:
        """JSON: {code: [GlobalIds of what draws it]}. Written down once for each that bears its code alone.

        In the order of their keys: so they lie in memory, and of a whole station that is five times faster.
        """
        alone = self._alone
        told = sorted(set(pieces))
        known = [piece for piece in told if piece in alone] if self._alike else told
        said = list(map(alone.__getitem__, known))
        several: dict[str, list[str]] = {}
        if len(said) < len(told):
            for piece in told:
                if piece not in alone:
                    several.setdefault(self.codes[piece], []).append(self.global_ids[piece])
        said += [_identity(code, ids) for code, ids in several.items()]
        return "{" + ", ".join(said) + "}"

    @cached_property
    def whereabouts(self) -> tuple[list[Named], dict[int, int]]:
        """Each place, or several, where terminals are, once; and which of them each terminal has, by its number."""
        numbers: dict[Where, int] = {}
        of = {piece: numbers.setdefault(where, len(numbers)) for piece, where in self.terminals.items()}
        return [self._named(where) for where in numbers], of

    def _named(self, where: Where) -> Named:
        return tuple(
            (self.places[place], METHODS.index(_METHOD.get(how, "storey")))
            for place, how in where
            if place in self.places
        )

    @cached_property
    def used(self) -> dict[int, tuple[At, ...]]:
        """Where the terminals are."""
        return {
            piece: tuple([(place or 0, how == "system") for place, how in places])
            for piece, places in self.terminals.items()
        }

    @cached_property
    def standing(self) -> dict[int, tuple[At, ...]]:
        """The same, but for what a system says it serves."""
        return {piece: ((place or 0, False),) for piece, place in self.stands.items()}

    def of(self, pieces: Collection[int]) -> list[str]:
        """Their codes, each once, in order; of pieces of which each comes once."""
        found = map(self.codes.__getitem__, pieces)
        if not self._alike or self._alike.isdisjoint(pieces):
            return list(found)
        return list(dict.fromkeys(found))

    @cached_property
    def _alike(self) -> frozenset[int]:
        """What does not bear its code alone."""
        first: dict[str, int] = {}
        again = {piece: code for piece, code in self.codes.items() if first.setdefault(code, piece) != piece}
        return frozenset((*again, *(first[code] for code in again.values())))

    @cached_property
    def _alone(self) -> dict[int, str]:
        with collector_at_rest():
            return {
                piece: _identity(code, [self.global_ids[piece]])
                for piece, code in self.codes.items()
                if piece not in self._alike
            }


def _identity(code: str, ids: Iterable[str]) -> str:
    return f"{encode_basestring(code)}: [{', '.join(map(encode_basestring, ids))}]"


def register_state(station: Station) -> int:
    """Counts the acts in the station: another number may mean other codes or places."""
    return HistoryHead.objects.filter(chain=str(station.pk)).values_list("number", flat=True).first() or 0


def names_of(station: Station, revision_set: str) -> Names:
    """As the register holds them now: read again after any act in the station."""
    return _names.get((station.pk, revision_set, register_state(station)), lambda: _read(station))


_names: Recent[tuple[int, str, int], Names] = Recent(4)


def _read(station: Station) -> Names:
    with collector_at_rest():
        return _read_all(station)


def _read_all(station: Station) -> Names:
    published = Element.objects.filter(revision__station=station, revision__state=Revision.State.PUBLISHED)
    codes, guids, kinds = {}, {}, {}
    for pk, code, guid in published.values_list("pk", "code", "global_id"):
        codes[pk], guids[pk] = code, guid
    used = published.filter(resolved_class__in=devices.TERMINALS)
    rows = used.values_list("pk", "kind", "run__kind", "location", "storey", "room_source")
    drawn: dict[int, tuple[int | None, str]] = {}
    for pk, kind, run_kind, place, storey, source in rows:
        kinds[pk], drawn[pk] = run_kind or kind, (place or storey, source)
    matches = ElementMatch.objects.filter(element__in=published, asset__removed_at=None)
    where: dict[int, int | None] = {}
    for pk, code, kind, place in matches.values_list(
        "element", "asset__code", "asset__kind", "asset__location"
    ):
        codes[pk], kinds[pk], where[pk] = code, kind, place
    places = list(Location.objects.filter(station=station).values_list("pk", "code", "kind"))
    code_of = {pk: code for pk, code, _ in places}
    rooms = {pk for pk, _, kind in places if kind == Location.Kind.SPACE}
    served = served_places.of(station)
    terminals: dict[int, Where] = {}
    stands: dict[int, int | None] = {}
    for pk, (place, source) in drawn.items():
        at = stands[pk] = where.get(pk) or place
        by_system = () if at in rooms else tuple((each, "system") for each in served.get(pk, ()))
        terminals[pk] = by_system or ((at, source),)
    return Names(
        codes=codes,
        global_ids=guids,
        assets=frozenset(where),
        kinds=kinds,
        terminals=terminals,
        stands=stands,
        places=code_of,
        rooms=frozenset(code_of[pk] for pk in rooms),
        tenants={code_of[pk]: tenant.name for pk, tenant in tenants.of(station).items()},
    )
