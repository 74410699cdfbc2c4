"""What one revision of one file draws: elements, and what a person should know about the file."""

from __future__ import annotations

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework.serializers import CharField, SerializerMethodField

from assets.api.scope import OfRevisionFilter, OfRevisionViewSet, OpaqueSerializer, ScopedViewSet, WordsFilter
from assets.models import Element, Finding
from assets.permissions import Verb, stations_where


class ElementSerializer(OpaqueSerializer):
    revision = CharField(source="revision_id", read_only=True)
    type = CharField(source="type_id", read_only=True, allow_null=True)
    location = CharField(source="location_id", read_only=True, allow_null=True)
    storey = CharField(source="storey_id", read_only=True, allow_null=True)
    whole = CharField(source="whole_id", read_only=True, allow_null=True)
    run = CharField(source="run.code", read_only=True, default=None)
    asset = CharField(source="match.asset_id", read_only=True, default=None)
    box = SerializerMethodField(help_text="[x min, y min, z min, x max, y max, z max] in metres, or null.")

    class Meta:
        model = Element
        fields = (
            "id", "revision", "step_id", "global_id", "ifc_class", "resolved_class", "predefined_type", "kind",
            "layer", "maintainable", "code", "name", "description", "object_type", "tag", "type", "location",
            "storey", "room_source", "whole", "run", "asset", "feature", "kernel", "box", "properties",
            "materials", "classifications",
        )  # fmt: skip

    def get_box(self, element: Element) -> list[float] | None:
        box = [element.x_min, element.y_min, element.z_min, element.x_max, element.y_max, element.z_max]
        return None if None in box else [value for value in box if value is not None]


class ElementFilter(OfRevisionFilter):
    search = filters.CharFilter(method="holding", help_text="Part of the code or the name.")

    class Meta:
        model = Element
        fields = ("global_id", "ifc_class", "resolved_class", "kind", "layer", "code", "maintainable")

    def holding(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        for word in value.split():
            queryset = queryset.filter(code__icontains=word) | queryset.filter(name__icontains=word)
        return queryset


class ElementViewSet(OfRevisionViewSet):
    """Elements of published revisions, or of the revision asked for."""

    queryset = Element.objects.select_related("run", "match")
    serializer_class = ElementSerializer
    filterset_class = ElementFilter


class FindingSerializer(OpaqueSerializer):
    revision = CharField(source="revision_id", read_only=True)

    class Meta:
        model = Finding
        fields = ("id", "revision", "severity", "code", "message", "params", "entity")


class FindingFilter(WordsFilter, OfRevisionFilter):
    searched = ("code", "message", "entity")

    class Meta:
        model = Finding
        fields = ("severity", "code")


class FindingViewSet(ScopedViewSet):
    """For those who bring models: stewards, and visitors in their own trial."""

    queryset = Finding.objects.all()
    serializer_class = FindingSerializer
    filterset_class = FindingFilter
    station_path = "revision__station"

    def visible(self) -> QuerySet:
        return stations_where(self.request.user, Verb.IMPORT)
