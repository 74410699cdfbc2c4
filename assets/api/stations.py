"""Stations the caller may see."""

from __future__ import annotations

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework.serializers import BooleanField

from assets import permissions
from assets.api.scope import OpaqueSerializer, ScopedViewSet
from assets.models import Station
from assets.search import normalise, words


class StationSerializer(OpaqueSerializer):
    is_trial = BooleanField(read_only=True)

    class Meta:
        model = Station
        fields = (
            "id", "code", "name", "twin_mode", "city", "uic_codes", "line_positions", "legal_category", "latitude",
            "longitude", "area_m2", "passengers_per_year", "is_trial",
        )  # fmt: skip


class StationsFilter(filters.FilterSet):
    search = filters.CharFilter(method="holding", help_text="Part of the name, the code or the city.")
    station = filters.CharFilter(field_name="code", help_text="Code of the station.")

    class Meta:
        model = Station
        fields = ("twin_mode",)

    def holding(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        asked = words(value)
        found = [
            pk
            for pk, *texts in queryset.values_list("pk", "code", "name", "city")
            if all(word in normalise(" ".join(texts)) for word in asked)
        ]
        return queryset.filter(pk__in=found)


class StationViewSet(ScopedViewSet):
    queryset = Station.objects.all()
    serializer_class = StationSerializer
    filterset_class = StationsFilter

    def get_queryset(self) -> QuerySet[Station]:
        if getattr(self, "swagger_fake_view", False):
            return Station.objects.none()
        return permissions.stations_for(self.request.user)
