"""Networks of files that others made, as they were exported."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets import connectivity, station_graph, tracing
from assets.ifc import opening
from assets.networks.evidence import Evidence
from assets.networks.traces import Trace
from tests import factories
from tests.assets.networks.taking_in import take_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize(
    ("name", "connections", "evidence"),
    [
        ("DrainageSystem-1-1.ifc", 12, Evidence.A),
        ("DrainageSystem-2.ifc", 3, Evidence.A),
        ("RioleringTestArkey.ifc", 9, Evidence.B),
    ],
)
def test_a_drain_is_traced_through_all_its_connections(
    name: str, connections: int, evidence: Evidence, shared_ifc: Path, tmp_path: Path
):
    """A chain: one thing more than there are connections hangs together, whichever one asks about."""
    station = factories.station("DRAIN")
    path = shared_ifc / name
    revision = take_in(
        station, opening.relabelled(path, tmp_path) if name.startswith("Drainage") else path, "PLB"
    )
    graph = station_graph.of(station).proven
    asked = tracing.Asked(f"guid:{revision.ports.first().element.global_id}", Trace.CONNECTED)

    told = tracing.ask(station, asked)

    assert [Evidence(each) for each in graph.evidence] == [evidence] * connections
    assert len({*told.answer.reached, *told.pointed.elements}) == connections + 1
    assert told.answer.evidence == evidence
    assert connectivity.of(revision).counts["islands"] == 1


@pytest.mark.parametrize("name", ["PCERT-Building-Hvac.ifc", "Duplex_Electrical_20121207.ifc"])
def test_a_file_without_ports_says_that_it_holds_none(name: str, shared_ifc: Path):
    station = factories.station("BARE")
    revision = take_in(station, shared_ifc / name)
    element = revision.elements.exclude(code="").first()

    with pytest.raises(tracing.NotTraceable, match="hold no connected port"):
        tracing.ask(station, tracing.Asked(element.code, Trace.UPSTREAM))
    assert connectivity.of(revision).counts["ports"] == 0
