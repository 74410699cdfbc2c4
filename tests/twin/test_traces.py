"""What feeds it, what it feeds, what stops, what to close: as pages say it, and as the 3D is told."""

from __future__ import annotations

import csv
import io
import re
from math import dist

import pytest
from django.test import Client

from assets import spots, station_graph
from assets.graph_additions import Additions
from assets.isolation_cards import Said
from assets.models import Asset, Element, Port, Station
from assets.networks.evidence import Evidence, Reason
from assets.networks.parts import Added
from maintenance import isolation_cards as written
from maintenance import reviewing, where_to_cut
from maintenance.where_to_cut import Origin
from tests import factories
from twin.traces import telling, things
from twin.traces.route import in_walking_order

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def reader(station: Station, language: str = "fr", role: str = "agent") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(factories.person(role, station=station))
    return client


def text_of(answer) -> str:
    said = b"".join(answer) if answer.streaming else answer.content
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", said.decode())).replace("&#x27;", "'")


def test_what_to_close_says_the_valves_then_the_rooms_then_the_fire_network(network, ring):
    page = text_of(reader(network).get(f"/stations/TRC/what-to-close/?code={ring}"))

    said = [
        "Fermer EFS-V-010, puis EFS-V-011.",
        "Plus d’eau : 2 commerces (Boulangerie du Quai, Brasserie de la Gare).",
        "Le réseau incendie n’est pas touché.",
        "À manœuvrer, dans cet ordre",
        "normalement ouverte, à vérifier sur place",
    ]
    places = [page.find(words) for words in said]
    assert places == sorted(places), dict(zip(said, places, strict=True))
    assert -1 not in places, page
    assert "ne remplace pas l’attestation de consignation" in page
    assert "1 Fermer EFS-V-010" in page


def test_where_no_valve_is_drawn_it_says_so_and_is_never_sure(network):
    page = text_of(reader(network).get("/stations/TRC/what-to-close/?code=TUYAU-S1-4"))

    assert "Impossible à isoler ici" in page
    assert "sûr, d’après les maquettes" not in page
    assert "Appareils les plus proches" in page  # what is near is still offered


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("fed", "It is fed from EFS-V-001"),
        ("feeds", "It feeds 005 · Sanitaires femmes (3 toilets)."),
        ("stops", "No more water: 005 · Sanitaires femmes (3 toilets)."),
    ],
)
def test_the_other_questions_are_pages_and_parts_of_a_sheet(network, asked, said):
    agent = reader(network, "en")

    page = agent.get(f"/stations/TRC/traces/?code=EFS-V-112&ask={asked}")
    part = agent.get(f"/stations/TRC/traces/?code=EFS-V-112&ask={asked}", headers=HTMX)

    assert said in text_of(page)
    assert "<html" in page.content.decode()
    assert said in text_of(part)
    assert part.content.decode().startswith("<article")


def test_a_drain_says_what_comes_into_it_and_where_it_goes_out(network):
    page = text_of(reader(network, "en").get("/stations/TRC/traces/?code=EU-P-01&ask=fed"))

    assert "Drains into it:" in page
    assert "It goes out by EU-R-01" in page
    assert "sure, by the models" in page
    assert "What comes into it" in page

    onwards = text_of(reader(network, "en").get("/stations/TRC/traces/?code=EU-FO-01&ask=feeds"))
    assert "It goes on through EU-P-01" in onwards
    assert "It goes out by EU-R-01" in onwards
    assert "Where it goes" in onwards
    assert "It feeds" not in onwards


def test_a_length_that_is_fed_from_both_sides_stops_for_nobody(network, ring):
    page = text_of(reader(network, "en").get(f"/stations/TRC/traces/?code={ring}&ask=stops"))

    assert "Nobody else loses service, as far as the models show." in page


def test_the_3d_is_told_codes_numbers_and_rooms_once_for_each_set_of_models(network, ring):
    agent = reader(network)
    address = f"/stations/TRC/traces.json?code={ring}&ask=close"

    first = agent.get(address)
    told = first.json()
    again = agent.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert [(each["number"], each["code"]) for each in told["devices"]] == [
        (1, "EFS-V-010"),
        (2, "EFS-V-011"),
    ]
    assert told["rooms"] == ["N0-011", "N0-013"]
    assert ("EFS-V-001" in told["path"], told["path"][-1]) == (True, ring)
    assert (again.status_code, again.content) == (304, b"")


def test_the_way_is_drawn_from_port_to_port_in_the_direction_of_the_flow(network, ring):
    told = reader(network).get(f"/stations/TRC/traces.json?code={ring}&ask=close").json()
    course = told["course"]

    assert [leg["to"] for leg in course[:-1]] == [leg["from"] for leg in course[1:]]
    assert {leg["code"] for leg in course} == set(told["path"])
    assert course[-1]["code"] == ring
    for leg in course:
        ports = Port.objects.filter(element__revision__station=network, element__code=leg["code"])
        places = list(ports.values_list("x", "y", "z"))
        apart = [min(dist(leg[end], place) for place in places) for end in ("from", "to")]
        assert max(apart) < 0.1, leg


def test_the_answer_is_a_table_that_a_french_excel_reads(network, ring):
    answer = reader(network).get(f"/stations/TRC/traces.csv?code={ring}&ask=close")
    lines = b"".join(answer.streaming_content).decode("utf-8")

    assert lines.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(lines.removeprefix("\ufeff")), delimiter=";"))
    assert f"TRC-{ring}-close.csv" in answer.headers["Content-Disposition"]
    assert (rows[0]["partie de la réponse"], rows[0]["note"]) == (
        "réponse",
        "Fermer EFS-V-010, puis EFS-V-011. (sûr, d’après les maquettes)",
    )
    parts = [(row["partie de la réponse"], row["ordre"], row["code"]) for row in rows]
    assert [each for each in parts if each[0] == "à manœuvrer"] == [
        ("à manœuvrer", "1", "EFS-V-010"),
        ("à manœuvrer", "2", "EFS-V-011"),
    ]
    assert ("perd le service", "", "N0-011") in parts
    assert [row["code"] for row in rows if row["désignation"].startswith("Évier")] != []
    assert "ne remplace pas l’attestation de consignation" in rows[-1]["note"]
    page = reader(network).get(f"/stations/TRC/what-to-close/?code={ring}").content.decode()
    assert f'href="/stations/TRC/traces.csv?code={ring}&amp;ask=close' in page


@pytest.mark.parametrize("asked", ["fed", "feeds", "stops", "close"])
def test_an_answer_too_long_to_be_read_piece_by_piece_says_the_same(network, ring, asked, monkeypatch):
    agent = reader(network)
    addresses = [
        f"/stations/TRC/{page}?code={code}&ask={asked}"
        for code in (ring, "EFS-V-001", "EU-P-01")
        for page in ("traces/", "traces.json", "traces.csv")
    ]
    short = [text_of(agent.get(address, headers=HTMX, follow=True)) for address in addresses]

    monkeypatch.setattr(things, "AT_ONCE", 1)

    assert [text_of(agent.get(address, headers=HTMX, follow=True)) for address in addresses] == short


def test_a_page_lists_the_first_of_a_long_answer_and_a_table_has_all_of_it(network, monkeypatch):
    agent = reader(network, "en")
    address = "/stations/TRC/traces{}?code=EFS-V-001&ask=stops"
    whole = agent.get(address.format(".json")).json()
    places = [row[3:] for row in table_of(agent, address) if row[0] == "loses service" and row[7]]
    monkeypatch.setattr(telling, "MOST_PLACES", 1)
    monkeypatch.setattr(telling, "MOST_STEPS", 1)

    page = text_of(agent.get(address.format("/")))
    rows = table_of(agent, address)

    assert len(places) > 2
    assert f"Rooms that lose service {len(places)} " in page
    assert f"and {len(places) - 1} more places" in page
    assert agent.get(address.format(".json")).json() == whole
    lost = [row for row in rows if row[0] == "loses service"]
    assert [row[3:] for row in lost if row[7]] == places
    assert sorted(row[3] for row in lost if not row[7]) == sorted(whole["about"])
    assert [row[3] for row in rows if row[0] == "on the way"] == whole["path"]


def table_of(agent: Client, address: str) -> list[list[str]]:
    lines = b"".join(agent.get(address.format(".csv")).streaming_content).decode()
    return list(csv.reader(io.StringIO(lines.removeprefix("\ufeff")), delimiter=";"))


def test_what_is_in_no_network_says_why_and_what_is_not_asked_so_is_not_there(network, ring):
    agent = reader(network, "en")
    wall = Element.objects.filter(revision__station=network, ifc_class="IfcWall").exclude(code="").first()

    page = text_of(agent.get(f"/stations/TRC/traces/?code={wall.code}&ask=fed"))

    assert "draw no connection" in page
    for asked in ("code=NOWHERE&ask=fed", f"code={ring}&ask=why", f"code={ring}&ask=fed&medium=lava"):
        assert agent.get(f"/stations/TRC/traces/?{asked}").status_code == 404


def test_people_of_a_firm_are_told_nothing_of_fire_networks(network, ring):
    firm = factories.organisation("Plomberie Martin")
    client = Client(headers={"accept-language": "en"})
    person = factories.person("agent", station=network)
    firm.people.create(user=person)
    client.force_login(person)
    code = Element.objects.filter(revision__station=network, code__startswith="INC-V-0").first().code

    fire = client.get(f"/stations/TRC/traces.json?code={code}&ask=close").json()
    water = text_of(client.get(f"/stations/TRC/what-to-close/?code={ring}"))

    assert "not told to firms" in fire["nothing"]
    assert (fire["devices"], fire["path"], fire["about"]) == ([], [], [])
    assert "fire network" not in water


def test_a_verified_card_stands_before_the_trace_and_a_contradiction_is_told(network, ring):
    agent, steward = (factories.person(role, station=network) for role in ("agent", "steward"))
    pipe = network.runs.get(code=ring)
    made = written.declare(pipe, Said(medium="water", device="EFS-V-201", turn="clockwise"), by=agent)
    reviewing.decide(made.changes.get(), by=steward, verdict="APPROVED")

    page = text_of(reader(network).get(f"/stations/TRC/what-to-close/?code={ring}"))

    assert 0 < page.index("EFS-V-201") < page.index("Fermer EFS-V-010, puis EFS-V-011.")
    assert "ne disent pas la même chose" in page
    assert [each.card.device.code for each in where_to_cut.disagreements(network)] == ["EFS-V-201"]
    task = text_of(reader(network, "en", "steward").get("/stations/TRC/disagreements/"))
    assert "M-001" in task
    assert "trace: EFS-V-010, EFS-V-011" in task


def test_a_card_that_closes_the_main_valve_further_up_contradicts_nothing(network, ring):
    agent, steward = (factories.person(role, station=network) for role in ("agent", "steward"))
    pipe = network.runs.get(code=ring)
    made = written.declare(pipe, Said(medium="water", device="EFS-V-002", turn="clockwise"), by=agent)
    reviewing.decide(made.changes.get(), by=steward, verdict="APPROVED")

    assert where_to_cut.where_to_cut(pipe, "water").disagrees == ()
    assert where_to_cut.disagreements(network) == []


def test_a_card_that_closes_the_very_valve_that_is_asked_about_contradicts_no_trace(network):
    """EFS-V-001 ──▶ EFS-V-002 ──▶ …: the card of the network closes the second, which is cut off by the first."""
    agent, steward = (factories.person(role, station=network) for role in ("agent", "steward"))
    valve = Asset.objects.get(station=network, code="EFS-V-002")
    system = next(each for each in spots.of(valve).systems if each.family == "water")
    made = written.declare(system, Said(medium="water", device="EFS-V-002", turn="clockwise"), by=agent)
    reviewing.decide(made.changes.get(), by=steward, verdict="APPROVED")

    answer = where_to_cut.where_to_cut(valve, "water")

    assert [way.names for way in answer.of(Origin.CARD, Origin.TRACE)] == [["EFS-V-002"], ["EFS-V-001"]]
    assert answer.disagrees == ()


def test_a_connection_that_is_only_said_by_name_is_counted_as_supposed_and_nothing_is_sure(
    network, monkeypatch
):
    """supply ──▶ … ──▶ EFS-RP-01 ┄┄ a property names it ┄┄▶ a wall with a fountain in it"""
    wall = Element.objects.filter(revision__station=network, ifc_class="IfcWall").exclude(code="").first()
    tap = Element.objects.get(revision__station=network, code="EFS-RP-01")
    named = Added(tap.pk, wall.pk, "DOMESTICCOLDWATER", Evidence.C, Reason.NAMED, directed=True)
    told_by = lambda station: Additions("named", (named,))  # noqa: E731
    monkeypatch.setattr(station_graph, "additions", [told_by])

    page = text_of(reader(network, "en").get(f"/stations/TRC/traces/?code={wall.code}&ask=fed"))

    assert re.search(r"1 connection of \d+ is supposed, not proven", page)
    assert f"EFS-RP-01 – {wall.code}: one names the other, no connection is drawn" in page
    assert "sure, by the models" not in page


def test_a_walk_takes_the_nearest_first_and_stairs_only_when_it_must():
    """
    start ── 5 m ── a ── 5 m ── b          c one storey up, above start          d nobody knows where
    """
    stops = [(10, 0, 0), None, (0, 0, 4), (5, 0, 0)]

    assert in_walking_order((0, 0, 0), stops) == [3, 0, 2, 1]
