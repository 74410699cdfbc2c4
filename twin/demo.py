"""What the demo has and a real site has not: its accounts, and a portfolio of fictional stations.

`ifc_samples/portfolio/stations.json` lists the stations. Each names the files that fill it,
relative to `SAMPLES_DIR` (default: `ifc_samples/`):

    {"stations": [{"code": "VDO", "name": "…", "twin_mode": "MODEL_3D", "city": "…", …,
                   "models": ["VDO_ARC.ifc"], "register": "portfolio/XYZ.csv", "documents": [{"file", "title", …}]}]}
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction

from assets.models import Membership, Station

PASSWORD = "station-twin-demo"  # noqa: S105 (printed in the README; refused when DEBUG=0)
ROLES = {
    "agent": "agent",
    "contractor": "contractor",
    "steward": "steward",
    "manager": "manager",
    "admin": None,
}
"""Account → role in every station; the admin is Django's superuser."""


class RefusedDemo(Exception):
    """The demo cannot be set up here; the message says why and what to do."""


@dataclass(frozen=True)
class Sample:
    """One station of the portfolio and the files that fill it (absolute paths)."""

    code: str
    name: str
    twin_mode: str
    models: tuple[Path, ...]
    register: Path | None
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def files(self) -> tuple[Path, ...]:
        return (*self.models, *((self.register,) if self.register else ()))


def portfolio() -> list[Sample]:
    """Raises RefusedDemo when the samples are not there, or when one names a file that is not."""
    listed = settings.SAMPLES_DIR / "portfolio" / "stations.json"
    if not listed.exists():
        raise RefusedDemo(
            f"The sample stations are missing: {listed} is not there. Is the checkout complete?"
        )
    samples = [_sample(entry) for entry in json.loads(listed.read_text())["stations"]]
    absent = [str(path) for sample in samples for path in sample.files if not path.exists()]
    if absent:
        raise RefusedDemo(f"The sample stations name files that are not there: {', '.join(absent)}.")
    return samples


def _sample(entry: dict[str, Any]) -> Sample:
    known = {field.name for field in Station._meta.concrete_fields}
    register = entry.get("register")
    return Sample(
        code=entry["code"],
        name=entry["name"],
        twin_mode=entry["twin_mode"],
        models=tuple(settings.SAMPLES_DIR / name for name in entry.get("models", ())),
        register=settings.SAMPLES_DIR / register if register else None,
        about={name: value for name, value in entry.items() if name in known - {"id", "code"}},
    )


def make_accounts() -> int:
    """The five accounts with their roles, where they are missing. Says how many were made."""
    if not settings.DEBUG:
        raise RefusedDemo("The demo's accounts are made only with DEBUG=1: everybody knows their password.")
    return sum(_make_account(name, role) for name, role in ROLES.items())


@transaction.atomic
def _make_account(name: str, role: str | None) -> bool:
    people = get_user_model()._default_manager
    if people.filter(username=name).exists():
        return False
    person = people.create_user(name, password=PASSWORD, is_staff=role is None, is_superuser=role is None)
    if role is not None:
        Membership.objects.create(user=person, station=None, role=role)
    return True


def make_station(sample: Sample) -> Station:
    """The station's row, as the portfolio describes it; what is known already stays."""
    return Station.objects.get_or_create(code=sample.code, defaults=sample.about)[0]


def described(url: str) -> dict[str, Any]:
    """What `DATA_DIR/demo.json` says (the contract)."""
    stations = Station.objects.lasting().order_by("code").values_list("code", "twin_mode")
    return {
        "url": url,
        "stations": [{"code": code, "mode": mode} for code, mode in stations],
        "accounts": [
            {"username": name, "password": PASSWORD, "role": role or "admin"} for name, role in ROLES.items()
        ],
    }
