"""What could explain that two things fail at once.

GET traces/common-cause/?station=VDO&one=EFS-P-01&other=CVC-VE-01

Kept as a trace is. A firm asks about two things of its own orders' places, and reads the causes whose whole way lies
there.
"""

from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assets import common_causes, permissions, tracing
from assets.api import kept
from assets.models import Station
from twin.api import traces


class TwoThings(serializers.Serializer):
    station = serializers.CharField(help_text="Code of the station.")
    one = serializers.CharField(help_text="Code, former code, authoring tool's id or guid:GlobalId.")
    other = serializers.CharField(help_text="The same of the second thing.")


class CommonCauses(APIView):
    """The nearest to both first."""

    @extend_schema(operation_id="traces_common_cause", parameters=[TwoThings], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        question = TwoThings(data=request.query_params)
        question.is_valid(raise_exception=True)
        asked = question.validated_data
        station, seen = traces.seen_of(request.user, asked["station"])
        known = tracing.known_of(station)
        made_of = (station.pk, known, sorted(asked.items()), "whole" if seen is None else sorted(seen))
        to_firm = bool(permissions.withheld_from(request.user))
        return kept.answer(
            request,
            (*made_of, to_firm),
            lambda: _told(station, asked["one"], asked["other"], seen, to_firm=to_firm),
        )


def _told(
    station: Station, one: str, other: str, seen: frozenset[str] | None, *, to_firm: bool
) -> dict[str, object]:
    traces.refuse_elsewhere(station, (one, other), seen)
    try:
        found = common_causes.find(station, one, other)
    except common_causes.NotTraceable as error:
        raise traces.Untraceable(str(error)) from None
    if to_firm:
        try:
            found = common_causes.to_firms(found)
        except common_causes.KeptFromFirms:
            raise PermissionDenied("The course of this network is not shown to firms.") from None
    told = common_causes.as_json(found)
    return told if seen is None else common_causes.only(told, seen)
