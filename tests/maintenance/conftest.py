"""A station with its people, and a CMMS for tests that need one: the demo's real server, in a thread, over a file."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from maintenance.models import Source
from maintenance.pretend_cmms.models import MODELS
from maintenance.pretend_cmms.seeding import found
from maintenance.pretend_cmms.server import PretendCmms
from tests import factories

ADMIN = 2
STAGES = {"new": 1, "doing": 2, "repaired": 3, "scrap": 4}


class Cmms(PretendCmms):
    """Shorthands for what people over there do."""

    def order(self, name: str = "Fuite", **values: Any) -> int:
        full = {"name": name, "schedule_date": "2026-11-24 08:30:00", "x_station": "VDO"} | values
        return self.records.create(MODELS["maintenance.request"], full, ADMIN)

    def change(self, pk: int, **values: Any) -> None:
        self.records.write(MODELS["maintenance.request"], [pk], values, ADMIN)

    def delete(self, pk: int) -> None:
        self.records.unlink(MODELS["maintenance.request"], [pk])

    def equipment(self, name: str, **values: Any) -> int:
        return self.records.create(MODELS["maintenance.equipment"], {"name": name} | values, ADMIN)

    def team(self, name: str) -> int:
        return self.records.create(MODELS["maintenance.team"], {"name": name}, ADMIN)

    def row(self, pk: int) -> dict[str, Any]:
        return self.records.read(MODELS["maintenance.request"], [pk], lang="fr_FR")[0]

    def all(self, model: str, domain: list | None = None) -> list[dict[str, Any]]:
        return self.records.read(MODELS[model], self.records.search(MODELS[model], domain or []))

    def messages(self, pk: int) -> list[str]:
        """What was written by hand on an order."""
        about = [["res_id", "=", pk], ["message_type", "=", "comment"]]
        return [row["body"] for row in self.all("mail.message", about)]


@pytest.fixture
def cmms(tmp_path: Path) -> Iterator[Cmms]:
    server = Cmms(tmp_path / "cmms.sqlite3", controlled=True)
    found(server.records)
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def station(db):
    return factories.station("VDO")


@pytest.fixture
def agent(station):
    return factories.person("agent", station=station)


@pytest.fixture
def steward(station):
    return factories.person("steward", station=station)


@pytest.fixture
def english() -> Iterator[None]:
    """What people read is said in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def source(cmms: Cmms, db) -> Source:
    return factories.source(
        url=cmms.url,
        login="station-twin",
        secret="station-twin",
        settings={
            "database": "gares",
            "page": 3,
            "seconds": 2,
            "link": "{url}/odoo/maintenance/{id}",
        },
    )
