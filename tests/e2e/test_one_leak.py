"""One leak, end to end: reported, ordered elsewhere, repaired by a firm, declared, read by a second person, in the IFC.

Played twice: on the embedded profile (SQLite, messages as files) and on servers (PostgreSQL, Redis).
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import ifcopenshell
import ifcopenshell.util.element
import pytest
from playwright.sync_api import Browser, expect

from tests import servers
from tests.assets.ifc import round_trip
from tests.e2e import people
from tests.e2e.people import House, People
from tests.e2e.running import ROOT, SAMPLES, running_demo
from tests.twin.geometry.conftest import NODE_MODULES, _node

PUMP, SERIAL = "EU-P-01", "EUP-2026-777"
LEAK = "La pompe fuit au joint"


@pytest.fixture(scope="module", params=["embedded", "servers"])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp(f"leak-{request.param}")
    with ExitStack() as stack:
        more = {}
        if request.param == "servers":
            postgres = stack.enter_context(servers.postgresql())
            name = f"station_twin_story_{os.getpid()}"
            more["DATABASE_URL"] = stack.enter_context(servers.database_of_its_own(postgres, name))
            try:
                more["REDIS_URL"] = stack.enter_context(servers.redis())
            except servers.NoRedis as missing:
                pytest.skip(str(missing))
        url = stack.enter_context(running_demo(folder, more=more))
        yield House.at(url, folder / "data")


@pytest.fixture
def everybody(browser: Browser, house: House) -> Iterator[People]:
    gathered = People(browser, house)
    yield gathered
    assert gathered.faults == []
    for context in browser.contexts:
        context.close()


def test_a_leak_is_reported_ordered_repaired_declared_approved_and_written_into_the_model(
    everybody: People, house: House, tmp_path: Path
):
    agent, clerk, firm = everybody.somebody("agent"), everybody.somebody(), everybody.somebody()
    steward, other = everybody.somebody("steward"), everybody.administrator()

    people.report(agent, "VDO", PUMP, LEAK)
    people.approve_in_cmms(clerk, str(house.told["cmms_url"]), LEAK)
    people.come_in_by_link(firm, str(house.told["dossier_url"]), house)
    people.do_the_work(firm, LEAK)
    people.until(
        clerk, lambda: clerk.locator("body").get_by_text("Réparé", exact=True).count() > 0, seconds=30
    )
    people.declare_replaced(firm, SERIAL)

    people.approve_all(steward, "VDO", PUMP)
    agent.goto(f"/stations/VDO/assets/{PUMP}/")
    expect(agent.locator("main")).to_contain_text(SERIAL)

    address = people.prepare_release(steward, "VDO")
    people.publish(other, address)
    written = people.download(steward, address, tmp_path / "written.ifc")
    only_the_pump_says_something_new(SAMPLES / "VDO_PLB.ifc", written, tmp_path)

    the_designer_brings_his_old_file_again(steward, other)
    agent.goto(f"/stations/VDO/assets/{PUMP}/")
    expect(agent.locator("main")).to_contain_text(SERIAL)
    steward.goto("/stations/VDO/disagreements/")
    expect(steward.locator("main")).to_contain_text(SERIAL)
    steward.goto("/stations/VDO/orders/")
    steward.get_by_role("link", name="Tous", exact=True).click()
    expect(steward.locator("main")).to_contain_text(LEAK)


def only_the_pump_says_something_new(received: Path, written: Path, folder: Path) -> None:
    """By ifcopenshell, by the lines of the file, and by another reader that shares no code with either."""
    parent = round_trip.canonical(received, folder / "canonical.ifc")
    model = ifcopenshell.open(str(written))
    (pump,) = (each for each in model.by_type("IfcPump") if each.Tag == PUMP)
    said = {
        ("Pset_ManufacturerOccurrence", "SerialNumber"): SERIAL,
        ("GC_Maintenance", "InstallationDate"): "2026-01-15",
    }
    round_trip.judge(parent, written, {pump.id(): said})

    before, after = serials(received), serials(written)
    assert {guid for guid in after if after[guid] != before.get(guid)} == {pump.GlobalId}
    assert after[pump.GlobalId] == SERIAL


def serials(file: Path) -> dict[str, str]:
    script = Path(__file__).with_name("read_by_web_ifc.mjs")
    command = [str(_node()), str(script), str(NODE_MODULES), str(file)]
    read = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return json.loads(read.stdout)


def the_designer_brings_his_old_file_again(steward, other) -> None:
    """With a word changed in its header, so that it is another file."""
    old = (SAMPLES / "VDO_PLB.ifc").read_bytes().replace(b"FILE_NAME('", b"FILE_NAME('again ", 1)
    steward.goto("/stations/VDO/revisions/")
    steward.locator("input[type=file]").set_input_files(
        {"name": "VDO_PLB.ifc", "mimeType": "application/x-step", "buffer": old}
    )
    steward.locator("[data-submit]").click()
    people.wait_until_read(steward)
    people.publish(other, steward.url)


def test_the_same_on_a_station_that_has_no_model(everybody: People, house: House):
    agent, clerk, firm = everybody.somebody("agent"), everybody.somebody(), everybody.somebody()
    steward = everybody.somebody("steward")
    leak = "Fuite sous la pompe"

    people.report(agent, "ATR", "POMPE-01", leak)
    people.approve_in_cmms(clerk, str(house.told["cmms_url"]), leak)
    link = people.invite(steward, "ATR", people.FIRM, "chantier@hydro-services.example")
    people.come_in_by_link(firm, link, house)
    people.do_the_work(firm, leak)
    people.declare_replaced(firm, "ATR-1", more={"manufacturer": "Pompes du Loir", "model": "PL-2"})
    people.approve_all(steward, "ATR", "POMPE-01")

    agent.goto("/stations/ATR/assets/POMPE-01/")
    expect(agent.locator("main")).to_contain_text("ATR-1")
    people.until(
        clerk, lambda: clerk.locator("body").get_by_text("Réparé", exact=True).count() > 0, seconds=30
    )
