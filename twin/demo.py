"""What the demo has and a real site has not: its accounts, and a portfolio of fictional stations.

`SAMPLES_DIR/portfolio/stations.json` lists the stations (SAMPLES_DIR is `ifc_samples/`) with the files that fill each,
relative to the list: `{"code": "VDO", "name": …, "files": {"models": […], "register": …, "plans": […], "photos": […]}}`
"""

from __future__ import annotations

import csv
import json
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction

from assets import files, hotspots
from assets.models import Document, DocumentLink, Hotspot, Membership, Organisation, Station
from maintenance.models import Source
from twin import demo_firm
from twin.signing_in import DEMO_PASSWORD

ROLES = {
    "agent": "agent",
    "contractor": "contractor",
    "steward": "steward",
    "manager": "manager",
    "admin": None,
}
"""Account → role in every station; the admin is Django's superuser."""

FIRMS = (
    "Hydro-Services",
    "Ascenseurs de la Sarthe",
    "Élec du Thymerais",
    "Thermique du Maine",
    "Portes du Bocage",
    "Secours du Perche",
    "Affichages Huisne",
)
"""Contractors, by the names their teams have in the pretend CMMS."""

SOURCE = "gmao"
CMMS_ACCOUNT = "station-twin"

PASSENGER_YEAR = "2025"  # of the fictional counts


class RefusedDemo(Exception):
    """The demo cannot be set up here; the message says why and what to do."""


@dataclass(frozen=True)
class Sample:
    """One station of the portfolio: its row, and the files that fill it (absolute paths)."""

    code: str
    name: str
    about: dict[str, Any]
    models: tuple[Path, ...]
    register: Path | None
    documents: tuple[Path, ...]
    hotspots: Path | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        alone = (path for path in (self.register, self.hotspots) if path)
        return (*self.models, *alone, *self.documents)


def portfolio() -> list[Sample]:
    """Raises RefusedDemo when the samples are not there, or when one names a file that is not."""
    listed = settings.SAMPLES_DIR / "portfolio" / "stations.json"
    if not listed.exists():
        raise RefusedDemo(
            f"The sample stations are missing: {listed} is not there. Is the checkout complete?"
        )
    samples = [
        _sample(entry, listed.parent) for entry in json.loads(listed.read_text(encoding="utf-8"))["stations"]
    ]
    absent = [str(path) for sample in samples for path in sample.files if not path.exists()]
    if absent:
        raise RefusedDemo(f"The sample stations name files that are not there: {', '.join(absent)}.")
    return samples


def _sample(entry: dict[str, Any], folder: Path) -> Sample:
    named = entry.get("files", {})
    register = named.get("register")
    return Sample(
        code=entry["code"],
        name=entry["name"],
        about=_about(entry),
        models=tuple(folder / name for name in named.get("models", ())),
        register=folder / register if register else None,
        documents=tuple(folder / name for name in (*named.get("plans", ()), *named.get("photos", ()))),
        hotspots=folder / named["hotspots"] if "hotspots" in named else None,
    )


def _about(entry: dict[str, Any]) -> dict[str, Any]:
    """The columns of the station's row that the entry fills."""
    same = ("name", "twin_mode", "city", "uic_codes", "legal_category", "latitude", "longitude", "area_m2")
    about = {name: entry[name] for name in same if name in entry}
    if "lines" in entry:
        about["line_positions"] = entry["lines"]
    if "passengers" in entry:
        about["passengers_per_year"] = {PASSENGER_YEAR: entry["passengers"]}
    return about


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
    person = people.create_user(
        name,
        email=f"{name}@gare.example",
        password=DEMO_PASSWORD,
        is_staff=role is None,
        is_superuser=role is None,
    )
    if role is not None:
        Membership.objects.create(user=person, station=None, role=role)
    return True


@transaction.atomic
def make_source(url: str) -> Source:
    """The pretend CMMS as a source, and the firms it speaks of. At another address all is read again: links change."""
    for name in FIRMS:
        Organisation.objects.get_or_create(name=name, defaults={"role": Organisation.Role.CONTRACTOR})
    settings_of_odoo = {"database": "gares", "link": "{url}/odoo/maintenance/{id}"}
    about = {"name": "GMAO", "kind": "odoo", "login": CMMS_ACCOUNT, "secret": CMMS_ACCOUNT}
    source, _ = Source.objects.get_or_create(
        key=SOURCE, defaults=about | {"url": url, "settings": settings_of_odoo}
    )
    if source.url != url:
        source.url, source.cursor = url, None
    source.paused_until, source.failures = None, 0
    source.save()
    return source


def make_station(sample: Sample) -> Station:
    """The station's row, as the portfolio describes it, with its plans and photos; what is known already stays."""
    station, _ = Station.objects.get_or_create(code=sample.code, defaults=sample.about)
    for path in sample.documents:
        _hang_on(station, path)
    if sample.hotspots:
        _mark(station, sample.hotspots)
    return station


@transaction.atomic
def _mark(station: Station, listed: Path) -> None:
    """The hotspots of scanned drawings, where there are none yet; the equipment comes with the models."""
    with listed.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    drawings = {each.identification: each for each in station.documents.filter(hotspots=None)}
    Hotspot.objects.bulk_create(
        Hotspot(
            document=drawings[row["document"]], code=row["code"], page=int(row["page"]),
            edition=drawings[row["document"]].path,
            **{name: float(row[name]) for name in ("x", "y", "width", "height")},
        )
        for row in rows
        if row["document"] in drawings
    )  # fmt: skip


@transaction.atomic
def _hang_on(station: Station, path: Path) -> None:
    if station.documents.filter(identification=path.name).exists():
        return
    stored = files.store_path(path)
    document = Document.objects.create(
        station=station,
        identification=path.name,
        name=_said(path.stem),
        path=stored.path,
        sha256=stored.sha256,
        media_type=mimetypes.guess_type(path.name)[0] or "",
    )
    DocumentLink.objects.create(document=document)  # about the station itself
    hotspots.carry_soon(document)


def _said(stem: str) -> str:
    """ "photo_facade" as people write it: "Photo façade"."""
    words = stem.replace("_", " ").replace("facade", "façade").replace("releve ", "relevé ")
    return words[:1].upper() + words[1:]


def described(url: str) -> dict[str, Any]:
    """What `DATA_DIR/demo.json` says (the contract)."""
    stations = Station.objects.lasting().order_by("code").values_list("code", "twin_mode")
    return {
        "url": url,
        "mail_url": f"{url}mails/",
        "stations": [{"code": code, "mode": mode} for code, mode in stations],
        "accounts": [
            {"username": name, "password": DEMO_PASSWORD, "role": role or "admin"}
            for name, role in ROLES.items()
        ],
        "dossier_url": demo_firm.dossier_url(url),
        "source": SOURCE,
        "cmms_url": f"{Source.objects.get(key=SOURCE).url}/" if Source.objects.filter(key=SOURCE) else None,
    }
