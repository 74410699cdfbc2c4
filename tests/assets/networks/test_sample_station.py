"""Every network of the sample station answers as its generator's own book, element by element."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

import pytest

from assets import served_places, station_graph
from assets.models import Control, Element, ServedPlace, Station
from assets.networks.answers import Answer, Question, Trace
from assets.networks.graph import Graph
from assets.networks.traces import trace
from ifc_samples.station.book import Item
from ifc_samples.station.networks import ACTING, Network
from tests import soaking
from tests.assets.networks.taking_in import SAMPLES, take_in

pytestmark = pytest.mark.django_db


class Compared:
    """A graph of the product beside the book."""

    def __init__(self, of: Station, network: Network, disciplines: tuple[str, ...]) -> None:
        self.graph: Graph = station_graph.of(of).proven
        elements = Element.objects.filter(revision__station=of).values_list("pk", "global_id")
        self.guid = dict(elements)
        self.pk = {guid: pk for pk, guid in elements}
        self.network = network
        self.disciplines = disciplines

    def items(self) -> Iterator[Item]:
        """Whatever has a port, but what carries cables without being electric; every seventh, all in the soak."""
        step = 1 if soaking.SOAK else 7
        return islice(self._all(), soaking.seed(0) % step, None, step)

    def _all(self) -> Iterator[Item]:
        for item in self.network.book.items:
            if item.ports and item.discipline in self.disciplines and item.ifc != "IfcCableCarrierSegment":
                yield item

    def ask(self, item: Item, kind: Trace) -> Answer:
        return trace(self.graph, Question(kind, (self.pk[item.global_id],)))

    def guids(self, pieces: tuple[int | str, ...]) -> set[str]:
        return {self.guid[piece] for piece in pieces}


def _guids(items: set[Item], disciplines: tuple[str, ...] | None = None) -> set[str]:
    return {item.global_id for item in items if disciplines is None or item.discipline in disciplines}


@pytest.fixture(scope="module")
def whole(station: Station, network: Network, django_db_blocker) -> Compared:
    with django_db_blocker.unblock():
        return Compared(station, network, ("ARC", "PLB", "CFO", "CVC", "INC"))


def upstream_differs(compared: Compared, item: Item) -> bool:
    return compared.guids(compared.ask(item, Trace.UPSTREAM).reached) != _guids(
        compared.network.upstream(item)
    )


def downstream_differs(compared: Compared, item: Item) -> bool:
    told = compared.guids(compared.ask(item, Trace.DOWNSTREAM).reached)
    return told != _guids(compared.network.downstream(item), compared.disciplines)


def impact_differs(compared: Compared, item: Item) -> bool:
    told = compared.guids(compared.ask(item, Trace.IMPACT).lost)
    return told != _guids(compared.network.impact(item), compared.disciplines)


def isolation_differs(compared: Compared, item: Item) -> bool:
    answer = compared.ask(item, Trace.ISOLATION)
    devices, lost, complete = compared.network.isolating(item)
    told = (compared.guids(answer.devices), compared.guids(answer.lost), answer.complete)
    return told != (_guids(devices), _guids(lost), complete)


@pytest.mark.parametrize("differs", [upstream_differs, downstream_differs, impact_differs, isolation_differs])
def test_every_element_of_every_network_answers_as_the_book(
    whole: Compared, differs: Callable[[Compared, Item], bool]
):
    assert [item.code or item.name for item in whole.items() if differs(whole, item)] == []


@pytest.mark.parametrize("schema", ["IFC2X3", "IFC4X3"])
def test_plumbing_of_other_schemas_answers_the_same(db, network: Network, schema: str):
    other = Station.objects.create(code=f"N{schema[3:]}", name="The same pipes")
    take_in(other, SAMPLES / f"VDO_PLB_{schema}.ifc")
    compared = Compared(other, network, ("PLB",))

    for differs in (upstream_differs, downstream_differs, impact_differs, isolation_differs):
        assert [item.code or item.name for item in compared.items() if differs(compared, item)] == []
    assert [(item.code, impact_differs(compared, item)) for item in acting(compared)] == [
        ("EFS-AC-01", False),
        ("EU-REG-01", False),
        ("EU-REG-02", False),
    ]


def acting(compared: Compared) -> list[Item]:
    """Controllers and actuators: none of them has a port, and what they act on stops with them."""
    book = compared.network.book
    items = dict.fromkeys(control for control, _ in book.controls if control.ifc in ACTING)
    return [item for item in items if item.discipline in compared.disciplines]


def test_what_a_controller_acts_on_stops_as_in_the_book_and_never_for_certain(whole: Compared):
    items = acting(whole)

    assert [item.code for item in items] == ["EFS-AC-01", "EU-REG-01", "EU-REG-02", "CVC-GTB-01"]
    assert [item.code for item in items if impact_differs(whole, item)] == []
    assert [item.code for item in items if whole.ask(item, Trace.IMPACT).certain] == []


def test_what_systems_serve_and_what_controls_what_is_kept_with_the_revision(
    station: Station, network: Network
):
    served = ServedPlace.objects.filter(revision__station=station)
    controls = Control.objects.filter(revision__station=station).order_by("pk")

    assert set(served.values_list("location__kind", flat=True)) == {"building"}
    assert served.count() == len(network.book.systems)
    assert sorted(controls.values_list("control__code", "controlled__code")) == sorted(
        (control.code, thing.code) for control, thing in network.book.controls
    )
    assert served_places.of(station) == {}  # the whole building: that says nothing of any room


def test_answers_of_the_whole_file_are_certain_but_where_a_name_is_all_there_is(whole: Compared):
    """Each network of the sample has one supply and no forgotten end, so its isolations are certain."""
    pressed = [item for item in whole.items() if item.discipline in ("PLB", "INC")]
    answers = {item: whole.ask(item, Trace.ISOLATION) for item in pressed}

    unsure = [item for item, answer in answers.items() if answer.complete and not answer.certain]
    assert unsure == []
