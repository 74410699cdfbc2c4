"""What a firm's own software pulls and pushes: its orders as JSON, CSV or calendar, and what was done about them."""

from __future__ import annotations

import csv
import io
import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from maintenance import acts, agenda, digests, evidence, request_words, scope, texts
from maintenance.api.work_orders import WorkOrderFilter
from maintenance.models import Act, WorkOrder
from twin.api import calendar
from twin.api.parsing import ReadableJSONParser
from twin.lookup import place_words
from twin.spreadsheets import harmless

MOST = 1000
_OF_KEYS = uuid.UUID("5d0e2f0c-7a1f-4b7e-9f4b-2f6d1c3a9b10")  # names the space of keys that are no UUIDs
COLUMNS = ("id", "number", "source", "url", "title", "description", "status", "priority", "kind", "station",
           "equipment", "place", "reported_at", "scheduled_at", "due_at", "updated_at")  # fmt: skip


def line(order: WorkOrder, user: Any) -> dict[str, Any]:
    """One order, flat, as its reader may see it: texts, or None for what is not known; times in ISO 8601."""
    place = scope.place_of(order)
    times = {name: getattr(order, name) for name in ("reported_at", "scheduled_at", "due_at")}
    return {
        "id": str(order.pk),
        "number": order.number or order.external_id,
        "source": order.source.name,
        "url": order.url,
        "title": order.title,
        "description": request_words.description_for(user, order),
        "status": order.shown_status,
        "priority": order.priority,
        "kind": order.kind,
        "station": order.station.code,
        "equipment": order.asset.code if order.asset else order.equipment_code,
        "place": place_words(place) if place else order.place_text,
        **{name: at.isoformat() if at else None for name, at in times.items()},
        "updated_at": order.retrieved_at.isoformat() if order.retrieved_at else None,
    }


def _orders(request: Request) -> QuerySet[WorkOrder]:
    asked = WorkOrderFilter(request.query_params, queryset=scope.orders_to_do(request.user))
    if not asked.is_valid():
        raise ValidationError(asked.errors)
    return asked.qs.select_related("source", "station", "asset__location__parent", "location__parent")


class OrdersJson(APIView):
    """Her orders with what is dangerous there; `read` is what an `acknowledged` act must give back.

    Narrowed as the list of orders is, like the table and the calendar: `?station=`, `?status=`, `?search=`…
    """

    @extend_schema(operation_id="work_orders_json", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        orders = list(_orders(request)[:MOST])
        dangers = acts.precautions_of_many(orders)
        return Response(
            {
                "results": [
                    line(order, request.user) | {"precautions": known.as_said(), "read": known.digest}
                    for order, known in zip(orders, dangers, strict=True)
                ]
            }
        )


class OrdersCsv(APIView):
    """Her orders as a table that a spreadsheet opens."""

    @extend_schema(operation_id="work_orders_csv", responses={(200, "text/csv"): OpenApiTypes.STR})
    def get(self, request: Request) -> HttpResponse:
        text = io.StringIO()
        text.write("\ufeff")
        writer = csv.writer(text, delimiter=";")
        writer.writerow(COLUMNS)
        for order in _orders(request)[:MOST]:
            said = line(order, request.user)
            writer.writerow([harmless(str(said[name] or "")) for name in COLUMNS])
        return _file(text.getvalue(), "text/csv; charset=utf-8", "work-orders.csv")


class OrdersCalendar(APIView):
    """Her orders as a calendar: when they are planned, else when they are due; what is done is no longer in it."""

    @extend_schema(operation_id="work_orders_ics", responses={(200, "text/calendar"): OpenApiTypes.STR})
    def get(self, request: Request) -> HttpResponse:
        open_orders = _orders(request).filter(agenda.OPEN)[:MOST]
        events = [event for order in open_orders if (event := _event(order, request))]
        text = calendar.calendar("Station Twin", events)
        return _file(text, "text/calendar; charset=utf-8", "work-orders.ics")


def _event(order: WorkOrder, request: Request) -> dict[str, str] | None:
    at = order.scheduled_at or order.due_at
    if at is None:
        return None
    said = line(order, request.user)
    begins = at if order.scheduled_at else at - calendar.HALF_AN_HOUR
    return {
        "UID": f"order-{order.pk}@{request.get_host()}",
        "DTSTAMP": calendar.moment(order.changed_at),
        "DTSTART": calendar.moment(begins),
        "DTEND": calendar.moment(begins + calendar.HALF_AN_HOUR),
        "SUMMARY": f"{said['priority']} {said['number']} {said['title']}",
        "LOCATION": ", ".join(
            part for part in (order.station.name, said["place"], said["equipment"]) if part
        ),
        "DESCRIPTION": said["description"],
        "URL": digests.address(reverse("work_order", args=[order.pk])),
    }


def _file(text: str, media_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(text, content_type=media_type, headers=headers)


class Refused(APIException):
    """It cannot be done as the order stands."""

    status_code = status.HTTP_409_CONFLICT


class ActRequest(serializers.Serializer):
    act = serializers.ChoiceField(choices=[verb for verb, _ in Act.Verb.choices])
    at = serializers.DateTimeField(required=False, help_text="When it was done; now when left out.")
    reason = serializers.CharField(required=False, allow_blank=True, max_length=300, help_text="Of a wait.")
    text = serializers.CharField(required=False, allow_blank=True, max_length=texts.MOST)
    read = serializers.CharField(required=False, help_text="Of `acknowledged`: the order's own `read`.")
    photos = serializers.ListField(child=serializers.FileField(), required=False, max_length=12)


class ActReceipt(serializers.Serializer):
    id = serializers.CharField(source="pk")
    act = serializers.CharField(source="verb")
    at = serializers.DateTimeField()
    status = serializers.CharField(source="work_order.shown_status")


class OrderActs(APIView):
    """What was done about an order. Sent twice with one `Idempotency-Key` it is done once."""

    parser_classes = [ReadableJSONParser, MultiPartParser, FormParser]

    @extend_schema(
        operation_id="work_orders_acts_create",
        request=ActRequest,
        responses={201: ActReceipt, 409: OpenApiTypes.OBJECT},
        parameters=[OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=True)],
    )
    def post(self, request: Request, pk: int) -> Response:
        order = scope.order_or_404(request.user, pk)
        said = ActRequest(data=request.data)
        said.is_valid(raise_exception=True)
        try:
            act = _do(order, said.validated_data, by=request.user, key=_key(request))
        except acts.NotNow as refusal:
            raise Refused(str(refusal)) from None
        except evidence.RefusedUpload as refusal:
            raise ValidationError({"photos": [str(refusal)]}) from None
        return Response(ActReceipt(act).data, status=status.HTTP_201_CREATED)


def _key(request: Request) -> uuid.UUID:
    """Any text is a key; the same text of another caller is another key."""
    text = request.headers.get("Idempotency-Key", "").strip()
    if not text:
        raise ValidationError(
            {"Idempotency-Key": [gettext("Send a key of your own, the same when you send this again.")]}
        )
    return uuid.uuid5(_OF_KEYS, f"{request.user.pk} {text}")


def _do(order: WorkOrder, said: dict[str, Any], *, by: Any, key: uuid.UUID) -> Act:
    at, text = said.get("at"), said.get("text", "")
    verb = said["act"]
    if verb == Act.Verb.ACKNOWLEDGED:
        if "read" not in said:
            raise ValidationError(
                {"read": [gettext("Give back the order's `read`: it says which precautions were read.")]}
            )
        return acts.acknowledge(order, by=by, key=key, read=said["read"])
    if verb == Act.Verb.STARTED:
        return acts.start(order, by=by, key=key, at=at)
    if verb == Act.Verb.WAITS:
        return acts.wait(order, by=by, key=key, at=at, reason=said.get("reason", ""))
    if said.get("photos") and not acts.may_act(by, order):
        raise acts.NotNow(gettext("This order is not yours."))
    photos = [evidence.receive(photo, station=order.station, by=by) for photo in said.get("photos", [])]
    write = acts.finish if verb == Act.Verb.DONE else acts.report
    return write(order, by=by, key=key, at=at, text=text, photos=photos)
