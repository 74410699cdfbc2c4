"""What a real Odoo 18 was seen to do that surprises a connector, from its server to our orders."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from maintenance import syncing
from maintenance.connectors.base import TemporaryError
from maintenance.connectors.odoo import Odoo
from maintenance.connectors.odoo_rpc import SESSION_OVER, OdooRpc
from maintenance.models import WorkOrder
from maintenance.source_health import access
from tests.maintenance.conftest import STAGES
from tests.maintenance.test_recorded_odoo import asked, recorded
from tests.maintenance.test_recorded_odoo import pytestmark as with_recordings

pytestmark = [pytest.mark.django_db, with_recordings]


@pytest.fixture
def pull(source, cmms, station):
    def pull() -> list[tuple[str, str, date | None]]:
        cmms.faults.skew += 2
        source.refresh_from_db()
        assert syncing.pull(source).error == ""
        return list(WorkOrder.objects.order_by("pk").values_list("title", "status", "closed_on"))

    return pull


def test_a_session_that_is_over_is_said_as_recorded_and_never_blamed_on_the_account(cmms, source):
    """Number 45, within HTTP 200: once it is logged in again, twice it is tried later."""
    cmms.faults.plan("expired", on="search", times=1)
    said = asked(cmms, {**recorded("36")["request"]["body"], "params": _search(cmms)})
    theirs = recorded("45")["body"]["error"]
    assert (said["error"]["code"], said["error"]["data"]["name"]) == (theirs["code"], theirs["data"]["name"])

    rpc = OdooRpc(access(source))
    cmms.faults.plan("expired", on="search", times=1)
    assert rpc.ids("maintenance.request", []) == []
    cmms.faults.plan("expired", on="search", times=2)
    with pytest.raises(TemporaryError, match=SESSION_OVER):
        rpc.ids("maintenance.request", [])


def _search(cmms) -> dict:
    params = json.loads(json.dumps(recorded("36")["request"]["body"]["params"]))
    params["args"][4] = "search"
    return params


def test_times_are_utc_whatever_zone_is_asked_for(cmms):
    """Number 53."""
    cmms.order(request_date="2026-11-20")
    pair = recorded("53")

    assert asked(cmms, pair["request"]["body"]) == pair["response"]["body"]


def test_a_row_that_is_gone_reads_as_nothing_and_not_as_an_error(cmms, source):
    """Number 18: MissingError comes from writing only."""
    assert Odoo(access(source)).read("999999") is None


def test_a_recurring_visit_that_is_closed_comes_in_with_the_next_one(pull, cmms):
    """Number 37."""
    visit = cmms.order(
        "Visite", maintenance_type="preventive", recurring_maintenance=True, repeat_unit="week",
        repeat_interval=4,
    )  # fmt: skip
    pull()

    cmms.change(visit, stage_id=STAGES["repaired"])

    (done, following) = pull()
    assert (done[:2], following) == (("Visite", "DONE"), ("Visite", "APPROVED", None))
    assert WorkOrder.objects.last().scheduled_at == datetime(2026, 12, 22, 8, 30, tzinfo=UTC)


def test_the_day_an_order_was_closed_goes_when_it_is_reopened(pull, cmms):
    """Numbers 23 to 25: the server sets and clears it by itself."""
    pk = cmms.order("Fuite")
    cmms.change(pk, stage_id=STAGES["repaired"])
    ((_, status, closed_on),) = pull()
    assert (status, type(closed_on)) == ("DONE", date)

    cmms.change(pk, stage_id=STAGES["doing"])

    assert pull() == [("Fuite", "IN_PROGRESS", None)]


def test_requests_that_are_archived_stay_visible_and_are_cancelled(pull, cmms):
    """Numbers 54 and 55: their field is `archive`, which hides nothing."""
    pk = cmms.order("Fuite")
    pull()

    cmms.change(pk, archive=True)

    assert pull() == [("Fuite", "CANCELLED", None)]
