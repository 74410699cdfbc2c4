"""The pretend CMMS answers as a real Odoo 18 was recorded to, and our connector understands the recordings."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from maintenance.connectors.base import Access, Gone, NotLetIn, PermanentError, Refused, WorkOrderRecord
from maintenance.connectors.odoo_records import FIELDS, Reading, Stage
from maintenance.connectors.odoo_rpc import OdooRpc, error_of
from tests.conftest import ROOT
from tests.maintenance.conftest import Cmms

SHARED = Path(os.environ.get("STATION_TWIN_SHARED", ROOT.parent / "shared")) / "cmms" / "odoo"

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=f"the recordings are not here ({SHARED})")

# What this server does not do: making fields and automations, XML-RPC, web sessions, webhooks.
SAME = [
    "01_version",
    "02_authenticate_ok",
    "03_authenticate_bad",
    "04_call_bad_password",
    "05_unknown_database",
    "06_stages",
    "15_create_request_missing_name",
    "16_create_request_unknown_field",
    "17_search_unknown_field",
    "18_read_missing_record",
    "19_write_missing_record",
    "20_unknown_method",
    "20b_private_method",
    "21_unknown_model",
    "22_create_iso8601_with_offset",
    "26_bad_stage_id",
    "36_search_deleted",
    "52_stages_in_french",
    "60_access_denied_internal_user",
    "61_internal_user_sees_only_followed_requests",
]


def recorded(name: str) -> dict[str, Any]:
    (path,) = SHARED.glob(f"{name}.json" if "_" in name else f"{name}_*.json")
    return json.loads(path.read_text())


def asked(cmms: Cmms, body: Any) -> Any:
    """The answer of our server to a recorded request, sent by plain HTTP."""
    request = urllib.request.Request(
        f"{cmms.url}/jsonrpc", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=5) as response:
        assert response.status == 200  # errors too
        return json.loads(response.read())


@pytest.mark.parametrize("name", SAME)
def test_it_answers_this_request_word_for_word_as_recorded(cmms, name):
    cmms.equipment("CTA-01")
    cmms.order()
    pair = recorded(name)

    answer = asked(cmms, pair["request"]["body"])

    assert answer == pair["response"]["body"]


def test_it_tells_the_story_of_an_order_as_recorded(cmms):
    """Made, read, moved to repaired, reopened, talked about, archived, deleted: numbers 08 to 41 and 54 to 55."""
    assert asked(cmms, recorded("08")["request"]["body"])["result"] == 1
    cmms.records.create(_model("maintenance.equipment.category"), {"name": "ASC"}, 2)
    for name in ("10", "13", "23", "38", "40"):
        pair = recorded(name)
        answer = asked(cmms, pair["request"]["body"])
        assert type(answer["result"]) is type(pair["response"]["body"]["result"]), name

    duplicate = recorded("11")
    assert asked(cmms, duplicate["request"]["body"]) == duplicate["response"]["body"]
    ours, theirs = (
        side["result"][0]
        for side in (asked(cmms, recorded("14")["request"]["body"]), recorded("14")["response"]["body"])
    )
    moving = {"create_date", "write_date", "create_uid", "write_uid", "owner_user_id", "user_id"} | {
        "stage_id",
        "close_date",
        "done",
    }
    same = set(ours) & set(theirs) - moving
    assert {name: ours[name] for name in same} == {name: theirs[name] for name in same}
    assert len(same) == 15
    done = asked(cmms, recorded("24")["request"]["body"])["result"][0]
    assert (done["stage_id"], done["done"], len(done["close_date"]), len(done["write_date"])) == (
        [3, "Repaired"],
        True,
        10,
        19,
    )
    reopened = recorded("25")
    cmms.change(1, stage_id=1)
    assert asked(cmms, reopened["request"]["body"]) == reopened["response"]["body"]
    attachment = asked(cmms, {**recorded("41")["request"]["body"], "params": _with_ids(recorded("41"), [1])})[
        "result"
    ][0]
    assert attachment == recorded("41")["response"]["body"]["result"][0] | {"id": 1}
    chatter = asked(cmms, _fields(recorded("39"), ["body", "message_type"]))["result"]
    assert chatter[-1]["body"] == "" or "<p>Pièce commandée</p>" in [row["body"] for row in chatter]
    archived = asked(cmms, {**recorded("54")["request"]["body"], "params": _with_ids(recorded("54"), [1])})
    assert archived == {"jsonrpc": "2.0", "id": 1}  # no result at all
    assert (
        asked(cmms, {**recorded("55")["request"]["body"], "params": _with_ids(recorded("55"), [1])})[
            "result"
        ][0]["archive"]
        is True
    )


def _model(name: str):
    from maintenance.pretend_cmms.models import MODELS

    return MODELS[name]


def _with_ids(pair: dict[str, Any], ids: list[int]) -> dict[str, Any]:
    params = json.loads(json.dumps(pair["request"]["body"]["params"]))
    params["args"][5][0] = ids
    return params


def _fields(pair: dict[str, Any], names: list[str]) -> dict[str, Any]:
    body = json.loads(json.dumps(pair["request"]["body"]))
    body["params"]["args"][6]["fields"] = names
    return body


def test_what_is_no_json_is_the_one_thing_answered_with_400(cmms):
    request = urllib.request.Request(f"{cmms.url}/jsonrpc", b"{not json")

    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=5)

    assert (refused.value.code, refused.value.read()) == (400, recorded("46")["body"].encode())


def test_stages_have_the_recorded_external_ids(cmms):
    said = asked(cmms, recorded("07")["request"]["body"])["result"]

    wanted = recorded("07")["response"]["body"]["result"]
    assert [(row["module"], row["name"], row["res_id"]) for row in said] == [
        (row["module"], row["name"], row["res_id"]) for row in wanted
    ]


def test_archived_equipment_is_hidden_unless_asked_for(cmms):
    cmms.equipment("CTA-01")
    cmms.equipment("ASC-03", active=False)

    for name in ("33", "34"):
        pair = recorded(name)
        assert asked(cmms, pair["request"]["body"]) == pair["response"]["body"]


def test_a_written_moment_is_never_equal_to_what_is_told_of_it_and_always_later(cmms):
    pk = cmms.order()
    told = cmms.row(pk)["write_date"]

    found = {
        sign: cmms.records.search(_model("maintenance.request"), [["write_date", sign, told]])
        for sign in ("=", ">", ">=")
    }

    assert found == {"=": [], ">": [pk], ">=": [pk]}


def test_the_naive_keyset_never_ends_and_the_closed_window_gives_each_row_once(cmms):
    """The facts 27 and 50, on 30 rows written within one second."""
    pks = [cmms.order(f"OT {number}") for number in range(30)]
    model = _model("maintenance.request")
    told, last, pages = "2000-01-01 00:00:00", 0, 0
    while pages < 20:
        after = ["|", ["write_date", ">", told], "&", ["write_date", "=", told], ["id", ">", last]]
        rows = cmms.records.read(model, cmms.records.search(model, after, order="write_date, id", limit=10))
        if not rows:
            break
        told, last, pages = rows[-1]["write_date"], rows[-1]["id"], pages + 1
    assert pages == 20  # it would go on for ever

    seen, last = [], 0
    while rows := cmms.records.search(
        model,
        [
            ["write_date", ">=", "2000-01-01 00:00:00"],
            ["write_date", "<", "2100-01-01 00:00:00"],
            ["id", ">", last],
        ],
        limit=10,
    ):
        seen += rows
        last = rows[-1]
    assert seen == pks


def test_closing_a_recurring_visit_makes_the_next_one(cmms):
    pk = cmms.order(
        "Visite mensuelle",
        maintenance_type="preventive",
        recurring_maintenance=True,
        repeat_unit="week",
        repeat_interval=4,
    )

    cmms.change(pk, stage_id=3)

    (_old, new) = cmms.all("maintenance.request")
    assert (new["name"], new["schedule_date"], new["stage_id"][0], new["recurring_maintenance"]) == (
        "Visite mensuelle",
        "2026-12-22 08:30:00",
        1,
        True,
    )


# The connector and the recordings


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("04", NotLetIn),
        ("05", PermanentError),
        ("11", Refused),
        ("15", Refused),
        ("16", Refused),
        ("19", Gone),
        ("20b", Refused),
        ("21", Refused),
        ("22", Refused),
        ("26", Gone),
        ("60", Refused),
    ],
)
def test_each_recorded_error_means_what_a_person_can_do_about_it(name, meaning):
    (path,) = SHARED.glob(f"{name}_*.json")

    error = error_of(json.loads(path.read_text())["response"]["body"]["error"])

    assert type(error) is meaning


def test_a_recorded_row_reads_as_an_order_of_ours():
    row = recorded("14")["response"]["body"]["result"][0]
    equipment = recorded("12")["response"]["body"]["result"][0]
    stages = {1: Stage(1, "maintenance.stage_0", False, True)}

    record = Reading(stages, FIELDS, {}, "http://gmao/").record(row, equipment)

    assert isinstance(record, WorkOrderRecord)
    assert (record.external_id, record.version, record.number) == ("1", "2026-11-23 05:33:09", "#1")
    assert (record.title, record.description) == ("Fuite CTA-01", "Fuite au niveau du filtre")
    assert (record.status, record.source_status, record.kind, record.priority) == (
        "APPROVED",
        "New Request",
        "CORRECTIVE",
        "P2",
    )
    assert (record.team, record.equipment_code, record.place_text) == (
        "Internal Maintenance",
        "CTA-01",
        "Gare test / RDC / LT01",
    )
    assert record.scheduled_at == datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
    assert record.due_at == datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
    assert record.reported_at == datetime(2026, 11, 19, 23, 0, tzinfo=UTC)  # the 20th in Paris
    assert (record.closed_on, record.reference, record.station_code) == (None, "", "")
    assert record.url == "http://gmao/web#id=1&model=maintenance.request&view_type=form"


def test_the_night_the_clock_goes_back_is_read_as_utc():
    row = recorded("14")["response"]["body"]["result"][0] | {"schedule_date": "2026-10-25 00:30:00"}

    record = Reading({1: Stage(1, "", False, True)}, FIELDS, {}, "http://gmao").record(row, {})

    assert record.scheduled_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_closed_order_has_a_day_and_no_hour():
    done = recorded("24")["response"]["body"]["result"][0]
    row = recorded("14")["response"]["body"]["result"][0] | done

    record = Reading({3: Stage(3, "maintenance.stage_3", True, False)}, FIELDS, {}, "http://gmao").record(
        row, {}
    )

    assert (record.status, record.closed_on) == ("DONE", date(2026, 11, 23))


def test_a_wrong_password_is_said_at_the_door(cmms):
    with pytest.raises(NotLetIn):
        OdooRpc(Access(cmms.url, "admin", "wrong", {"database": "gares"})).call(
            "maintenance.request", "search", []
        )
