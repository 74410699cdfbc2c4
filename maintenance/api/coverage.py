"""What is known of each discipline in each room, and what nobody looked at.

    GET coverage/?station=VDO&discipline=CFO&state=not      the rooms where electricity was not surveyed

Whoever sees a station reads all its rooms; a firm's person the rooms of her orders, without names of the operator's
people. Words are said at `surveys/`.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assets import coverage, permissions
from assets.api.scope import IdFilter, OpaqueSerializer, ScopedViewSet, SearchFilter
from assets.models import Location
from assets.models.revision import DISCIPLINES
from maintenance import scope


class CellSerializer(serializers.Serializer):
    discipline = serializers.CharField()
    state = serializers.ChoiceField(
        coverage.STATES, help_text="`surveyed`, `partly`, `supposed` (nobody has seen it) or `not`."
    )
    method = serializers.CharField(help_text="`visit`, `scan`, `model`, `drawings`, `supposed` or empty.")
    found = serializers.IntegerField(allow_null=True, help_text="0: nothing there. Null: nobody counted.")
    surveyed_on = serializers.DateField(source="on", allow_null=True)
    surveyor = serializers.CharField(source="survey.surveyor", default="")
    source = serializers.CharField(source="survey.source", default="")
    note = serializers.CharField(source="survey.note", default="")
    survey = serializers.CharField(
        source="survey.pk", default=None, help_text="Id of the word that counts, when a person's does."
    )
    drawn = serializers.IntegerField(help_text="Objects of the published file in this room or through it.")
    file = serializers.CharField(source="revision.file_name", default=None, help_text="Of the discipline.")
    revision = serializers.CharField(source="revision.label", default=None)
    contradicted = serializers.BooleanField(
        help_text="The word says that there is nothing, or that nobody looked, and the file draws something."
    )


class RoomCoverageSerializer(OpaqueSerializer):
    station = serializers.CharField(source="station.code", read_only=True)
    disciplines = serializers.SerializerMethodField()

    class Meta:
        model = Location
        fields = ("id", "station", "code", "name", "long_name", "disciplines")

    @extend_schema_field(CellSerializer(many=True))
    def get_disciplines(self, room: Location) -> list[dict[str, Any]]:
        known = self.context["coverage"](room.station)
        return list(CellSerializer(known.cells(room, known.disciplines), many=True).data)


class CoverageFilter(SearchFilter):
    parent = IdFilter(field_name="parent_id", help_text="Id of the place above.")
    discipline = filters.ChoiceFilter(
        choices=[(each, each) for each in DISCIPLINES], method="with_state", help_text="With `state`."
    )
    state = filters.ChoiceFilter(
        choices=[(each, each) for each in coverage.STATES],
        method="with_state",
        help_text="Rooms where it is so for `discipline`; without it, for any discipline that carries a network.",
    )

    class Meta:
        model = Location
        fields = ("code",)

    def with_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        state, discipline = self.data.get("state"), self.data.get("discipline")
        if name != "state" or state not in coverage.STATES:
            return queryset
        asked = (discipline,) if discipline else coverage.NETWORKS
        rooms: dict[Any, list[Location]] = {}
        for room in queryset:
            rooms.setdefault(room.station, []).append(room)
        found = [
            room.pk
            for station, those in rooms.items()
            for known in (coverage.Coverage(station, those),)
            for room in those
            if any(cell.state == state for cell in known.cells(room, asked))
        ]
        return queryset.filter(pk__in=found)


class CoverageViewSet(ScopedViewSet):
    """Rooms, each with its disciplines."""

    queryset = Location.objects.in_use().filter(kind=Location.Kind.SPACE).select_related("station")
    serializer_class = RoomCoverageSerializer
    filterset_class = CoverageFilter

    def get_queryset(self) -> QuerySet[Location]:
        rows = self.queryset.all()
        if getattr(self, "swagger_fake_view", False):
            return rows.none()
        return rows.filter(rooms_for(self.request.user)).defer("footprint", "properties")

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """What is known of the rooms of this answer, read at once for each station."""
        shown = args[0] if args else []
        rooms = list(shown) if kwargs.get("many") else [room for room in [shown] if room]
        read: dict[int, coverage.Coverage] = {}

        def of(station: Any) -> coverage.Coverage:
            if station.pk not in read:
                here = [room for room in rooms if room.station_id == station.pk]
                read[station.pk] = coverage.Coverage(station, here)
            return read[station.pk]

        serializer = super().get_serializer(*args, **kwargs)
        serializer.context["coverage"] = of
        return serializer


def rooms_for(user) -> Q:
    """The rooms of the stations she sees whole, and those of her firm's orders."""
    orders = scope.own_orders(user)
    hers = Q(pk__in=orders.values("location")) | Q(pk__in=orders.values("asset__location"))
    return Q(station__in=permissions.stations_for(user)) | hers
