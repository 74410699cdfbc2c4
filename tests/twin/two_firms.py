"""A station full of two firms' work: orders, photos, declarations, notes, papers and real geometry of each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.test import Client
from django.utils import timezone

from assets import history, isolation_cards, recorded_precautions, surveys
from assets.isolation_cards import Said, Word
from assets.models import ConnectionProposal, Finding, Job, LocationSource, Station
from assets.recorded_precautions import About
from maintenance import dossiers, tokens
from maintenance.models import (
    Act,
    Change,
    DeadLetter,
    Declaration,
    DeviceState,
    Note,
    OutboxMessage,
    Request,
    SourceAlias,
)
from tests import factories
from tests.twin.geometry.made import Box, shape_set
from twin import scenes

VISIT = dossiers.Visit("192.0.2.1", "tests")


@dataclass
class Firm:
    """One firm and all that is its own. `secrets`: texts that nobody of another firm may read anywhere."""

    name: str
    organisation: Any
    own: SimpleNamespace = field(default_factory=SimpleNamespace)
    secrets: list[str] = field(default_factory=list)


@dataclass
class World:
    station: Station
    first: Firm
    second: Firm
    clients: dict[str, Callable[[], Client]]
    keys: dict[str, str]
    own: SimpleNamespace = field(default_factory=SimpleNamespace)


def build() -> World:
    station = factories.station("VDO", twin_mode="MODEL_3D")
    source = factories.source(station=station)
    storey = factories.storey(station)
    revision = factories.revision(station)
    LocationSource.objects.create(location=storey, revision=revision, step_id=1)
    people = {
        role: factories.person(role, station=station) for role in ("agent", "steward", "manager", "deputy")
    }
    firms = [
        _firm(station, source, storey, revision, name, at) for name, at in (("ZEBRA", 0.0), ("YUCCA", 50.0))
    ]
    _drawn(station, revision, storey, firms)
    for firm in firms:
        _work(station, source, firm, people["agent"], people["manager"])
    return _world(station, revision, firms, people)


def _firm(station, source, storey, revision, name: str, at: float) -> Firm:
    room = factories.location(
        station, f"{name}-ROOM", name=f"{name}-ROOM", parent=storey, z_min=0.0, z_max=3.0,
        footprint=[[[at, 0], [at + 4, 0], [at + 4, 4], [at, 4]]],
    )  # fmt: skip
    LocationSource.objects.create(location=room, revision=revision, step_id=100 + int(at))
    box = {"x_min": at + 1, "y_min": 1, "z_min": 0, "x_max": at + 2, "y_max": 2, "z_max": 1}
    pump = factories.element(revision, f"{name}-P-01", location=room, storey=storey, **box)
    type_ = factories.asset_type(station, f"{name}-TYPE", revision=revision)
    asset = factories.asset(
        station, f"{name}-P-01", drawn_by=pump, location=room, type=type_, name=f"{name} pump"
    )
    asset.units.create(station=station, serial=f"{name}-SERIAL")
    made = Firm(name, factories.organisation(f"Firm {name[0]}"))
    made.own = SimpleNamespace(room=room, element=pump, asset=asset, type=type_)
    made.secrets = [f"{name}-ROOM", f"{name}-P-01", f"{name}-TYPE", f"{name}-SERIAL", f"{name} pump"]
    return made


def _drawn(station, revision, storey, firms: list[Firm]) -> None:
    """A box for each firm's pump, in one chunk: what a firm gets of it must be cut out."""
    boxes = [Box((1.0, 1.0, 1.0 + n / 10), at=(1.0 + 50 * n, 1.0, 0.0)) for n in range(len(firms))]
    manifest = scenes.build(station, shape_set(*boxes), {100: str(storey.pk), 101: str(storey.pk)})
    scene = scenes.save(revision, manifest, {storey.pk: storey})
    for number, firm in enumerate(firms):
        firm.own.element.feature = manifest.features.index(100 + number)
        firm.own.element.save()
        firm.own.scene = scene
    whole = scene.chunks.get().sha256
    for firm in firms:
        firm.own.chunk = whole
        firm.secrets.append(whole)


def _work(station, source, firm: Firm, agent, manager) -> None:
    name, own = firm.name, firm.own
    own.dossier = dossiers.invite(station, firm.organisation, email=f"{name}@example.org".lower(), by=manager)
    own.person = factories.contractor(firm.organisation, station=station)
    own.order = factories.work_order(
        station, source=source, organisation=firm.organisation, asset=own.asset, number=f"{name}-OT",
        title=f"{name} leak", description=f"{name} water", external_id=f"{name}-1",
    )  # fmt: skip
    own.lost = factories.work_order(
        station, source=source, organisation=firm.organisation, number=f"{name}-LOST", title=f"{name} somewhere",
        place_text=f"{name} corner",
    )  # fmt: skip
    own.photo = factories.evidence(station, by=own.person, content=f"{name} photo".encode())
    act = Act.objects.create(
        work_order=own.order, verb="done", at=timezone.now(), text=f"{name} mended", by=own.person
    )
    act.evidence.add(own.photo)
    own.declaration = Declaration.objects.create(
        station=station, asset=own.asset, work_order=own.order, author=own.person, organisation=firm.organisation,
        performed_at=timezone.now(), message=f"{name} declared",
    )  # fmt: skip
    own.declaration.evidence.add(own.photo)
    own.change = Change.objects.create(
        declaration=own.declaration,
        author=own.person,
        kind="CORRECT",
        field="serial_number",
        value=f"{name}-NEW",
    )
    Declaration.objects.filter(pk=own.declaration.pk).update(state="IN_REVIEW")
    own.state = DeviceState.objects.create(
        asset=own.asset,
        said="stuck",
        by=own.person,
        organisation=firm.organisation,
        work_order=own.order,
        seen_at=timezone.now(),
    )
    own.note = Note.objects.create(station=station, asset=own.asset, text=f"{name} note", author=agent)
    own.request = Request.objects.create(
        station=station, source=source, asset=own.asset, text=f"{name} fault", author=agent, number=f"{name}-DI",
        work_order=own.order,
    )  # fmt: skip
    own.message = OutboxMessage.objects.create(
        source=source, kind="report", work_order=own.order, payload={"text": f"{name} mended"}
    )
    own.letter = DeadLetter.objects.create(
        source=source, external_id=str(ord(name[0])), why="parse", reason=f"{name} unreadable"
    )
    own.alias = SourceAlias.objects.create(
        source=source,
        station=station,
        text=f"{name} word",
        key=f"={name}WORD",
        asset=own.asset,
        method="person",
    )
    own.document = factories.document(
        station, f"{name} manual", about={"asset": own.asset}, identification=f"{name}-DOC"
    )
    _brought(own.document, own.element.revision)
    own.drawing = factories.document(
        station, f"{name} plan", b"<svg/>", identification=f"{name}-PLAN", media_type="image/svg+xml"
    )
    own.received = history.record(
        "received",
        own.drawing,
        station=station,
        after={"name": f"{name} plan", "path": own.drawing.path, "sha256": own.drawing.sha256},
    )
    own.hotspot = factories.hotspot(own.drawing, own.asset)
    own.hazard = recorded_precautions.record(
        "hazard", About(station, own.asset), kind="hot", finding="found", note=f"{name} burns"
    )
    own.card = isolation_cards.put(
        None,
        own.asset,
        Said(medium="water", device=f"{name}-P-01", behind=f"{name} panel"),
        Word(agent.pk, manager.pk, timezone.now(), change=0),
    )
    own.proposal = ConnectionProposal.objects.create(
        station=station, one_key=f"guid:{name}", other_key=f"guid:{name}-next", one=own.element,
        other=factories.element(own.element.revision, f"{name}-NEXT"), evidence="E", medium="WATERSUPPLY", apart=0.01,
    )  # fmt: skip
    surveys.record(station, [(own.room, "PLB")], surveys.Word("whole", "visit", note=f"{name} seen"))
    own.survey = own.room.surveys.get()
    until = timezone.now() + timedelta(days=1)
    own.token, own.key = tokens.make(
        own.dossier.user,
        name=f"{name} program",
        scopes=list(tokens.SCOPES),
        expires_at=until,
        station=station,
        by=manager,
    )
    history.record("started", own.order, station=station, by=own.person, after={"name": f"{name}-OT"})
    for text in ("OT", "LOST", "DI", "1", "NEW", "DOC"):
        firm.secrets.append(f"{name}-{text}")
    firm.secrets += [
        f"{name} {word}"
        for word in (
            "leak",
            "panel",
            "somewhere",
            "corner",
            "water",
            "photo",
            "mended",
            "declared",
            "note",
            "fault",
            "unreadable",
            "manual",
            "burns",
            "seen",
            "program",
            "word",
        )
    ]
    firm.secrets += [own.photo.sha256, hashlib.sha256(own.key.encode()).hexdigest()]


def _brought(document, revision) -> None:
    """As if a published model had come with the document."""
    said = {"step_id": 1, "identification": document.identification, "name": document.name, "location": "",
            "revision": "A", "purpose": "", "confidentiality": "", "about": [], "path": document.path,
            "sha256": document.sha256, "media_type": document.media_type}  # fmt: skip
    document.discipline = revision.discipline
    document.save(update_fields=["discipline"])
    revision.documents = [*revision.documents, said]
    revision.save(update_fields=["documents"])


def _world(station, revision, firms: list[Firm], people: dict[str, Any]) -> World:
    first, second = firms
    system = factories.system(station, "Cold water", first.own.element, second.own.element)
    connection = factories.joined(first.own.element, second.own.element)
    finding = Finding.objects.create(revision=revision, severity="info", code="x", message="x")
    job = Job.objects.create(kind="import_revision", key="k", station=station)
    people |= {
        "admin": factories.person(is_superuser=True, is_staff=True),
        "contractor A": first.own.person,
        "contractor B": second.own.person,
        "dossier A": first.own.dossier.user,
        "dossier B": second.own.dossier.user,
    }

    def entered(person: Any) -> Callable[[], Client]:
        def client() -> Client:
            opened = Client()
            opened.force_login(person)
            return opened

        return client

    clients = {"anonymous": Client, "token A": Client, "token B": Client}
    clients |= {name: entered(person) for name, person in people.items()}
    made = World(station, first, second, clients, {"token A": first.own.key, "token B": second.own.key})
    made.own = SimpleNamespace(
        revision=revision, system=system, connection=connection, finding=finding, job=job,
        entry=station.history.first(), unit=first.own.asset.units.get(), source=first.own.order.source,
    )  # fmt: skip
    return made
