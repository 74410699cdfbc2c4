"""Storeys and rooms."""

from __future__ import annotations

from rest_framework.serializers import CharField

from assets.api.scope import IdFilter, OpaqueSerializer, ScopedViewSet, SearchFilter
from assets.models import Location


class LocationSerializer(OpaqueSerializer):
    station = CharField(source="station.code", read_only=True)
    parent = CharField(source="parent_id", read_only=True, allow_null=True)

    class Meta:
        model = Location
        fields = (
            "id", "station", "kind", "code", "name", "long_name", "elevation", "parent", "publicly_accessible",
            "footprint", "z_min", "z_max",
        )  # fmt: skip


class LocationFilter(SearchFilter):
    parent = IdFilter(field_name="parent_id", help_text="Id of the place above.")

    class Meta:
        model = Location
        fields = ("kind", "code", "publicly_accessible")


class LocationViewSet(ScopedViewSet):
    queryset = Location.objects.in_use().select_related("station")
    serializer_class = LocationSerializer
    filterset_class = LocationFilter
