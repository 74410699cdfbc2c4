"""The CMMS of the demo: its orders, its page, its buttons, and that it is a process of its own."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from pathlib import Path

import pytest

from maintenance.pretend_cmms.models import MODELS
from maintenance.pretend_cmms.seeding import ORDERS, seed
from maintenance.pretend_cmms.server import PretendCmms
from tests.conftest import ROOT
from twin import demo

TRUTH = Path(__file__).with_name("orders_truth.csv")
REGISTERS = ROOT / "ifc_samples" / "portfolio"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def page(server: PretendCmms, address: str = "/") -> str:
    with urllib.request.urlopen(server.url + address, timeout=5) as answer:
        return answer.read().decode()


def pressed(server: PretendCmms, address: str, *, origin: str = "", **form: str) -> int:
    headers = {"Origin": origin} if origin else {}
    request = urllib.request.Request(server.url + address, urllib.parse.urlencode(form).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        refused.close()
        return refused.code


# Its orders


def test_sixty_orders_of_the_sample_station_one_in_three_without_our_code():
    orders = [row for row in rows(ORDERS) if row["station"] == "VDO" and row["stage"] != "demande"]

    assert (len(orders), sum(not row["our_code"] for row in orders)) == (60, 20)


def test_the_truth_names_what_is_really_there():
    sample = json.loads((ROOT / "ifc_samples" / "VDO_truth.json").read_text())
    known = {"VDO": set(sample["elements"])}
    for code in ("CHN", "MTS", "SFA"):
        with (REGISTERS / code / "register.csv").open(encoding="utf-8") as stream:
            known[code] = {row["code"] for row in csv.DictReader(stream)}
    truth = rows(TRUTH)

    assert [row["key"] for row in truth] == [row["key"] for row in rows(ORDERS)]
    assert [row for row in truth if row["asset"] and row["asset"] not in known[row["station"]]] == []
    rooms = {
        row["room"].split("-", 1)[1] if row["room"].startswith("N") else row["room"]
        for row in truth
        if row["room"]
    }
    assert rooms - set(sample["rooms"]) == set()


def test_its_teams_are_the_firms_of_the_demo():
    assert {row["team"] for row in rows(ORDERS)} == {*demo.FIRMS, "Équipe gare"}


def test_it_is_filled_once_with_the_orders_of_the_stations_it_is_asked_for(tmp_path):
    server = PretendCmms(tmp_path / "cmms.sqlite3")

    assert seed(server.records, stations={"CHN", "MTS"}) == 9
    assert seed(server.records) == 0
    found = server.records.search(MODELS["maintenance.request"], [])
    stations = Counter(row["x_station"] for row in server.records.read(MODELS["maintenance.request"], found))
    assert stations == {"CHN": 7, "MTS": 2}
    server.server_close()


# Its page


def test_the_list_shows_number_subject_equipment_team_stage_and_the_last_word(cmms):
    pump = cmms.equipment("POMPE 1")
    pk = cmms.order(
        "FUITE <WC>", equipment_id=pump, maintenance_team_id=cmms.team("Hydro-Services"), stage_id=2
    )
    cmms.records.note(MODELS["maintenance.request"], pk, "<p>Joint &lt;commandé&gt;</p>", 2)
    photo = {"name": "a.jpg", "res_model": "maintenance.request", "res_id": pk, "datas": "aGVsbG8="}
    cmms.records.create(MODELS["ir.attachment"], photo, 2)

    shown = page(cmms)

    for words in (
        f"{pk:05d}",
        "FUITE &lt;WC&gt;",
        "POMPE 1",
        "Hydro-Services",
        "En cours",
        "Joint &lt;commandé&gt;",
        "1 photo",
    ):
        assert words in shown
    assert "<WC>" not in shown


def test_the_list_is_narrowed_by_station_and_stage(cmms):
    cmms.order("ici", stage_id=2)
    cmms.order("là", x_station="CHN")

    assert ("ici" in page(cmms, "/?station=CHN"), "là" in page(cmms, "/?station=CHN")) == (False, True)
    stage = urllib.parse.quote("En cours")
    assert ("ici" in page(cmms, f"/?stage={stage}"), ">là<" in page(cmms, f"/?stage={stage}")) == (
        True,
        False,
    )


def test_a_person_makes_an_order_of_a_request_with_a_day_and_a_team(cmms):
    team = cmms.team("Hydro-Services")
    pk = cmms.order("Ça goutte", schedule_date=False)
    where = f"/odoo/maintenance/{pk}"
    assert "En faire un ordre" in page(cmms, where)
    assert pressed(cmms, f"{where}/approve", when="2026-11-27T09:30") == 422

    assert pressed(cmms, f"{where}/approve", when="2026-11-27T09:30", team=str(team)) == 200

    row = cmms.row(pk)
    assert (row["schedule_date"], row["maintenance_team_id"]) == (
        "2026-11-27 08:30:00",
        [team, "Hydro-Services"],
    )
    assert "En faire un ordre" not in page(cmms, where)


@pytest.mark.parametrize(
    ("stage", "change"),
    [
        ("2", {"stage_id": [2, "En cours"]}),
        ("3", {"stage_id": [3, "Réparé"], "done": True}),
        ("blocked", {"kanban_state": "blocked"}),
        ("archive", {"archive": True}),
    ],
)
def test_a_person_moves_an_order_with_one_button(cmms, stage, change):
    pk = cmms.order()

    assert pressed(cmms, f"/odoo/maintenance/{pk}/stage", stage=stage) == 200

    assert {name: cmms.row(pk)[name] for name in change} == change


def test_another_site_presses_no_button(cmms):
    pk = cmms.order()

    assert pressed(cmms, f"/odoo/maintenance/{pk}/stage", stage="3", origin="http://evil.example") == 403
    assert cmms.row(pk)["stage_id"][0] == 1


def test_what_is_not_there_is_said_to_be_missing(cmms):
    for address in ("/odoo/maintenance/99", "/web/content/99", "/nowhere"):
        with pytest.raises(urllib.error.HTTPError) as missing:
            page(cmms, address)
        missing.value.close()
        assert missing.value.code == 404


def test_a_file_that_is_no_picture_is_handed_over_and_never_shown(cmms):
    html = {"name": "a.html", "res_model": "maintenance.request", "res_id": 1, "datas": "PHNjcmlwdD4="}
    pk = cmms.records.create(MODELS["ir.attachment"], html | {"mimetype": "text/html"}, 2)

    with urllib.request.urlopen(f"{cmms.url}/web/content/{pk}", timeout=5) as answer:
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"] == "attachment"


# Its process


def test_it_runs_by_itself_and_fails_on_purpose_only_when_it_was_started_for_that(tmp_path):
    data = tmp_path / "cmms.sqlite3"
    command = [
        sys.executable,
        "-m",
        "maintenance.pretend_cmms",
        "--port",
        "0",
        "--data",
        str(data),
        "--stations",
        "CHN",
    ]
    left = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    child = subprocess.Popen(command, cwd=ROOT, env=left, stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        url = child.stdout.readline().split()[-1]
        with urllib.request.urlopen(url, timeout=5) as answer:
            assert "chaudière en sécurité" in answer.read().decode()
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{url}/faults", b'{"kind": "status"}', timeout=5)
        refused.value.close()
        assert refused.value.code == 404
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert data.exists()


def test_a_test_plans_its_faults_over_http(cmms):
    urllib.request.urlopen(
        f"{cmms.url}/faults", b'{"kind": "status", "status": 503, "on": "version"}', timeout=5
    ).close()
    said = {"params": {"service": "common", "method": "version", "args": []}}

    codes = []
    for _ in range(2):
        try:
            with urllib.request.urlopen(
                f"{cmms.url}/jsonrpc", json.dumps(said).encode(), timeout=5
            ) as answer:
                codes.append(answer.status)
        except urllib.error.HTTPError as failed:
            failed.close()
            codes.append(failed.code)
    assert codes == [503, 200]


def test_a_late_commit_is_seen_with_the_time_its_writer_began(cmms):
    cmms.records.late = 1.2
    began = time.time()

    pk = cmms.order()

    told = time.mktime(time.strptime(cmms.row(pk)["write_date"], "%Y-%m-%d %H:%M:%S")) - time.timezone
    assert told <= began
    assert time.time() - began >= 1.2
