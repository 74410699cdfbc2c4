"""Every list of a station is a table: filters and order in the address, the same rows as a file."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from openpyxl import load_workbook

from assets.models import ResponsibleParty, Unit
from tests import factories
from tests.maintenance.declaring import applied
from twin import spreadsheets
from twin.spreadsheets import Form
from twin.tables import TABLES
from twin.views import tables as views

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    made = factories.station("VDO")
    made.basement = factories.storey(made)
    made.room = factories.location(
        made, "LT-012", name="012", long_name="Local pompes", parent=made.basement, publicly_accessible=False
    )
    made.pump = factories.asset(made, "P-01", name="Pompe 1", location=made.room)
    made.lift = factories.asset(made, "ASC-01", name="Ascenseur", kind="transport-element-elevator")
    Unit.objects.create(station=made, asset=made.pump, serial="F-77", manufacturer="Flygt", model="NP")
    return made


def signed_in(role: str, station=None, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(factories.person(role, station=station))
    return client


def rows_of(answer) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def workbook_of(answer) -> list[list]:
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


def address(name: str) -> str:
    return f"/stations/VDO/{TABLES[name].stem or f'tables/{name}'}"


@pytest.mark.parametrize("name", TABLES)
def test_a_table_and_its_two_files_say_the_same_rows(station, name):
    client = signed_in("steward")

    page = client.get(f"{address(name)}/")
    texts = rows_of(client.get(f"{address(name)}.csv"))
    cells = workbook_of(client.get(f"{address(name)}.xlsx"))

    assert page.status_code == 200
    assert texts[0] == cells[0]
    assert len(texts) == len(cells) == 1 + page.content.decode().count("<tr><td")


def test_the_filters_of_the_page_are_those_of_the_file(station):
    client = signed_in("agent")

    page = client.get("/stations/VDO/tables/units/?maker=Flygt").content.decode()
    none = client.get("/stations/VDO/tables/units/?search=nowhere").content.decode()
    rows = rows_of(client.get("/stations/VDO/tables/units.csv?maker=Flygt&place=S1"))

    assert re.findall(r'class="chip on" href="([^"]+)">([^<]+) ', page) == [("?", "Flygt")]
    assert "Nothing answers to these filters" in none
    assert [row[:3] for row in rows[1:]] == [["P-01", "Pump", "F-77"]]


def test_a_heading_puts_the_table_in_order_and_pages_keep_it(station):
    for number in range(50):
        factories.asset(station, f"Z-{number:02d}", name=f"{99 - number}")
    client = signed_in("agent")

    def codes(page: str) -> list[str]:
        return re.findall(r'<td><a class="code"[^>]+>(Z-\d\d)<', page)

    first = client.get("/stations/VDO/assets/?search=z&sort=name").content.decode()
    link = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = client.get(f"/stations/VDO/assets/{link}").content.decode()

    assert 'aria-sort="ascending"><a href="?search=z&amp;sort=-name"' in first
    assert codes(first) + codes(second) == [f"Z-{number:02d}" for number in range(49, -1, -1)]


def test_rooms_say_how_much_is_in_them_how_many_orders_are_open_and_who_rents_them(station):
    factories.work_order(station, asset=station.pump)
    shop = factories.organisation("Relay", role="tenant")
    ResponsibleParty.objects.create(station=station, location=station.pump.location, organisation=shop)

    rows = rows_of(signed_in("agent").get("/stations/VDO/tables/rooms.csv"))

    assert rows[1] == ["012", "Local pompes", "Sous-sol", "staff only", "", "", "1", "1", "Relay"]


def test_what_was_declared_is_a_table_for_who_reads_the_history(station):
    applied(station.pump, ("serial_number", "F-78"))

    [_, row] = rows_of(signed_in("manager").get("/stations/VDO/tables/declarations.csv"))

    assert row[:3] + row[4:5] == ["P-01", "value corrected", "Serial number", "F-78"]
    assert signed_in("agent").get("/stations/VDO/tables/declarations.csv").status_code == 404
    assert signed_in("agent").get("/stations/VDO/tables/findings/").status_code == 404


def test_a_firm_takes_away_its_own_orders_and_nothing_else(station):
    firm, other = (factories.organisation(name) for name in ("Hydro", "Élec"))
    factories.work_order(station, title="Ours", organisation=firm, asset=station.pump)
    factories.work_order(station, title="Theirs", organisation=other)
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.contractor(firm))

    rows = rows_of(client.get("/my-orders/orders.csv"))
    cells = workbook_of(client.get("/my-orders/orders.xlsx"))

    assert [row[2] for row in rows] == [row[2] for row in cells] == ["What", "Ours"]
    assert client.get("/stations/VDO/tables/orders.csv").status_code == 404


FORMULAS = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1"]


@pytest.mark.parametrize("words", FORMULAS)
def test_no_text_is_run_as_a_formula(words):
    told = spreadsheets.answer(Form.CSV, "x", "x", ["a"], [[words]])
    book = spreadsheets.answer(Form.XLSX, "x", "x", ["a"], [[words]])

    [_, [cell]] = rows_of(told)
    sheet = load_workbook(io.BytesIO(b"".join(book.streaming_content))).active
    assert cell == f"'{words}"
    assert (sheet["A2"].data_type, sheet["A2"].value.strip()) == ("s", words.strip())


def test_numbers_and_days_stay_numbers_and_days():
    row = [-4.5, 3, True, datetime(2026, 3, 1, 12, tzinfo=UTC), None, "a\x00\x0bb"]
    headings = list("abcdef")

    with_comma = rows_of(spreadsheets.answer(Form.CSV, "x", "x", headings, [row]))
    cells = workbook_of(spreadsheets.answer(Form.XLSX, "x", "x[1]", headings, [row]))

    assert with_comma[1] == ["-4,5", "3", "oui", "2026-03-01 13:00", "", "a\x00\x0bb"]
    assert cells[1] == [-4.5, 3, "oui", datetime(2026, 3, 1, 13), None, "ab"]  # noqa: DTZ001 (a workbook knows no zones)


def test_a_file_is_written_as_it_is_read_not_before(station):
    """100,000 rows must begin to arrive at once."""
    asked = []

    def rows():
        for number in range(100_000):
            asked.append(number)
            yield [number]

    stream = iter(spreadsheets.answer(Form.CSV, "x", "x", ["n"], rows()).streaming_content)
    for _ in range(3):
        next(stream)

    assert len(asked) == 2


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_was_asked_stands_in_the_marks_of_the_readers_language(station, language):
    page = signed_in("agent", station, language).get(f"{address('assets')}/?search=pompe").content.decode()

    assert {"fr": "« pompe »", "en": "“pompe”"}[language] in page
    assert {"fr": "“pompe”", "en": "« pompe »"}[language] not in page


def test_words_are_in_the_order_people_look_them_up_on_every_page_and_both_ways(station, monkeypatch):
    """É beside E and small letters beside large ones, whatever database sorts them; pages follow and lead back."""
    names = ["Zone", "échangeur", "Éclairage", "eau", "Œillet", "Ôtage", "Écran"]
    for number, name in enumerate(names):
        factories.asset(station, f"X-{number}", name=name)
    monkeypatch.setattr(views, "PAGE", 3)
    client = signed_in("agent", station)

    def read(link: str) -> tuple[list[str], str, dict[str, str]]:
        page = client.get(link).content.decode()
        ways = dict(re.findall(r'rel="(prev|next)" href="([^"]*)"', page))
        told = re.findall(r"<td[^>]*>([^<]+)</td>", page)
        return [each for each in told if each in {*names, "Pompe 1", "Ascenseur"}], page, ways

    first, page, ways = read(f"{address('assets')}/?sort=name")
    second, page_two, on = read(address("assets") + "/" + html.unescape(ways["next"]))
    back, _, _ = read(address("assets") + "/" + html.unescape(on["prev"]))
    falling, _, _ = read(f"{address('assets')}/?sort=-name")

    assert first == back == ["Ascenseur", "eau", "échangeur"]
    assert second == ["Éclairage", "Écran", "Œillet"]
    assert falling == ["Zone", "Pompe 1", "Ôtage"]
    assert ("1–3 of 9" in page, "4–6 of 9" in page_two) == (True, True)
