"""Systems."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import APIException, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import CharField
from rest_framework.status import HTTP_422_UNPROCESSABLE_ENTITY

from assets import kept_from_firms, network_export, permissions, tracing, weak_points
from assets.api import kept
from assets.api.scope import (
    OpaqueSerializer,
    ScopedViewSet,
    StationFilter,
)
from assets.models import System


class SystemSerializer(OpaqueSerializer):
    station = CharField(source="station.code", read_only=True)

    class Meta:
        model = System
        fields = ("id", "station", "name", "long_name", "ifc_class", "predefined_type", "family", "global_id")


class SystemFilter(StationFilter):
    search = filters.CharFilter(field_name="name", lookup_expr="icontains", help_text="Part of the name.")

    class Meta:
        model = System
        fields = ("family", "predefined_type")


class SystemViewSet(ScopedViewSet):
    queryset = System.objects.in_use().select_related("station")
    serializer_class = SystemSerializer
    filterset_class = SystemFilter

    @extend_schema(
        parameters=[OpenApiParameter("as", enum=["json", "graphml"], description="json unless told")],
        responses=OpenApiTypes.OBJECT,
    )
    @action(detail=True)
    def graph(self, request: Request, pk: str | None = None) -> HttpResponse:
        """The members and the connections between them, with their evidence; `?as=graphml` for other programs."""
        system = self._told_system()
        told = network_export.as_json(system, to_firm=bool(permissions.withheld_from(request.user)))
        if request.query_params.get("as") != "graphml":
            return Response(told)
        document = network_export.as_graphml(told)
        answer = HttpResponse(document, content_type="application/graphml+xml")
        answer.headers["Content-Disposition"] = (
            f'attachment; filename="{system.station.code}-{system.pk}.graphml"'
        )
        return answer

    @extend_schema(responses=OpenApiTypes.OBJECT)
    @action(detail=True, url_path="weak-points")
    def weak_points(self, request: Request, pk: str | None = None) -> HttpResponse:
        """What of it darkens most when it fails alone, and where it closes on itself."""
        system = self._told_system()
        to_firm = bool(permissions.withheld_from(request.user))
        made_of = (system.pk, tracing.known_of(system.station), to_firm)
        return kept.answer(request, made_of, lambda: _weak_points(system, to_firm))

    def _told_system(self) -> System:
        """The course of fire protection, security and communication is not told to people of a firm."""
        system = self.get_object()
        if permissions.withheld_from(self.request.user) and kept_from_firms.is_system(system):
            raise PermissionDenied("The course of this network is not shown to firms.")
        return system


def _weak_points(system: System, to_firm: bool) -> dict[str, Any]:
    try:
        return weak_points.as_json(weak_points.find(system.station, system, to_firm=to_firm))
    except weak_points.NotTraceable as error:
        raise Unconnected(str(error)) from None


class Unconnected(APIException):
    status_code = HTTP_422_UNPROCESSABLE_ENTITY
