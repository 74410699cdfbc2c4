"""What could explain that two things fail at once, in plain words; and which open faults may have one cause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from assets import common_causes, permissions
from assets.common_causes import Candidate, Explained, KeptFromFirms, NotTraceable, Silence
from assets.models import Asset, Station
from assets.networks import media
from maintenance import agenda, requests, scope
from maintenance.models import WorkOrder
from twin import lookup, wording
from twin.traces import Question, Wish, shown
from twin.traces.steps import steps_of
from twin.traces.things import Thing, Things
from twin.traces.told import Step
from twin.traces.words import KEPT_FROM_FIRMS, listed

MOST_FAULTS, MOST_GROUPS, MOST_NAMED = 24, 5, 6


@dataclass(frozen=True)
class Fault:
    """Equipment with an open order or fault report about it. `said`: what that says; `shared`: what explains it as well
    as the thing chosen first."""

    code: str
    words: str
    room: str
    said: str
    shared: str = ""


@dataclass(frozen=True)
class Group:
    """Open faults that one piece of equipment alone would explain."""

    code: str
    words: str
    room: str
    faults: str
    address: str


@dataclass(frozen=True)
class Way:
    """From the cause to one of the two; `lengths` of pipe or cable lie between the last two steps."""

    end: str
    steps: list[Step]


@dataclass(frozen=True)
class Cause:
    """`itself`: it is one of the two. `besides`: how much else it would take; where that works, it is not this."""

    code: str
    words: str
    room: str
    family: str
    colour: str
    itself: bool
    ways: list[Way]
    supposed: int
    by_control: bool
    besides: int
    stops: str
    in_3d: str


@dataclass(frozen=True)
class Told:
    """`nothing` says why nothing explains both, and then there are no causes."""

    one: str
    other: str
    one_words: str = ""
    other_words: str = ""
    nothing: str = ""
    verdict: str = ""
    causes: list[Cause] = field(default_factory=list)
    lengths: list[Cause] = field(default_factory=list)
    complete: bool = True


def address(station: Station, one: str = "", other: str = "") -> str:
    asked = {name: code for name, code in (("one", one), ("other", other)) if code}
    page = reverse("common_cause", args=[station.code])
    return f"{page}?{urlencode(asked)}" if asked else page


def tell(station: Station, one: str, other: str, *, by: Any) -> Told:
    """As far as `by` may know it."""
    try:
        found = common_causes.find(station, one, other)
        found = common_causes.to_firms(found) if permissions.withheld_from(by) else found
    except NotTraceable:
        return Told(one, other, nothing=gettext("The models draw only one thing of these two names."))
    except KeptFromFirms:
        return Told(one, other, nothing=str(KEPT_FROM_FIRMS))
    return _Telling(found).told()


class _Telling:
    def __init__(self, found: Explained) -> None:
        self.found = found
        ends = (*found.one.elements, *found.other.elements)
        passed = (piece for each in found.candidates for way in each.ways for piece in way)
        self.things = Things(found, (*ends, *passed))

    def told(self) -> Told:
        found = self.found
        one, other = (self._words(each.elements) for each in (found.one, found.other))
        causes = [self._cause(each) for each in found.candidates if each.followed]
        lengths = [self._cause(each) for each in found.candidates if not each.followed]
        return Told(
            one=found.one.code,
            other=found.other.code,
            one_words=one,
            other_words=other,
            nothing=self._silence(),
            verdict=self._verdict(causes, lengths),
            causes=causes,
            lengths=lengths,
            complete=found.complete,
        )

    def _words(self, pieces: Sequence[int]) -> str:
        return self.things[pieces[0]].words if pieces else ""

    def _verdict(self, causes: list[Cause], lengths: list[Cause]) -> str:
        first = next(iter((*causes, *lengths)), None)
        if first is None:
            return ""
        said = {"code": first.code, "words": first.words}
        if first.itself:
            return gettext("%(code)s itself explains the other, which hangs on it.") % said
        return gettext("%(code)s (%(words)s) alone would explain both.") % said

    def _silence(self) -> str:
        found = self.found
        if found.silence is None:
            return ""
        one, other = {"code": found.one.code}, {"code": found.other.code}
        unconnected = gettext("The models draw no connection of %(code)s: nobody knows what it hangs on.")
        unsupplied = gettext(
            "As things are, nothing in the models supplies %(code)s: what feeds it is not drawn, or is shut."
        )
        return {
            Silence.ONE_UNCONNECTED: unconnected % one,
            Silence.OTHER_UNCONNECTED: unconnected % other,
            Silence.ONE_UNSUPPLIED: unsupplied % one,
            Silence.OTHER_UNSUPPLIED: unsupplied % other,
            Silence.NOTHING_IN_COMMON: gettext(
                "They hang on nothing common, or one of them has another way to be supplied."
            ),
            Silence.RESTRICTED: str(KEPT_FROM_FIRMS),
        }[found.silence]

    def _cause(self, candidate: Candidate) -> Cause:
        found, thing = self.found, self.things[candidate.element]
        wish = Wish(candidate.code, Question.STOPS)
        family = self._family(candidate)
        return Cause(
            code=candidate.code,
            words=thing.words,
            room=lookup.place_words(thing.place),
            family=wording.family(family),
            colour=wording.colour(family),
            itself=candidate.code in (found.one.code, found.other.code),
            ways=list(self._ways(candidate, thing)),
            supposed=candidate.supposed,
            by_control=candidate.by_control,
            besides=candidate.besides,
            stops=shown.address(found.station, wish),
            in_3d=shown.in_3d(found.station, wish)
            if found.station.twin_mode == Station.TwinMode.MODEL_3D
            else "",
        )

    def _family(self, candidate: Candidate) -> str:
        graph = self.found.graph
        nodes = graph.nodes_of[graph.number[candidate.element]]
        return next((media.family_of(graph.medium_of[node]) for node in nodes), "unknown")

    def _ways(self, candidate: Candidate, cause: Thing) -> Iterator[Way]:
        for end, way in zip((self.found.one, self.found.other), candidate.ways, strict=True):
            if end.code != cause.code:
                yield Way(end.code, steps_of(self.things, way))


# ── faults that are open ─────────────────────────────────────────────────────


def faults(station: Station, user: Any, *, but: str = "") -> list[Fault]:
    """Equipment of which an order or a report says that it fails, the most urgent first."""
    found: dict[str, Fault] = {}
    orders = scope.orders_for(user).filter(agenda.OPEN, station=station, kind=WorkOrder.Kind.CORRECTIVE)
    located = orders.exclude(asset=None).select_related("asset__location__parent")
    for order in located.order_by("priority", "due_at", "pk")[:MOST_FAULTS]:
        found.setdefault(order.asset.code, _fault(order.asset, f"{order.number} · {order.title}"))
    reported = requests.open_requests().filter(station=station).exclude(asset=None)
    for report in reported.select_related("asset__location__parent").order_by("-created_at")[:MOST_FAULTS]:
        found.setdefault(report.asset.code, _fault(report.asset, report.text.splitlines()[0]))
    found.pop(but, None)
    return list(found.values())[:MOST_FAULTS]


def _fault(asset: Asset, said: str) -> Fault:
    words = lookup.kind_and_name(wording.kind(asset.kind), asset.name)
    return Fault(asset.code, words, lookup.place_words(asset.location), said)


def explained_with(station: Station, one: str, found: list[Fault]) -> list[Fault]:
    """The same, first those that may have their cause in common with `one`."""
    groups = common_causes.shared(station, [one, *(fault.code for fault in found)], most=4 * MOST_FAULTS)
    shared: dict[str, str] = {}
    for cause, codes in groups:
        if one in codes:
            for code in codes:
                shared.setdefault(code, cause)
    told = [replace(each, shared=shared.get(each.code, "")) for each in found]
    nearest = list(shared)
    return sorted(told, key=lambda each: nearest.index(each.code) if each.shared else len(nearest))


def groups(station: Station, found: list[Fault]) -> list[Group]:
    """Faults with one cause, the nearest cause first."""
    causes = common_causes.shared(station, [fault.code for fault in found], most=MOST_GROUPS)
    rows = Asset.objects.live().filter(station=station, code__in=[code for code, _ in causes])
    assets = {asset.code: asset for asset in rows.select_related("location__parent")}
    return [
        Group(
            code=code,
            words=lookup.kind_and_name(wording.kind(assets[code].kind), assets[code].name),
            room=lookup.place_words(assets[code].location),
            faults=listed(codes[:MOST_NAMED], len(codes[MOST_NAMED:])),
            address=address(station, *codes[:2]),
        )
        for code, codes in causes
        if code in assets
    ]
