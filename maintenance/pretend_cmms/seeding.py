"""What the CMMS knows on its first day: stages, teams, users, and the orders of `orders.csv`, dated from today."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

from maintenance.pretend_cmms.models import MODELS
from maintenance.pretend_cmms.records import DATE, DATETIME, Records

ORDERS = Path(__file__).with_name("orders.csv")
ADMIN = 2
STAGES = [  # name, in French, done, folded, external id
    ("New Request", "Nouvelle demande", False, False, "stage_0"),
    ("In Progress", "En cours", False, False, "stage_1"),
    ("Repaired", "Réparé", True, True, "stage_3"),
    ("Scrap", "Rebut", True, True, "stage_4"),
]
USERS = {1: "__system__", 2: "admin", 3: "portal", 4: "public", 5: "station-twin", 6: "agent"}
PLACE_OF_STAGE = {"demande": 0, "planifié": 0, "bloqué": 0, "en cours": 1, "réparé": 2}


def found(records: Records) -> bool:
    """Stages, users and the internal team, as a new database has them. False when they are there already."""
    if records.search(MODELS["maintenance.stage"], []):
        return False
    with records.transaction():
        for pk, login in USERS.items():
            name = "Administrator" if login == "admin" else login
            records.create(MODELS["res.users"], {"name": name, "login": login, "password": login}, pk)
        for sequence, (name, french, done, fold, external) in enumerate(STAGES, start=1):
            values = {"name": name, "name_fr": french, "sequence": sequence, "done": done, "fold": fold}
            pk = records.create(MODELS["maintenance.stage"], values, ADMIN)
            reference = {
                "module": "maintenance",
                "name": external,
                "model": "maintenance.stage",
                "res_id": pk,
            }
            records.create(MODELS["ir.model.data"], reference, ADMIN)
        records.create(MODELS["maintenance.team"], {"name": "Internal Maintenance"}, ADMIN)
    return True


def seed(records: Records, *, stations: set[str] | None = None) -> int:
    """A new database, and in it the orders of `stations` (None: of all). Says how many orders were made."""
    with records.transaction():
        if not found(records):
            return 0
        with ORDERS.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream, delimiter=";"))
        return sum(_order(records, row) for row in rows if stations is None or row["station"] in stations)


def _order(records: Records, row: dict[str, str]) -> bool:
    today = records.clock().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    values: dict[str, object] = {
        "name": row["subject"],
        "description": f"<p>{row['description']}</p>" if row["description"] else False,
        "request_date": (today - timedelta(days=int(row["asked"]))).strftime(DATE),
        "equipment_id": _equipment(records, row),
        "maintenance_team_id": _named(records, "maintenance.team", row["team"]),
        "priority": row["priority"],
        "maintenance_type": "corrective" if row["kind"] == "corrective" else "preventive",
        "x_inspection": row["kind"] == "inspection",
        "schedule_date": _planned(today, row["planned"]),
        "duration": 2.0,
        "kanban_state": "blocked" if row["stage"] == "bloqué" else "normal",
        "x_station": row["station"],
        "x_place": row["place"] or False,
        "x_due_date": (today + timedelta(days=int(row["due"]), hours=17)).strftime(DATETIME)
        if row["due"]
        else False,
    }
    pk = records.create(MODELS["maintenance.request"], values, ADMIN)
    stage = records.search(MODELS["maintenance.stage"], [], order="sequence")[PLACE_OF_STAGE[row["stage"]]]
    records.write(MODELS["maintenance.request"], [pk], {"stage_id": stage}, ADMIN)
    return True


def _planned(today: datetime, text: str) -> str | bool:
    """ "2 08:30": in two days, at half past eight (UTC)."""
    if not text:
        return False
    days, clock = text.split()
    hour, minute = clock.split(":")
    return (today + timedelta(days=int(days), hours=int(hour), minutes=int(minute))).strftime(DATETIME)


def _equipment(records: Records, row: dict[str, str]) -> int | bool:
    if not row["equipment"]:
        return False
    values = {"name": row["equipment"], "location": f"{row['station']} / {row['place']}".strip(" /")}
    return records.create(
        MODELS["maintenance.equipment"], values | {"x_code": row["our_code"] or False}, ADMIN
    )


def _named(records: Records, model: str, name: str) -> int:
    same = records.search(MODELS[model], [["name", "=", name]])
    return same[0] if same else records.create(MODELS[model], {"name": name}, ADMIN)
