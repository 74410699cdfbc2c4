"""Proposals of the sample station, a tenth of whose connections an export lost: found, decided, used, kept."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from assets import jobs, proposal_search, proposals, station_graph
from assets.ifc.outlines import outline
from assets.models import Connection, ConnectionProposal, HistoryEntry, Job, Port, Station, System
from assets.networks.evidence import Doubt, Evidence, Reason
from tests import factories, soaking
from tests.assets.networks.taking_in import SAMPLES, take_in
from tests.assets.networks.test_meeting import WATER, along

pytestmark = pytest.mark.django_db
State = ConnectionProposal.State


@pytest.fixture(scope="module")
def whole(django_db_setup, django_db_blocker) -> Iterator[Station]:
    with django_db_blocker.unblock():
        made = Station.objects.create(code="LOST", name="Gare de Val-d'Orme")
        try:
            take_in(made, SAMPLES / "VDO_PLB.ifc")
            yield made
        finally:
            factories.forget(made)


@pytest.fixture
def lost(whole: Station) -> list[tuple[int, int]]:
    """The pairs of ports that are joined no more, one of each up to 14 mm from where it was."""
    dice = random.Random(f"proposals {soaking.seed(0)}")
    of_station = Connection.objects.filter(revision__station=whole).order_by("pk")
    chosen = [each for each in of_station.select_related("to_port") if dice.random() < 0.1]
    for each in chosen:
        each.to_port.x += dice.uniform(-0.014, 0.014)
        each.to_port.save()
    Connection.objects.filter(pk__in=[each.pk for each in chosen]).delete()
    return [(each.from_port_id, each.to_port_id) for each in chosen]


def pairs(rows) -> set[frozenset[int]]:
    return {frozenset((row.one_port_id, row.other_port_id)) for row in rows}


def test_lost_connections_are_proposed_and_nothing_else(whole, lost):
    found = proposal_search.find(whole)

    rows = list(proposals.of(whole))
    true = {frozenset(pair) for pair in lost}
    assert found == proposal_search.Found(waiting=len(rows), new=len(rows), gone=0)
    assert pairs(rows) - true == set()
    assert len(rows) >= 0.9 * len(true) > 10


def test_a_proposed_connection_is_only_supposed_and_a_confirmed_one_is_in_the_graph(whole, lost):
    steward = factories.person("steward", station=whole)
    proposal_search.find(whole)
    row = proposals.of(whole).first()

    before = station_graph.of(whole)
    assert edge(before.proven, row) is None
    assert edge(before.supposed, row) == (Evidence.D, Reason.PROPOSED_PORTS)

    proposals.decide(row, State.CONFIRMED, by=steward)

    assert edge(station_graph.of(whole).proven, row) == (Evidence.B, Reason.CONFIRMED)

    row.refresh_from_db()
    proposals.decide(row, State.PROPOSED, by=steward)
    assert edge(station_graph.of(whole).proven, row) is None
    told = HistoryEntry.objects.filter(station=whole, subject_kind="connectionproposal").order_by("number")
    assert [(entry.verb, entry.actor_id) for entry in told] == [
        ("connection confirmed", steward.pk),
        ("connection reopened", steward.pk),
    ]


def edge(graph, row) -> tuple[Evidence, Reason] | None:
    one, other = (node for piece in (row.one_id, row.other_id) for node in graph.nodes(piece, row.medium))
    found = [edge for node, edge in graph.near.ways(one) if node == other]
    return (Evidence(graph.evidence[found[0]]), graph.reason[found[0]]) if found else None


def test_a_refused_connection_is_not_even_supposed(whole, lost):
    proposal_search.find(whole)
    steward = factories.person("steward", station=whole)

    proposals.decide_all(proposals.of(whole), State.REFUSED, by=steward)

    assert station_graph.of(whole).supposed is None


def test_who_comes_second_is_told_so(whole, lost):
    steward = factories.person("steward", station=whole)
    proposal_search.find(whole)
    row = proposals.of(whole).first()
    proposals.decide(ConnectionProposal.objects.get(pk=row.pk), State.CONFIRMED, by=steward)

    with pytest.raises(proposals.Overtaken):
        proposals.decide(row, State.REFUSED, by=steward)


def test_looking_twice_changes_nothing_and_decisions_outlive_the_next_search(whole, lost):
    steward = factories.person("steward", station=whole)
    proposal_search.find(whole)
    first, second, *_ = proposals.of(whole)
    proposals.decide(first, State.CONFIRMED, by=steward)
    proposals.decide(second, State.REFUSED, by=steward)
    kept = list(ConnectionProposal.objects.order_by("pk").values())

    again = proposal_search.find(whole)

    assert (again.new, again.gone) == (0, 0)
    assert list(ConnectionProposal.objects.order_by("pk").values()) == kept


def test_a_confirmed_connection_whose_ends_lie_elsewhere_now_is_used_no_more(whole, lost):
    steward = factories.person("steward", station=whole)
    proposal_search.find(whole)
    row = proposals.of(whole).first()
    proposals.decide(row, State.CONFIRMED, by=steward)
    Port.objects.filter(pk=row.one_port_id).update(z=99.0)

    proposal_search.find(whole)

    assert not proposals.of(whole).filter(pk=row.pk).exists()
    assert all(added.reason is not Reason.CONFIRMED for added in proposals.additions(whole).connections)


def decided_then_declared(station: Station, state: State, *, by: User) -> ConnectionProposal:
    """The first proposal: a steward decides it, then a later file joins the two."""
    proposal_search.find(station)
    row = proposals.of(station).select_related("one").first()
    proposals.decide(row, state, by=by)
    Connection.objects.create(
        revision=row.one.revision, step_id=1, from_port_id=row.other_port_id, to_port_id=row.one_port_id
    )
    proposal_search.find(station)
    return row


def test_a_connection_that_the_next_file_declares_itself_comes_in_once(whole, lost):
    decided_then_declared(whole, State.CONFIRMED, by=factories.person("steward", station=whole))

    assert all(added.reason is not Reason.CONFIRMED for added in proposals.additions(whole).connections)


def test_what_was_refused_is_not_joined_by_a_later_file_and_no_answer_there_is_certain(whole, lost):
    steward = factories.person("steward", station=whole)
    row = decided_then_declared(whole, State.REFUSED, by=steward)

    graph = station_graph.of(whole).proven
    ends = {node for piece in (row.one_id, row.other_id) for node in graph.nodes(piece, row.medium)}
    assert edge(graph, row) is None
    assert [each.reason for each in graph.rejected] == [Reason.REFUSED]
    assert all(Doubt.REJECTED_CONNECTION in graph.doubts[node] for node in ends)
    assert [each.pk for each in proposals.declared_though_refused(whole)] == [row.pk]

    row.refresh_from_db()
    proposals.decide(row, State.PROPOSED, by=steward)
    proposal_search.find(whole)
    assert edge(station_graph.of(whole).proven, row)[0].is_proven
    assert list(proposals.declared_though_refused(whole)) == []


def test_a_rule_means_one_class_one_medium_and_no_more_than_so_many_millimetres(whole, lost):
    proposal_search.find(whole)
    near = proposals.alike(whole, proposals.Rule(evidence="D", medium="DOMESTICCOLDWATER", within_mm=5))

    assert 0 < near.count() < proposals.of(whole).count()
    assert {(row.evidence, row.medium) for row in near} == {("D", "DOMESTICCOLDWATER")}
    assert max(row.apart for row in near) <= 0.005


def without_some_connections(path: Path, every: int, remark: str) -> Path:
    """The plumbing of the sample station, every so many of whose connections the exporter did not write."""
    lines = (SAMPLES / "VDO_PLB.ifc").read_text().splitlines(keepends=True)
    joined = [number for number, line in enumerate(lines) if "=IFCRELCONNECTSPORTS(" in line.replace(" ", "")]
    dropped = set(joined[::every])
    path.write_text(
        "".join(line for number, line in enumerate(lines) if number not in dropped) + f"/* {remark} */\n"
    )
    return path


def test_a_decision_outlives_the_next_revision_of_the_file(tmp_path):
    """Publishing asks for the search; elements and ports are other rows then, and the decision is about these."""
    station = factories.station("NEXT")
    steward = factories.person("steward", station=station)
    take_in(station, without_some_connections(tmp_path / "VDO_PLB.ifc", 40, "first"))
    jobs.run_one(Job.objects.open().get(kind=proposal_search.KIND, station=station).pk)
    confirmed, refused, *_ = proposals.of(station)
    proposals.decide(confirmed, State.CONFIRMED, by=steward)
    proposals.decide(refused, State.REFUSED, by=steward)
    before = {row.pk: (row.state, row.one.global_id, row.other.global_id) for row in proposals.of(station)}

    next_one = take_in(station, without_some_connections(tmp_path / "VDO_PLB.ifc", 40, "second"))
    assert not proposals.additions(
        station
    ).connections  # until the search is done, nothing is taken for known
    job = jobs.run_one(Job.objects.open().get(kind=proposal_search.KIND, station=station).pk)

    after = {row.pk: (row.state, row.one.global_id, row.other.global_id) for row in proposals.of(station)}
    assert (job.state, job.result["new"], job.result["gone"]) == (Job.State.DONE, 0, 0)
    assert after == before
    assert {row.one.revision_id for row in proposals.of(station)} == {next_one.pk}
    again = proposals.of(station).get(pk=confirmed.pk)
    assert edge(station_graph.of(station).proven, again) == (Evidence.B, Reason.CONFIRMED)


def test_a_pipe_without_ports_is_joined_to_the_open_port_beside_it_once_a_steward_says_so():
    """
    P ═════•  Q ═════     P has a port at the point; the box of a cable that goes round corners is about all of it
    """
    station = factories.station("BARE")
    revision = factories.revision(station)
    pieces = {
        name: factories.element(
            revision, name, resolved_class="IfcPipeSegment", outline=outline(along(*ends)).numbers(),
            x_min=0, x_max=4, y_min=0, y_max=0, z_min=0, z_max=0,
        )
        for name, ends in (("P", ((0, 0, 0), (2, 0, 0))), ("Q", ((2.01, 0, 0), (4, 0, 0))))
    }  # fmt: skip
    system = factories.system(station, "Eau froide", *pieces.values(), family="water")
    System.objects.filter(pk=system.pk).update(predefined_type=WATER)
    Port.objects.create(
        revision=revision, element=pieces["P"], step_id=1, index=0, flow_direction="SOURCE", system_type=WATER,
        x=2.0, y=0.0, z=0.0,
    )  # fmt: skip

    cable = factories.element(
        factories.revision(station, discipline="CFO"), "CABLE", resolved_class="IfcCableSegment",
        x_min=0, x_max=4, y_min=-5, y_max=5, z_min=-2, z_max=2,
    )  # fmt: skip
    Port.objects.create(
        revision=cable.revision, element=cable, step_id=1, index=0, system_type="ELECTRICAL", x=4, y=5, z=2
    )

    proposal_search.find(station)
    row = proposals.of(station).get()
    assert (row.evidence, {row.one.code, row.other.code}, row.apart) == ("E", {"P", "Q"}, 0.01)
    assert station_graph.of(station).proven.tail == []

    proposals.decide(row, State.CONFIRMED, by=factories.person("steward", station=station))

    graph = station_graph.of(station).proven
    assert edge(graph, row) == (Evidence.B, Reason.CONFIRMED)
    assert {graph.medium_of[node] for piece in (row.one_id, row.other_id) for node in graph.nodes(piece)} == {
        WATER
    }
