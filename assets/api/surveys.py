"""What people said of disciplines in rooms, word after word; the last one of a room and discipline counts.

POST surveys/   {"station": "VDO", "cells": [{"room": "N0-012", "discipline": "CFO"}], "extent": "whole",
                 "method": "visit", "found": 0, "surveyed_on": "2026-03-12"}
"""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from assets import permissions, surveys
from assets.api.scope import IdFilter, OpaqueSerializer, ScopedViewSet, StationFilter
from assets.models import Location, Survey
from assets.models.revision import DISCIPLINES
from assets.permissions import Verb

MOST_CELLS = 5_000


class SurveySerializer(OpaqueSerializer):
    station = serializers.CharField(source="station.code", read_only=True)
    room = serializers.CharField(source="location.code", read_only=True, help_text="Its code.")
    recorded_by = serializers.CharField(source="recorded_by.username", read_only=True, default=None)

    class Meta:
        model = Survey
        fields = (
            "id", "station", "room", "discipline", "extent", "method", "found", "surveyed_on", "surveyor", "source",
            "note", "recorded_at", "recorded_by",
        )  # fmt: skip


class CellOf(serializers.Serializer):
    room = serializers.CharField(help_text="Code of the room.")
    discipline = serializers.ChoiceField(DISCIPLINES)


class NewSurvey(serializers.Serializer):
    station = serializers.CharField()
    cells = serializers.ListField(child=CellOf(), allow_empty=False, max_length=MOST_CELLS)
    extent = serializers.ChoiceField(Survey.Extent.choices)
    method = serializers.ChoiceField(Survey.Method.choices, default="", allow_blank=True)
    found = serializers.IntegerField(default=None, allow_null=True, min_value=0)
    surveyed_on = serializers.DateField(default=None, allow_null=True)
    surveyor = serializers.CharField(default="", allow_blank=True)
    source = serializers.CharField(default="", allow_blank=True)
    note = serializers.CharField(default="", allow_blank=True)


class Recorded(serializers.Serializer):
    recorded = serializers.IntegerField(help_text="Words that are new; what was said last already is not.")


class SurveyFilter(StationFilter):
    location = IdFilter(field_name="location_id", help_text="Id of the room.")

    class Meta:
        model = Survey
        fields = ("discipline", "extent", "method")


class SurveyViewSet(ScopedViewSet):
    """The newest first."""

    queryset = Survey.objects.select_related("station", "location", "recorded_by")
    serializer_class = SurveySerializer
    filterset_class = SurveyFilter
    keyset = ("-pk",)

    @extend_schema(request=NewSurvey, responses={201: Recorded})
    def create(self, request: Request) -> Response:
        """For stewards; 404 for anybody else. All the cells or none."""
        asked = NewSurvey(data=request.data)
        asked.is_valid(raise_exception=True)
        said: dict[str, Any] = dict(asked.validated_data)
        station = permissions.station_or_404(request.user, said.pop("station"))
        if not permissions.may(request.user, Verb.RECORD_SURVEYS, station):
            raise Http404
        wanted = [(cell["room"], cell["discipline"]) for cell in said.pop("cells")]
        rooms = Location.objects.filter(station=station, kind=Location.Kind.SPACE)
        by_code = {room.code: room for room in rooms.filter(code__in={code for code, _ in wanted})}
        if unknown := sorted({code for code, _ in wanted} - set(by_code)):
            words = gettext("No room is called “%(name)s” here.")
            raise ValidationError({"cells": [words % {"name": code} for code in unknown]})
        try:
            word = surveys.Word(**said)
        except ValueError as wrong:
            raise ValidationError([str(wrong)]) from wrong
        cells = [(by_code[code], discipline) for code, discipline in dict.fromkeys(wanted)]
        recorded = surveys.record(station, cells, word, by=request.user)
        return Response({"recorded": recorded}, status=status.HTTP_201_CREATED)
