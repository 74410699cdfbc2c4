"""What feeds a thing, what it feeds, what to close and who loses service.

GET traces/?station=VDO&asset=EFS-P-01&kind=isolation

An answer stays the same as long as the published models, the register and what people said of devices do: it carries
an ETag.
A firm asks about what stands where its orders are, and reads of the answer only what stands there.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, PermissionDenied
from rest_framework.request import Request
from rest_framework.views import APIView

from assets import kept_from_firms, permissions, pointing, tracing
from assets.api import kept
from assets.models import Station
from assets.networks.answers import Ending, Trace
from maintenance import scope
from twin import zones
from twin.api.trace_answers import TraceAnswer


class TraceQuestion(serializers.Serializer):
    station = serializers.CharField(help_text="Code of the station.")
    asset = serializers.CharField(help_text="Code, former code, authoring tool's id or guid:GlobalId.")
    kind = serializers.ChoiceField([str(kind) for kind in Trace])
    medium = serializers.CharField(required=False, help_text="Only this: power, water, DRAINAGE …")
    closed = serializers.CharField(required=False, help_text="Devices that are shut already, by commas.")
    stuck = serializers.CharField(required=False, help_text="Devices that cannot be operated, by commas.")
    fewest = serializers.BooleanField(required=False, default=False, help_text="The fewest devices to shut.")


class Untraceable(APIException):
    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY


class Traces(APIView):
    """One answer to one question."""

    @extend_schema(
        operation_id="traces_ask",
        parameters=[TraceQuestion],
        responses={200: TraceAnswer, **dict.fromkeys((304, 400, 403, 404, 422), OpenApiTypes.OBJECT)},
    )
    def get(self, request: Request) -> HttpResponse:
        question = TraceQuestion(data=request.query_params)
        question.is_valid(raise_exception=True)
        asked = question.validated_data
        station, seen = seen_of(request.user, asked["station"])
        known, to_firm = tracing.known_of(station), bool(permissions.withheld_from(request.user))
        made_of = (station.pk, known, sorted(asked.items()), "whole" if seen is None else sorted(seen))
        return kept.answer(
            request, (*made_of, to_firm), lambda: _told(station, _as_asked(asked), seen, to_firm=to_firm)
        )


def _told(
    station: Station, asked: tracing.Asked, seen: frozenset[str] | None, *, to_firm: bool
) -> tracing.Json | str:
    refuse_elsewhere(station, (asked.asset, *asked.closed, *asked.stuck), seen)
    try:
        told = tracing.ask(station, asked)
    except tracing.NotTraceable as error:
        if seen is not None:  # a firm is not told what there is
            raise Http404 from None
        raise Untraceable(str(error)) from None
    if to_firm:
        try:
            told = kept_from_firms.of_answer(told, asked.medium)
        except kept_from_firms.KeptFromFirms:
            raise PermissionDenied("The course of this network is not shown to firms.") from None
    return _answer(told, seen)


def seen_of(user: Any, code: str) -> tuple[Station, frozenset[str] | None]:
    """The station, and None for who sees it whole, else the codes in the zones of her orders there."""
    whole = permissions.stations_for(user).filter(code=code).first()
    if whole is not None:
        return whole, None
    orders = list(
        scope.own_orders(user).filter(station__code=code).select_related("station", "asset", "location")
    )
    if not orders:
        raise Http404
    codes: set[str] = set()
    for order in orders:
        codes |= zones.codes_of(order) | set(scope.assets_of(order).values_list("code", flat=True))
    return orders[0].station, frozenset(codes)


def refuse_elsewhere(station: Station, names: Collection[str], seen: frozenset[str] | None) -> None:
    """Http404 unless all that is named in a question stands in her zone: what changes an answer, or has one at all,
    tells that it is there."""
    if seen is None:
        return
    try:
        named = {pointing.find(station, name).code for name in names}
    except (pointing.PointsAtNothing, pointing.PointsAtSeveral):
        raise Http404 from None
    if not named <= seen:
        raise Http404


def _as_asked(asked: dict[str, Any]) -> tracing.Asked:
    closed, stuck = (
        tuple(name.strip() for name in asked.get(key, "").split(",") if name.strip())
        for key in ("closed", "stuck")
    )
    return tracing.Asked(
        asked["asset"],
        Trace(asked["kind"]),
        asked.get("medium"),
        closed=closed,
        stuck=stuck,
        fewest=asked["fewest"],
    )


def _answer(told: tracing.Told, seen: frozenset[str] | None) -> tracing.Json | str:
    if seen is None:
        return tracing.as_text(told)
    answer, left_out = tracing.only(tracing.as_json(told), seen)
    if left_out:
        answer |= {"complete": False, "certain": False, "ending": str(Ending.RESTRICTED)}
    return answer
