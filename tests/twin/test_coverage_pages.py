"""Absence never looks like knowledge: sheet, lists, search and the steward's table say what was surveyed."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assets import drawn_rooms, surveys
from assets.models import HistoryEntry, Survey
from assets.surveys import Word
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    """Room 012 with a pump that the plumber draws; room 013 with nothing."""
    station = factories.station("VDO")
    basement = factories.storey(station)
    revision = factories.revision(station, file_name="VDO_PLB.ifc")
    for number, name in (("012", "Local pompes"), ("013", "Réserve")):
        factories.location(station, f"S1-{number}", name=number, long_name=name, parent=basement)
    room = station.locations.get(code="S1-012")
    pump = factories.element(revision, "P-01", location=room, storey=basement)
    factories.asset(station, "P-01", drawn_by=pump, location=room, kind="pump", name="Pompe")
    drawn_rooms.count(revision)
    return station


def read_as(role, station, language: str = "fr", **values) -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(factories.person(role, station=station, **values))
    return client


def section_of(page: str) -> str:
    found = re.search(r'<section class="surveyed">.*?</section>', page, re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0])) if found else ""


def sheet(client: Client, station, code: str) -> str:
    return section_of(client.get(reverse("sheet", args=[station.code, code])).content.decode())


def test_the_sheet_of_a_room_says_network_by_network_what_was_surveyed(station):
    said = sheet(read_as("agent", station), station, "S1-012")

    assert "Plomberie : relevé dans la maquette : 1 objet VDO_PLB.ifc, révision P" in said
    assert "Électricité : aucun réseau relevé ici" in said
    assert "Le gestionnaire de données de la gare note ce qui a été vu. Dire ce que je vois ici" in said


def test_the_sheet_of_equipment_says_it_of_its_room(station):
    said = sheet(read_as("agent", station, "en"), station, "P-01")

    assert said.startswith(" What was surveyed in this room")
    assert "Electricity: no network surveyed here" in said


def test_a_file_that_shows_nothing_in_a_room_is_no_survey_of_it(station):
    said = sheet(read_as("agent", station, "en"), station, "S1-013")

    assert "Plumbing: no network surveyed here the model shows nothing here (VDO_PLB.ifc, revision P" in said


def test_a_steward_is_led_to_where_she_writes_it_down(station):
    said = sheet(read_as("steward", station, "en"), station, "S1-013")

    assert "Write down what was surveyed" in said
    assert "Tell what I see here" not in said


def test_nothing_there_is_said_as_somebody_saw_it(station):
    room = station.locations.get(code="S1-013")
    word = Word("whole", "visit", 0, surveyor="Relevés du Perche", note="Dalle sondée")
    surveys.record(station, [(room, "PLB")], word)

    said = sheet(read_as("agent", station), station, "S1-013")

    assert "Plomberie : relevé sur place : rien ici Dalle sondée Relevés du Perche" in said


def test_a_storey_says_how_many_of_its_rooms(station):
    said = sheet(read_as("agent", station), station, "S1")

    assert "Plomberie 1 sur 2 locaux" in said
    assert "Électricité aucun local relevé" in said


def test_a_firm_reads_it_of_the_room_of_its_order_without_the_names_of_the_operators_people(station):
    steward = factories.person("steward", first_name="Ada", last_name="Gardien")
    room = station.locations.get(code="S1-012")
    surveys.record(station, [(room, "CFO")], Word("partly", "visit"), by=steward)
    firm = factories.organisation()
    order = factories.work_order(station, organisation=firm, asset=station.assets.get())
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.contractor(firm, station=station))

    said = section_of(client.get(reverse("work_sheet", args=[order.pk, "P-01"])).content.decode())

    assert "Electricity: partly surveyed on site" in said
    assert "Gardien" not in said
    assert "The station can say more." in said
    assert "Ada Gardien" in sheet(read_as("agent", station, "en"), station, "S1-012")


def test_a_list_of_a_room_without_hits_says_what_nobody_looked_for(station):
    page = read_as("agent", station, "en").get("/stations/VDO/assets/?place=S1-013").content.decode()

    assert "Nobody surveyed in 013 · Réserve: plumbing, heating and ventilation, electricity" in page


def test_a_search_in_a_room_where_nothing_is_found_says_it_too(station):
    client = read_as("agent", station, "en")

    found = {
        asked: client.get("/stations/VDO/search/", {"q": asked}).content.decode()
        for asked in ("pompe reserve", "pompe local pompes", "zzzz")
    }

    assert "Nobody surveyed in 013 · Réserve" in found["pompe reserve"]
    assert "Nobody surveyed" not in found["pompe local pompes"]
    assert "What nobody surveyed is not found either." in found["zzzz"]


def test_everybody_reads_the_table_and_only_a_steward_writes_in_it(station):
    room = station.locations.get(code="S1-013")
    said = {"cells": f"{room.pk}:CFO", "extent": "whole", "method": "visit"}
    agent, steward = read_as("agent", station), read_as("steward", station)

    shown = agent.get("/stations/VDO/coverage/").content.decode()
    refused = agent.post("/stations/VDO/coverage/", said)
    taken = steward.post("/stations/VDO/coverage/", said)

    assert ("Réserve" in shown, "checkbox" in shown) == (True, False)
    assert (refused.status_code, taken.status_code, Survey.objects.count()) == (404, 302, 1)


def test_many_rooms_are_set_at_once(station):
    rooms = station.locations.filter(kind="space")
    cells = [f"{room.pk}:{discipline}" for room in rooms for discipline in ("CFO", "INC")]
    client = read_as("steward", station)

    client.post(
        "/stations/VDO/coverage/?level=S1",
        {"cells": cells, "extent": "partly", "method": "scan", "found": "", "surveyed_on": "2026-03-12"},
    )

    assert sorted(Survey.objects.values_list("location__code", "discipline")) == [
        ("S1-012", "CFO"), ("S1-012", "INC"), ("S1-013", "CFO"), ("S1-013", "INC"),
    ]  # fmt: skip
    assert HistoryEntry.objects.filter(verb="surveyed").count() == 1


def test_what_makes_no_sense_is_refused_with_the_boxes_kept(station):
    room = station.locations.get(code="S1-013")

    answer = read_as("steward", station, "en").post(
        "/stations/VDO/coverage/", {"cells": f"{room.pk}:CFO", "extent": "whole"}
    )

    page = answer.content.decode()
    assert (answer.status_code, "Say how it was surveyed." in page) == (422, True)
    assert f'value="{room.pk}:CFO"' in page
    assert page.count(" checked") == 1


@pytest.mark.parametrize(
    ("said", "faulty"),
    [
        ({"extent": "whole"}, "method"),
        ({"extent": "all", "method": "visit"}, "extent"),
        ({"extent": "whole", "method": "visit", "found": "-1"}, "found"),
        ({"extent": "whole", "method": "visit", "surveyed_on": "2999-01-01"}, "surveyed_on"),
        ({"extent": "whole", "method": "visit", "source": "x" * 300}, "source"),
        ({"extent": "whole", "method": "visit", "cells": ""}, "cover-wrong"),
    ],
)
def test_who_is_refused_stands_at_what_is_to_be_mended_with_all_else_kept(station, said, faulty):
    room = station.locations.get(code="S1-013")
    form = {"cells": f"{room.pk}:CFO", "surveyor": "Bureau d'études", "note": "plafond fermé"} | said

    page = read_as("steward", station).post("/stations/VDO/coverage/", form).content.decode()

    focused = [tag for tag in re.findall(r"<[a-z]+ [^>]*>", page) if " autofocus" in tag]
    assert [re.search(r'id="([^"]*)"', tag)[1] for tag in focused] == [faulty]
    assert faulty == "cover-wrong" or 'aria-describedby="cover-wrong"' in focused[0]
    assert 'value="Bureau d&#x27;études"' in page
    assert 'value="plafond fermé"' in page


@pytest.mark.parametrize("cells", ["", "x:CFO", "999999:CFO", "1:XYZ", "99999999999999999999:CFO"])
def test_boxes_that_do_not_exist_are_none(station, cells):
    said = {"cells": cells, "extent": "whole", "method": "visit"}

    assert read_as("steward", station).post("/stations/VDO/coverage/", said).status_code == 422


def test_rooms_of_another_station_are_not_written_about(station):
    other = factories.location(factories.station("BRM"), "X-1", name="X")

    answer = read_as("steward", station).post(
        "/stations/VDO/coverage/", {"cells": f"{other.pk}:CFO", "extent": "whole", "method": "visit"}
    )

    assert (answer.status_code, Survey.objects.count()) == (422, 0)


def test_the_table_is_filtered_by_what_is_missing(station):
    page = read_as("agent", station).get("/stations/VDO/coverage/?discipline=PLB&state=not").content.decode()

    assert ("Réserve" in page, "Local pompes" in page) == (True, False)


def exported(client: Client) -> list[dict[str, str]]:
    answer = client.get("/stations/VDO/coverage.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_an_export_filled_in_and_brought_back_is_what_people_say(station):
    client = read_as("steward", station)
    lines = exported(client)
    for line in lines:
        if (line["room"], line["discipline"]) == ("S1-013", "CFO"):
            line |= {"extent": "whole", "method": "visit", "found": "0", "note": "vu"}
    table = io.StringIO()
    writer = csv.DictWriter(table, list(lines[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(lines)
    file = SimpleUploadedFile("table.csv", table.getvalue().encode("cp1252"))

    client.post("/stations/VDO/coverage/import/", {"table": file})

    assert [(each.discipline, each.found, each.note) for each in Survey.objects.all()] == [("CFO", 0, "vu")]
    line = next(each for each in exported(client) if each["room"] == "S1-012" and each["discipline"] == "PLB")
    assert (line["state"], line["extent"], line["file"], line["in_file"]) == (
        "surveyed",
        "",
        "VDO_PLB.ifc",
        "1",
    )


def test_a_table_with_a_wrong_line_says_which(station):
    file = SimpleUploadedFile("t.csv", b"room;discipline;extent;method\nZ;CFO;whole;visit\n")

    page = read_as("steward", station, "en").post(
        "/stations/VDO/coverage/import/", {"table": file}, follow=True
    )

    assert "Line 2: No room is called “Z” here." in page.content.decode()
    assert not Survey.objects.exists()


def test_the_3d_is_told_what_to_hatch(station):
    station.locations.filter(code="S1-013").update(footprint=[[[0, 0], [1, 0], [1, 1]]], z_min=-4.0)

    answer = read_as("agent", station, "en").get("/stations/VDO/coverage.json").json()

    told = {room["code"]: room for room in answer["rooms"]}
    assert [(each["key"], each["looked_at"]) for each in answer["disciplines"]] == [
        ("PLB", True), ("CVC", False), ("CFO", False), ("CFA", False), ("INC", False),
    ]  # fmt: skip
    assert told["S1-012"]["states"] == ["surveyed", "not", "not", "not", "not"]
    assert (told["S1-013"]["floor"], told["S1-013"]["rings"]) == (-4.0, [[[0, 0], [1, 0], [1, 1]]])


def test_the_table_asks_the_database_no_more_for_many_rooms(station, django_assert_max_num_queries):
    storey = station.locations.get(code="S1")
    for number in range(60):
        factories.location(station, f"R-{number}", name=f"R{number}", parent=storey)
    client = read_as("agent", station)

    with django_assert_max_num_queries(30):
        client.get("/stations/VDO/coverage/")


def api(client: Client, path: str, **said):
    if said:
        return client.post(f"/api/v1/{path}", json.dumps(said), content_type="application/json")
    return client.get(f"/api/v1/{path}")


SAID = {
    "station": "VDO",
    "cells": [{"room": "S1-013", "discipline": "CFO"}],
    "extent": "whole",
    "method": "visit",
}


def test_programs_read_rooms_with_their_disciplines(station):
    client = read_as("agent", station)

    rows = api(client, "coverage/?station=VDO&discipline=PLB&state=not").json()["results"]

    assert [row["code"] for row in rows] == ["S1-013"]
    told = {each["discipline"]: each for each in rows[0]["disciplines"]}
    assert (told["PLB"]["state"], told["PLB"]["drawn"], told["PLB"]["file"]) == ("not", 0, "VDO_PLB.ifc")


def test_programs_write_words_for_stewards_and_for_nobody_else(station):
    answers = [api(read_as(role, station), "surveys/", **SAID) for role in ("agent", "manager", "steward")]

    assert [answer.status_code for answer in answers] == [404, 404, 201]
    assert answers[-1].json() == {"recorded": 1}
    assert [
        row["room"] for row in api(read_as("agent", station), "surveys/?station=VDO").json()["results"]
    ] == ["S1-013"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"cells": [{"room": "Z", "discipline": "CFO"}]},
        {"cells": []},
        {"cells": [{"room": "S1-013", "discipline": "XYZ"}]},
        {"method": ""},
        {"extent": "not"},
        {"found": -1},
    ],
)
def test_programs_are_told_what_is_wrong(station, wrong):
    answer = api(read_as("steward", station), "surveys/", **SAID | wrong)

    assert (answer.status_code, Survey.objects.count()) == (400, 0)


def test_a_firms_program_reads_the_rooms_of_its_orders_alone(station):
    firm = factories.organisation()
    factories.work_order(station, organisation=firm, asset=station.assets.get())
    client = Client()
    client.force_login(factories.contractor(firm, station=station))

    rows = api(client, "coverage/").json()["results"]

    assert [row["code"] for row in rows] == ["S1-012"]
    other = station.locations.get(code="S1-013").pk
    assert api(client, f"coverage/{other}/").status_code == 404
    assert api(client, "surveys/").status_code == 404
