"""`manage.py trace`: the contract's object on the sample station and on real files; refusals in one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from assets import isolation_cards, station_graph
from assets.graph_additions import Additions
from assets.management.commands.trace import in_words
from assets.models import Asset, AssetAlias, Connection, Element, Station
from assets.networks.evidence import Evidence, Reason
from assets.networks.graph import Graph
from assets.networks.parts import Added
from maintenance import device_states
from tests import factories
from tests.assets.networks.taking_in import SAMPLES, take_in

pytestmark = pytest.mark.django_db
TRUTH = json.loads((SAMPLES / "VDO_truth.json").read_text(encoding="utf-8"))


@pytest.fixture
def ask(station: Station, capsys):
    def asked(asset: str, kind: str, *more: str, of: Station = station) -> dict:
        call_command("trace", asset, "--station", of.code, "--kind", kind, "--json", *more)
        return json.loads(capsys.readouterr().out)

    return asked


def test_isolations_are_those_of_the_truth(ask):
    for code, told in TRUTH["isolation"].items():
        answer = ask(code, "isolation")
        assert (sorted(answer["devices"]), answer["complete"]) == (told["devices"], told["complete"]), code
        assert sorted(answer["lost"]["assets"]) == told["lost"], code


def test_what_is_lost_and_what_a_thing_hangs_on_are_those_of_the_truth(ask):
    """Things without a code of their own (pipes) have one here: the truth does not name them."""
    for code, told in TRUTH["impact"].items():
        assert sorted(set(ask(code, "impact")["lost"]["assets"]) & TRUTH["elements"].keys()) == told, code
    for code, told in TRUTH["upstream"].items():
        assert sorted(set(ask(code, "upstream")["reached"]) & TRUTH["elements"].keys()) == told, code


def test_rooms_served_are_told_with_the_way_they_were_found(ask):
    """Here only what the file says itself: shapes were not read."""
    said = {code: e["room"] for code, e in TRUTH["elements"].items() if e["room_source"] == "explicit"}
    for code, told in TRUTH["serves"].items():
        served = {row["location"]: row["method"] for row in ask(code, "downstream")["served"]}
        rooms = {said[terminal] for terminal in told["terminals"] if terminal in said}
        found = {
            place.split("-", 1)[1] if place[0] == "N" else place
            for place, how in served.items()
            if how == "contained"
        }
        assert rooms <= found, code


def test_an_answer_of_a_whole_network_is_certain_and_says_where_it_ends(ask):
    answer = ask("EFS-RP-01", "isolation")

    assert answer["certain"] is True
    assert (answer["evidence"], answer["ending"], answer["weak_connections"]) == ("A", "source", [])
    assert answer["path"][-1] == "EFS-RP-01"
    assert answer["device_states"][0] == {"asset": "EFS-V-010", "conducts": True, "to_verify": False}


def test_a_machine_of_another_file_hangs_on_an_isolator_by_name_only(ask):
    feed = ask("EU-P-01", "upstream", "--medium", "power")

    assert {"CFO-IS-09", "CFO-TD-06", "CFO-TR-01"} <= set(feed["reached"])
    assert feed["evidence"] == "C"
    assert feed["certain"] is False
    assert feed["weak_connections"] == [
        {"from": "CFO-IS-09", "to": "EU-P-01", "evidence": "C", "reason": "named"}
    ]
    for told in TRUTH["feeds_across_files"]:
        assert told["to"] in ask(told["from"], "downstream")["reached"]


def test_a_thing_is_found_by_former_code_tool_id_and_globalid(ask, station):
    pump = TRUTH["elements"]["EFS-P-01"]["global_id"]
    element = Element.objects.get(revision__station=station, global_id=pump)
    AssetAlias.objects.create(asset=element.match.asset, alias="POMPE-7", source="old_code")
    Element.objects.filter(pk=element.pk).update(tag="402113")

    found = [ask(name, "isolation") for name in (f"guid:{pump}", "POMPE-7", "402113", "efs p 1")]

    assert [answer["asset"] for answer in found] == ["EFS-P-01"] * 4
    assert found[0]["global_ids"]["EFS-V-003"] == [TRUTH["elements"]["EFS-V-003"]["global_id"]]


def test_devices_that_are_shut_or_stuck_or_few(ask):
    assert ask("EFS-RP-01", "isolation", "--closed", "EFS-V-011")["devices"] == ["EFS-V-010"]
    assert "EFS-V-112" not in ask("SF-WC-1", "isolation", "--stuck", "EFS-V-112")["devices"]
    assert len(ask("EFS-BAL-01", "isolation", "--fewest")["devices"]) == 1


def test_what_people_said_is_followed_until_the_question_supposes_something_else(ask, station, capsys):
    agent = factories.person("agent", station=station)
    valves = {code: Asset.objects.get(station=station, code=code) for code in ("EFS-V-112", "EFS-V-101")}
    assert ask("SF-WC-1", "isolation")["devices"] == ["EFS-V-112"]

    device_states.say(valves["EFS-V-112"], "stuck", by=agent)
    device_states.say(valves["EFS-V-101"], "conducts", by=agent)
    stuck = ask("SF-WC-1", "isolation")
    supposed = ask("SF-WC-1", "isolation", "--closed", "EFS-V-101")

    assert (stuck["devices"], stuck["passed_over"]) == (["EFS-V-101"], ["EFS-V-112"])
    assert (supposed["devices"], supposed["leans_on"]) == ([], ["EFS-V-101"])
    call_command("trace", "SF-WC-1", "--station", station.code, "--kind", "isolation")
    assert "nearer, not to be operated (1): EFS-V-112" in capsys.readouterr().out


def test_a_refusal_is_one_object_too(station, capsys):
    with pytest.raises(CommandError):
        call_command("trace", "NOPE", "--station", "NET", "--kind", "impact", "--json")

    told = json.loads(capsys.readouterr().out)
    assert told == {
        "asset": "NOPE",
        "kind": "impact",
        "complete": False,
        "reason": "Nothing in the published models of NET is called NOPE.",
    }


def refusal(*arguments: str) -> str:
    with pytest.raises(CommandError) as refused:
        call_command("trace", *arguments)
    return str(refused.value)


def test_refusals_are_one_sentence(station):
    here = ("--station", station.code, "--kind", "impact")

    assert refusal("X", "--station", "NOPE", "--kind", "impact") == "There is no station NOPE."
    assert refusal("NOPE", *here) == "Nothing in the published models of NET is called NOPE."
    assert refusal("PTE-012", *here) == (
        "The published models show no port of PTE-012, so nothing can be traced from it."
    )
    assert refusal("EFS-P-01", *here, "--medium", "gas") == (
        "EFS-P-01 has no connection in gas; the models know it in DOMESTICCOLDWATER, power."
    )


def test_a_name_that_is_none_is_told_so_and_a_long_one_in_short(station):
    here = ("--station", station.code, "--kind", "impact")
    asked = "Say what is meant: a code, a former code, a tool's id or guid:GlobalId."

    assert [refusal(name, *here) for name in ("", " ", "guid:")] == [asked] * 3
    assert refusal("x" * 100_000, *here) == f"Nothing in the published models of NET is called {'x' * 80}…."


def test_only_what_no_file_declares_is_called_supposed(ask):
    told = ask("EU-P-01", "upstream", "--medium", "power")
    unmeasured = {"from": "CFO-TD-06", "to": "CFO-IS-09", "evidence": "B", "reason": "distance-unknown"}

    words = in_words(told | {"weak_connections": [*told["weak_connections"], unmeasured]}).splitlines()

    assert "supposed: CFO-IS-09 → EU-P-01 (C)" in words
    assert "declared, not measured: CFO-TD-06 → CFO-IS-09 (B)" in words


def test_a_graph_is_built_once_for_a_set_of_revisions_and_shared_on_disk(station, monkeypatch):
    made = station_graph.of(station)
    monkeypatch.setattr(station_graph, "_make", lambda *a: pytest.fail("it was made again"))

    assert station_graph.of(station) is made
    station_graph.held.clear()
    again = station_graph.of(station)  # from disk, as in another process
    assert again is not made
    assert len(again.proven) == len(made.proven)


def test_publishing_makes_another_graph(db, tmp_path):
    one = Station.objects.create(code="PUB", name="x")
    take_in(one, SAMPLES / "VDO_INC.ifc")
    before = station_graph.of(one)
    take_in(one, SAMPLES / "VDO_PLB.ifc")

    after = station_graph.of(one)

    assert after.revision_set != before.revision_set
    assert len(after.proven) > len(before.proven)


def test_what_people_know_beside_the_files_is_part_of_the_graph(ask, station, monkeypatch):
    """A connection somebody confirmed, and a valve somebody declared shut."""
    of = {
        e.code: e.pk
        for e in Element.objects.filter(revision__station=station, code__in=["EFS-V-010", "EU-P-01"])
    }
    confirmed = Added(of["EFS-V-010"], of["EU-P-01"], "GAS", Evidence.B, Reason.CONFIRMED)
    known = Additions("1", (confirmed,), {of["EFS-V-010"]: False})
    before = ask("EFS-RP-01", "isolation")
    monkeypatch.setattr(station_graph, "additions", [lambda station: known])

    after = ask("EFS-RP-01", "isolation")

    assert before["devices"] == ["EFS-V-010", "EFS-V-011"]
    assert after["devices"] == ["EFS-V-011"]
    assert ask("EFS-V-010", "connected", "--medium", "gas")["reached"] == ["EU-P-01"]
    assert after["revision_set"] != before["revision_set"]


def test_where_nothing_can_be_followed_cards_and_devices_near_by_are_told_instead(db, capsys):
    """Without any port: a card of two people first, then a valve of the room, which nothing says is on the pipe."""
    bare = factories.station("BARE")
    room = factories.location(bare, "S1-01", parent=factories.storey(bare), kind="space")
    revision = factories.revision(bare, state="PUBLISHED")
    pump, valve = (
        factories.element(revision, code, kind=kind, location=room, storey=room.parent)
        for code, kind in (("P-01", "pump"), ("V-01", "valve-isolating"))
    )
    asset = factories.asset(bare, "P-01", drawn_by=pump, location=room)
    factories.asset(bare, "V-01", drawn_by=valve, location=room, kind="valve-isolating")
    factories.system(bare, "Eau froide", pump, valve, family="water")
    here = ("P-01", "--station", "BARE", "--kind")
    with pytest.raises(CommandError):
        call_command("trace", *here, "isolation", "--json")
    near = json.loads(capsys.readouterr().out)

    word = isolation_cards.Word(*(factories.person("agent").pk for _ in range(2)), timezone.now(), change=0)
    isolation_cards.put(None, asset, isolation_cards.Said(medium="water", device="V-01"), word)
    with pytest.raises(CommandError):
        call_command("trace", *here, "isolation")
    words = capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("trace", *here, "impact", "--json")

    assert near["cards"] == []
    assert near["candidates"] == [{"asset": "V-01", "location": "S1-01", "metres": None}]
    assert words.splitlines() == ["card M-001: close V-01", "near by, not known to be on it: V-01"]
    assert "cards" not in json.loads(capsys.readouterr().out)


# ── real files ───────────────────────────────────────────────────────────────


def test_a_real_drain_is_traced_over_its_nine_connections(db, shared_ifc: Path, ask):
    drains = Station.objects.create(code="RIO", name="Riolering")
    take_in(drains, shared_ifc / "RioleringTestArkey.ifc", "PLB")
    graph: Graph = station_graph.of(drains).proven
    elements = Element.objects.filter(revision__station=drains, ports__isnull=False).distinct()

    reached = {
        element.global_id: {
            guid
            for guids in ask(f"guid:{element.global_id}", "connected", of=drains)["global_ids"].values()
            for guid in guids
        }
        for element in elements
    }

    assert (
        len(graph.tail) + len(graph.rejected)
        == Connection.objects.filter(revision__station=drains).count()
        == 9
    )
    for guid, others in reached.items():
        assert all(guid in reached[other] for other in others)
    assert sum(map(len, reached.values())) > 0


@pytest.mark.parametrize("name", ["PCERT-Building-Hvac.ifc", "Duplex_Electrical_20121207.ifc"])
def test_a_real_file_without_ports_says_so(db, shared_ifc: Path, name: str):
    bare = Station.objects.create(code="BARE", name=name)
    take_in(bare, shared_ifc / name, "CVC")
    element = Element.objects.filter(revision__station=bare).exclude(code="").first()

    said = refusal(f"guid:{element.global_id}", "--station", "BARE", "--kind", "connected")

    assert (
        said
        == "The published models of this station hold no connected port, so nothing can be traced in them."
    )
