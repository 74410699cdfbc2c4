"""Pins of the 3D: what is open or unsettled, on which code or at which point, and how it is to look."""

from __future__ import annotations

from typing import Any

from assets.models import Location, Station
from maintenance import agenda, notes, request_words, requests, scope
from maintenance.models import Note, Request, Status, WorkOrder

MOST = 500
RANK = {"P1": 0, "P2": 1, "P3": 2, "P4": 3}
_URGENCY = {Request.Urgency.DANGER: "P1", Request.Urgency.DISTURBED: "P2", Request.Urgency.NORMAL: "P3"}
EYE_LEVEL = 1.5  # metres above the floor of a room


def of(station: Station, user) -> list[dict[str, Any]]:
    """The worst first. `code` is what bears it; `place` the room to stand in when that has no shape; `at` in metres."""
    orders = (
        scope.orders_for(user)
        .filter(agenda.OPEN, station=station)
        .exclude(agenda.NOWHERE)
        .select_related("asset__location", "location")
        .order_by("priority", "due_at", "pk")[:MOST]
    )
    reported = requests.open_requests().filter(station=station).exclude(agenda.NOWHERE)[:MOST]
    said = notes.for_user(user).filter(station=station, resolved_at=None)[:MOST]
    found = [
        *(_order(order) for order in orders),
        *(_request(report) for report in reported),
        *(_note(note) for note in said),
    ]
    return sorted(found, key=lambda pin: (pin["rank"], pin["id"]))


def _order(order: WorkOrder) -> dict[str, Any]:
    state = state_of(order)
    return {
        "id": f"order-{order.pk}",
        "what": "order",
        "number": order.pk,
        "state": state,
        "priority": order.priority,
        "rank": 2 * RANK[order.priority] - (state == "late"),
        "label": f"{order.number or order.external_id} · {order.title}",
        **_where(order),
    }


def state_of(order: WorkOrder) -> str:
    """late, doing, waiting or todo: what a colour stands for."""
    if agenda.is_late(order):
        return "late"
    if order.shown_status == Status.IN_PROGRESS:
        return "doing"
    return "waiting" if order.shown_status in (Status.WAITING, Status.WAITING_APPROVAL) else "todo"


def _request(report: Request) -> dict[str, Any]:
    priority = _URGENCY[Request.Urgency(report.urgency)]
    return {
        "id": f"request-{report.pk}",
        "what": "request",
        "number": report.pk,
        "state": "asked",
        "priority": priority,
        "rank": 2 * RANK[priority],
        "label": request_words.title_of(report.text),
        **_where(report),
    }


def _note(note: Note) -> dict[str, Any]:
    return {
        "id": f"note-{note.pk}",
        "what": "note",
        "number": note.pk,
        "state": "note",
        "priority": "",
        "rank": 9,
        "label": request_words.first_line_of(note.text),
        **_where(note),
    }


def _where(subject: WorkOrder | Request | Note) -> dict[str, Any]:
    location = subject.location or (subject.asset.location if subject.asset else None)
    point = [subject.x, subject.y, subject.z] if getattr(subject, "x", None) is not None else None
    return {
        "code": subject.asset.code if subject.asset else "",
        "place": location.code if location else "",
        "at": point or middle_of(location),
        "exact": point is not None,
    }


def middle_of(location: Location | None) -> list[float] | None:
    """The middle of a room's floor, at the height of the eyes; None when its outline is not known."""
    if location is None or not location.footprint or not location.footprint[0]:
        return None
    ring = location.footprint[0]
    low = location.z_min if location.z_min is not None else location.elevation
    if low is None:
        return None
    x, y = (sum(corner[axis] for corner in ring) / len(ring) for axis in (0, 1))
    return [round(x, 3), round(y, 3), round(low + EYE_LEVEL, 3)]
