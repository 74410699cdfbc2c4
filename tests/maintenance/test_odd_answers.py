"""A source that answers, and not as Odoo does: said in a sentence, and nothing is taken for "there is nothing"."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils import timezone

from maintenance import outbox, syncing
from maintenance.connectors.base import Access, PermanentError
from maintenance.connectors.odoo_rpc import NOT_ODOO, OdooRpc
from maintenance.models import OutboxMessage, Request, Source, WorkOrder

pytestmark = pytest.mark.django_db


@pytest.fixture
def answers(cmms, monkeypatch):
    """answers("maintenance.stage", "search_read", {…}): what it says to such calls from now on."""
    told: dict[tuple[str, str], Any] = {}
    as_ever = cmms.rpc.answer

    def answer(body: bytes) -> Any:
        rightly = as_ever(body)  # it does what it was asked, whatever it says
        params = json.loads(body)["params"]
        asked = tuple(params["args"][3:5]) if params["method"] == "execute_kw" else ("", params["method"])
        return told.get(asked, rightly)

    monkeypatch.setattr(cmms.rpc, "answer", answer)
    return lambda model, method, said: told.update({(model, method): said})


ORDERS = "maintenance.request"
ROWS = "search_read"


@pytest.mark.parametrize(
    ("model", "method", "said"),
    [
        ("", "version", {"result": ["18.0"]}),
        ("", "version", 18),
        (ORDERS, ROWS, {}),
        (ORDERS, ROWS, {"result": None}),
        (ORDERS, ROWS, {"result": {"records": []}}),
        (ORDERS, ROWS, {"result": ["Fuite"]}),
        (ORDERS, ROWS, {"error": "it went wrong"}),
        (ORDERS, ROWS, {"error": {"code": 200, "data": "it went wrong"}}),
        (ORDERS, ROWS, {"error": None}),
        ("maintenance.stage", ROWS, {"result": False}),
        ("maintenance.stage", ROWS, {"result": [{"id": 1}]}),
        ("ir.model.data", ROWS, {"result": [7]}),
        ("maintenance.equipment", "read", {"result": [{"name": "POMPE 1"}]}),
        (ORDERS, "search", {"result": None}),
        (ORDERS, "search", {"result": [[1]]}),
    ],
)
def test_a_pull_stops_with_a_sentence_and_loses_nothing(cmms, source, station, answers, model, method, said):
    cmms.order(equipment_id=cmms.equipment("POMPE 1"))
    cmms.faults.skew = 2
    syncing.pull(source)
    Source.objects.update(cursor=None)
    WorkOrder.objects.update(version="")
    answers(model, method, said)

    sync = syncing.pull(source, full=True)

    source.refresh_from_db()
    assert (sync.error, source.last_error, source.cursor) == (NOT_ODOO, NOT_ODOO, None)
    assert sync.finished_at is not None
    assert WorkOrder.objects.get().gone_at is None


def test_an_answer_too_deep_to_be_read_is_no_answer(monkeypatch):
    rpc = OdooRpc(Access("http://127.0.0.1:1"))
    monkeypatch.setattr(rpc, "_opener", _Says(b'{"result": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"))

    with pytest.raises(PermanentError, match="nothing answers as Odoo does"):
        rpc.version()


class _Says:
    headers: dict[str, str] = {}

    def __init__(self, body: bytes) -> None:
        self.body = body

    def open(self, *_: Any, **__: Any) -> _Says:
        return self

    def __enter__(self) -> _Says:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def read(self, most: int) -> bytes:
        return self.body[:most]


def test_a_report_that_was_made_without_saying_which_is_found_again(cmms, source, station, answers):
    ours = Request.objects.create(source=source, station=station, text="Ça goutte")
    message = outbox.tell(source, "request", {}, request=ours)
    answers(ORDERS, "create", {"jsonrpc": "2.0", "id": 1})

    assert syncing.push(source) == 0
    message.refresh_from_db()
    assert (message.state, message.reason) == ("waiting", NOT_ODOO)

    OutboxMessage.objects.update(next_at=timezone.now())
    Source.objects.update(paused_until=None)
    source.refresh_from_db()
    assert syncing.push(source) == 1
    (row,) = cmms.all(ORDERS)
    ours.refresh_from_db()
    assert ours.external_id == str(row["id"])
