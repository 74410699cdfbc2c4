"""Rows for tests: each function makes one thing that stands, with the few values a test cares about given by name."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone

from assets import append_only, files
from assets.ifc.codes import normalise as code_key
from assets.models import (
    Asset,
    AssetType,
    Connection,
    Document,
    DocumentLink,
    Element,
    ElementMatch,
    Employment,
    HistoryEntry,
    HistoryHead,
    Hotspot,
    Location,
    Membership,
    Organisation,
    Port,
    Revision,
    Run,
    Station,
    System,
    SystemMember,
    Unit,
)
from assets.search import normalise, spelt_apart
from maintenance import declarations, four_eyes
from maintenance.models import Act, Declaration, Evidence, Source, WorkOrder
from twin import scenes
from twin.models import Scene, SceneChunk

_numbers = count(1)


def person(role: str | None = None, *, station: Station | None = None, **values: Any):
    """A user; with `role`, in `station` or in all of them."""
    name = values.pop("username", f"person-{next(_numbers)}")
    user = get_user_model().objects.create_user(username=name, **values)
    if role:
        Membership.objects.create(user=user, role=role, station=station)
    return user


def station(code: str | None = None, **values: Any) -> Station:
    code = code or f"S{next(_numbers)}"
    return Station.objects.create(code=code, **{"name": f"Gare {code}", "twin_mode": "MODEL_3D", **values})


def trial(owner, code: str | None = None, **values: Any) -> Station:
    return station(code, trial_owner=owner, trial_expires_at=timezone.now() + timedelta(hours=24), **values)


def storey(of: Station, code: str = "S1", name: str = "Sous-sol", elevation: float = -4.0) -> Location:
    return location(of, code, kind="storey", name=name, elevation=elevation)


def location(of: Station, code: str, *, kind: str = "space", name: str = "", **values: Any) -> Location:
    text = normalise(f"{code} {name} {values.get('long_name', '')}")
    return Location.objects.create(station=of, code=code, kind=kind, name=name, search_text=text, **values)


def revision(of: Station, *, discipline: str = "PLB", state: str = "PUBLISHED", **values: Any) -> Revision:
    number = next(_numbers)
    defaults = {
        "number": number,
        "file_name": f"{of.code}-{discipline}.ifc",
        "sha256": hashlib.sha256(f"{of.pk} {number}".encode()).hexdigest(),
        "path": "00/none.ifc",
        "size": 1000,
        "schema": "IFC4",
        "outcome": "read" if state != "WIP" else "pending",
        "published_at": timezone.now() if state == "PUBLISHED" else None,
    }
    return Revision.objects.create(station=of, discipline=discipline, state=state, **{**defaults, **values})


def element(of: Revision, code: str = "", **values: Any) -> Element:
    number = next(_numbers)
    defaults = {
        "step_id": number,
        "global_id": f"{number:022d}",
        "ifc_class": "IfcPump",
        "resolved_class": "IfcPump",
        "kind": "pump",
        "layer": "plumbing",
    }
    return Element.objects.create(revision=of, code=code, **{**defaults, **values})


def asset(of: Station, code: str, *, drawn_by: Element | None = None, **values: Any) -> Asset:
    kind = values.pop("kind", "pump")
    place = values.get("location")
    text = spelt_apart(f"{code} {values.get('name', '')} {place.label if place else ''}")
    made = Asset.objects.create(
        station=of,
        code=code,
        code_key=code_key(code),
        code_source="file",
        kind=kind,
        search_text=text,
        **values,
    )
    if drawn_by is not None:
        ElementMatch.objects.create(asset=made, element=drawn_by, method="new")
    return made


def asset_type(of: Station, name: str, *, revision: Revision | None = None, **values: Any) -> AssetType:
    return AssetType.objects.create(
        station=of, revision=revision, step_id=next(_numbers) if revision else None, name=name, **values
    )


def run(of: Station, code: str, elements: list[Element]) -> Run:
    made = Run.objects.create(station=of, code=code, kind=elements[0].kind)
    for each in elements:
        each.run, each.code = made, code
        each.save()
    return made


def system(of: Station, name: str, *members: Element, family: str = "water") -> System:
    made = System.objects.create(station=of, name=name, ifc_class="IfcDistributionSystem", family=family)
    for member in members:
        SystemMember.objects.create(system=made, element=member)
    return made


def joined(before: Element, after: Element, *, directed: bool = True) -> Connection:
    """before ──▶ after, port to port."""
    ports = [
        Port.objects.create(
            revision=each.revision, element=each, step_id=next(_numbers), global_id=f"{next(_numbers):022d}"
        )
        for each in (before, after)
    ]
    return Connection.objects.create(
        revision=before.revision,
        step_id=next(_numbers),
        from_port=ports[0],
        to_port=ports[1],
        directed=directed,
    )


def document(of: Station, name: str, content: bytes | None = b"%PDF-1.7", **values: Any) -> Document:
    """A document; with `about={"asset": …}` hung on it. Without content only its reference is known."""
    about = values.pop("about", None)
    media_type = values.pop("media_type", "application/pdf")
    stored = files.store([content], ".bin") if content is not None else None
    made = Document.objects.create(
        station=of,
        identification=values.pop("identification", f"D-{next(_numbers)}"),
        name=name,
        media_type=media_type,
        path=stored.path if stored else "",
        sha256=stored.sha256 if stored else "",
        **values,
    )
    if about is not None:
        DocumentLink.objects.create(document=made, **about)
    return made


def hotspot(on: Document, of: Asset, **values: Any) -> Hotspot:
    """In the middle of the first page."""
    place = {"x": 0.4, "y": 0.4, "width": 0.2, "height": 0.2}
    return Hotspot.objects.create(document=on, asset=of, code=of.code, edition=on.path, **{**place, **values})


def scene(
    of: Revision, elements: list[Element], content: bytes = b"glTF scene", place: Location | None = None
) -> Scene:
    """A scene of one chunk whose bytes are in the store; the elements are its features in this order."""
    for number, each in enumerate(elements):
        each.feature = number
        each.save()
    digest = hashlib.sha256(content).hexdigest()
    path = scenes.chunk_path(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    made = Scene.objects.create(revision=of, origin=[0, 0, 0], bytes=len(content), elements=len(elements))
    SceneChunk.objects.create(
        scene=made,
        sha256=digest,
        storey=place,
        first_feature=0,
        features=len(elements),
        triangles=12,
        bytes=len(content),
        box=[0, 0, 0, 1, 1, 1],
    )
    return made


def organisation(name: str | None = None, role: str = "contractor", **values: Any) -> Organisation:
    return Organisation.objects.create(name=name or f"Firm {next(_numbers)}", role=role, **values)


def contractor(of: Organisation, *, station: Station | None = None, **values: Any):
    """Somebody of the firm, who works in `station` or in all of them."""
    user = person("contractor", station=station, **values)
    Employment.objects.create(user=user, organisation=of)
    return user


def source(**values: Any) -> Source:
    key = f"cmms-{next(_numbers)}"
    defaults = {"key": key, "name": "GMAO", "kind": "odoo", "url": "http://127.0.0.1:9/"}
    return Source.objects.create(**{**defaults, **values})


def work_order(of: Station, **values: Any) -> WorkOrder:
    number = next(_numbers)
    defaults = {
        "source": values.pop("source", None) or Source.objects.first() or source(),
        "external_id": str(number),
        "number": f"OT-{number}",
        "title": "Fuite",
        "status": "APPROVED",
        "retrieved_at": timezone.now(),
    }
    return WorkOrder.objects.create(station=of, **{**defaults, **values})


def evidence(of: Station, *, by=None, content: bytes = b"", **values: Any) -> Evidence:
    """A photo from the site: `content` is what is shown of it."""
    stored = files.store([content or f"photo {next(_numbers)}".encode()], ".jpg")
    defaults = {
        "sha256": stored.sha256,
        "path": stored.path,
        "shown_path": stored.path,
        "media_type": "image/jpeg",
        "size": stored.size,
    }
    return Evidence.objects.create(station=of, created_by=by, **{**defaults, **values})


def unit(of: Asset, serial: str = "SN-1", **values: Any) -> Unit:
    """The item fitted there."""
    return Unit.objects.create(station=of.station, asset=of, serial=serial, **values)


def begun(order: WorkOrder, by) -> WorkOrder:
    """She has read what is dangerous there, and has started."""
    Act.objects.create(work_order=order, verb="acknowledged", by=by, at=timezone.now())
    order.status = "IN_PROGRESS"
    order.save()
    return order


def declared(asset: Asset, by, /, work_order: WorkOrder | None = None, **values: Any) -> Declaration:
    """A submitted correction: `declared(pump, agent, flow="120 m³/h")`; under an order, once it is begun."""
    if work_order is not None:
        begun(work_order, by)
    made = declarations.open(asset, by=by, work_order=work_order)
    for field, typed in values.items():
        declarations.set_value(made, field, typed)
    return declarations.submit(made, by=by)


def forget(*stations: Station) -> None:
    """Take away stations that outlived one test, with the history that a database would keep."""
    chains = [station.pk for station in stations]
    with four_eyes.removal_allowed(connection), append_only.suspended(connection):
        Station.objects.filter(pk__in=chains).delete()
    with append_only.suspended(connection):
        HistoryEntry.objects.filter(station__in=chains).delete()
    HistoryHead.objects.filter(chain__in=map(str, chains)).delete()
