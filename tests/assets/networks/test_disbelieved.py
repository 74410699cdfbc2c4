"""What a file declares and nobody can believe: a finding of the file, and one task until a file mends it."""

from __future__ import annotations

from pathlib import Path

import ifcopenshell
import pytest
from ifcopenshell.util.unit import calculate_unit_scale

from assets import connectivity, jobs, proposal_search, proposals, station_graph
from assets.models import Connection, ConnectionProposal, Finding, HistoryEntry, Job, Revision, Station
from assets.networks.answers import Question, Trace
from assets.networks.evidence import Evidence, Reason
from assets.networks.traces import trace
from tests import factories
from tests.assets.networks.taking_in import SAMPLES, take_in

pytestmark = pytest.mark.django_db
State = ConnectionProposal.State


class Export:
    """The plumbing of the sample station as an exporter spoils it."""

    def __init__(self) -> None:
        self.model = ifcopenshell.open(str(SAMPLES / "VDO_PLB.ifc"))
        self.owner = {
            port.id(): nest.RelatingObject
            for nest in self.model.by_type("IfcRelNests")
            for port in nest.RelatedObjects
        }
        self.links = self.model.by_type("IfcRelConnectsPorts")

    def beside(self, tag: str) -> list[ifcopenshell.entity_instance]:
        """Connections of one thing, in the order of the file."""
        return [
            link for link in self.links
            if tag in {self.owner[port.id()].Tag for port in (link.RelatingPort, link.RelatedPort)}
        ]  # fmt: skip

    def displace(self, link: ifcopenshell.entity_instance, metres: float) -> None:
        """One end, upwards."""
        axes = link.RelatedPort.ObjectPlacement.RelativePlacement
        x, y, z = axes.Location.Coordinates
        moved = (x, y, z + metres / calculate_unit_scale(self.model))
        link.RelatedPort.ObjectPlacement.RelativePlacement = self.model.create_entity(
            "IfcAxis2Placement3D",
            self.model.create_entity("IfcCartesianPoint", moved),
            axes.Axis,
            axes.RefDirection,
        )

    def join_to_itself(self, link: ifcopenshell.entity_instance) -> None:
        """The other port is of the same element: both on one (revit-ifc, issue 51)."""
        owner = self.owner[link.RelatingPort.id()]
        link.RelatedPort = next(
            port for port in self.model.by_type("IfcDistributionPort")
            if self.owner.get(port.id()) == owner and port != link.RelatingPort
        )  # fmt: skip

    def carry_something_else(self, link: ifcopenshell.entity_instance) -> None:
        link.RelatedPort.SystemType = "DRAINAGE"

    def write(self, path: Path, remark: str) -> Path:
        self.model.write(str(path))
        path.write_text(path.read_text() + f"/* {remark} */\n")
        return path


def published(station: Station, path: Path) -> Revision:
    revision = take_in(station, path)
    jobs.run_one(Job.objects.open().get(kind=proposal_search.KIND, station=station).pk)
    return revision


def tasks(station: Station) -> list[tuple[str, str]]:
    rows = proposals.alike(station, proposals.Rule(evidence="X"))
    return sorted((proposals.name_of(row), row.why) for row in rows)


@pytest.fixture
def station() -> Station:
    return factories.station("BAD")


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    export = Export()
    export.displace(export.beside("EFS-P-01")[0], 1.2)
    export.join_to_itself(export.beside("EFS-P-02")[0])
    export.carry_something_else(export.beside("EFS-V-101")[0])
    return export.write(tmp_path / "VDO_PLB.ifc", "spoilt")


def test_each_is_a_finding_of_the_file_that_names_both_ends(station, spoilt):
    revision = take_in(station, spoilt)

    told = Finding.objects.filter(revision=revision, code__startswith="connection-").order_by("code")

    assert [(each.code, each.severity) for each in told] == [
        ("connection-media-differ", "warning"), ("connection-to-itself", "warning"), ("connection-too-far", "warning"),
    ]  # fmt: skip
    assert "1.20 m apart" in told[2].message
    assert "EFS-P-01" in told[2].message
    lines = {
        f"#{step_id}"
        for step_id in Connection.objects.exclude(disbelieved="").values_list("step_id", flat=True)
    }
    assert {each.entity for each in told} == lines
    assert connectivity.of(revision).classes["X"] == len(lines) == 3
    believed = Connection.objects.filter(revision=revision, disbelieved="").count()
    assert believed == revision.connections.count() - 3


def test_a_file_without_fault_has_none(station):
    revision = take_in(station, SAMPLES / "VDO_PLB.ifc")

    assert not Finding.objects.filter(revision=revision, code__startswith="connection-").exists()
    assert not Connection.objects.exclude(disbelieved="").exists()


def test_what_stays_wrong_in_the_next_revision_is_one_task_and_what_it_mends_closes_by_itself(
    station, spoilt, tmp_path
):
    published(station, spoilt)
    first = tasks(station)
    opened = dict(ConnectionProposal.objects.filter(evidence="X").values_list("pk", "opened_at"))

    export = Export()
    export.displace(export.beside("EFS-P-01")[0], 1.2)
    again = export.write(tmp_path / "VDO_PLB_2.ifc", "again")
    published(station, again)

    assert sorted(why for _, why in first) == ["media-differ", "one-element", "too-far"]
    left = ConnectionProposal.objects.get(evidence="X")
    assert (left.why, left.opened_at) == ("too-far", opened[left.pk])
    entry = HistoryEntry.objects.get(verb="connections mended")
    assert entry.after["count"] == 2
    assert "EFS-V-101" in entry.after["name"]

    published(station, Export().write(tmp_path / "VDO_PLB_3.ifc", "as it should be"))

    assert tasks(station) == []
    assert not ConnectionProposal.objects.filter(evidence="X").exists()
    assert HistoryEntry.objects.filter(verb="connections mended").count() == 2


def test_one_that_a_person_saw_joined_on_site_is_in_the_graph_and_takes_its_doubt_away(station, spoilt):
    published(station, spoilt)
    steward = factories.person("steward", station=station)
    row = ConnectionProposal.objects.get(why="too-far")
    before = trace(station_graph.of(station).proven, Question(Trace.UPSTREAM, (row.one_id,)))

    proposals.decide(row, State.CONFIRMED, by=steward)

    graph = station_graph.of(station).proven
    one, other = graph.nodes(row.one_id, row.medium)[0], graph.nodes(row.other_id, row.medium)[0]
    (edge,) = (edge for near, edge in graph.near.ways(one) if near == other)
    assert (Evidence(graph.evidence[edge]), graph.reason[edge]) == (Evidence.B, Reason.CONFIRMED)
    assert row.pk not in {each.pk for each in proposals.of(station).waiting()}
    after = trace(graph, Question(Trace.UPSTREAM, (row.one_id,)))
    assert "rejected-connection" in {str(each.doubt) for each in before.doubts}
    assert len(after.reached) > len(before.reached) or len(after.doubts) < len(before.doubts)


@pytest.mark.parametrize("why", ["one-element", "media-differ"])
def test_what_cannot_be_is_never_confirmed_only_set_aside(station, spoilt, why):
    published(station, spoilt)
    steward = factories.person("steward", station=station)
    row = ConnectionProposal.objects.get(why=why)

    with pytest.raises(proposals.CannotBe):
        proposals.decide(row, State.CONFIRMED, by=steward)
    assert proposals.decide_all([row], State.CONFIRMED, by=steward) == 0
    proposals.decide(row, State.REFUSED, by=steward)

    assert why not in {each for _, each in tasks(station)}
    row.refresh_from_db()
    assert row.state == State.REFUSED


def test_a_decision_about_it_outlives_revisions_that_still_declare_it(station, spoilt, tmp_path):
    published(station, spoilt)
    steward = factories.person("steward", station=station)
    row = ConnectionProposal.objects.get(why="too-far")
    proposals.decide(row, State.CONFIRMED, by=steward)

    export = Export()
    export.displace(export.beside("EFS-P-01")[0], 0.7)
    published(station, export.write(tmp_path / "VDO_PLB_2.ifc", "moved, still apart"))

    row.refresh_from_db()
    assert (row.state, row.apart) == (State.CONFIRMED, pytest.approx(0.7, abs=0.02))
    assert any(added.reason is Reason.CONFIRMED for added in proposals.additions(station).connections)

    published(station, Export().write(tmp_path / "VDO_PLB_3.ifc", "as it should be"))

    assert proposals.additions(station).connections == ()
    assert proposals.without_ends(station) == 0


def test_a_rule_without_a_class_leaves_them_out(station, spoilt):
    published(station, spoilt)

    assert not proposals.alike(station, proposals.Rule()).filter(evidence="X").exists()
    assert proposals.alike(station, proposals.Rule(evidence="X")).count() == 3
