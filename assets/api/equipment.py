"""Assets, the units fitted there, and the types that identical units share."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet
from django_filters import rest_framework as filters
from rest_framework.serializers import CharField, SerializerMethodField

from assets.api.scope import IdFilter, OpaqueSerializer, ScopedViewSet, SearchFilter, StationFilter
from assets.models import Asset, AssetType, Element, ElementMatch, Revision, Unit
from assets.permissions import revisions_for


class AssetSerializer(OpaqueSerializer):
    station = CharField(source="station.code", read_only=True)
    location = CharField(source="location_id", read_only=True, allow_null=True)
    type = CharField(source="type_id", read_only=True, allow_null=True)
    global_ids = SerializerMethodField(
        help_text="GlobalIds of the elements of published revisions that draw it."
    )

    class Meta:
        model = Asset
        fields = (
            "id", "station", "code", "code_source", "name", "kind", "location", "room_source", "type", "presence",
            "created_at", "global_ids",
        )  # fmt: skip

    def get_global_ids(self, asset: Asset) -> list[str]:
        return [match.element.global_id for match in asset.matches.all()]


class AssetFilter(SearchFilter):
    location = IdFilter(field_name="location_id", help_text="Id of the room or storey.")
    type = IdFilter(field_name="type_id", help_text="Id of the type.")
    global_id = filters.CharFilter(method="drawn_as", help_text="GlobalId of an element that draws it.")

    class Meta:
        model = Asset
        fields = ("code", "kind", "presence", "code_source")

    def drawn_as(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(pk__in=ElementMatch.objects.filter(element__global_id=value).values("asset"))


def _published_matches() -> Prefetch:
    elements = Element.objects.only("pk", "global_id")
    matches = ElementMatch.objects.filter(element__revision__state=Revision.State.PUBLISHED)
    return Prefetch("matches", matches.prefetch_related(Prefetch("element", elements)))


class AssetViewSet(ScopedViewSet):
    """Live assets, by code."""

    queryset = Asset.objects.live().select_related("station").prefetch_related(_published_matches())
    serializer_class = AssetSerializer
    filterset_class = AssetFilter
    keyset = ("code", "pk")


class UnitSerializer(OpaqueSerializer):
    station = CharField(source="station.code", read_only=True)
    asset = CharField(source="asset_id", read_only=True, allow_null=True)

    class Meta:
        model = Unit
        fields = ("id", "station", "asset", "serial", "manufacturer", "model", "installed_on", "removed_on")


class UnitFilter(StationFilter):
    asset = IdFilter(field_name="asset_id", help_text="Id of the asset.")

    class Meta:
        model = Unit
        fields = ("serial",)


class UnitViewSet(ScopedViewSet):
    queryset = Unit.objects.select_related("station")
    serializer_class = UnitSerializer
    filterset_class = UnitFilter


class TypeSerializer(OpaqueSerializer):
    station = CharField(source="station.code", read_only=True)
    revision = CharField(source="revision_id", read_only=True, allow_null=True)

    class Meta:
        model = AssetType
        fields = (
            "id", "station", "revision", "global_id", "ifc_class", "predefined_type", "name", "manufacturer", "model",
            "properties",
        )  # fmt: skip


class TypeFilter(StationFilter):
    revision = IdFilter(field_name="revision_id", help_text="Id of the revision.")

    class Meta:
        model = AssetType
        fields = ("ifc_class", "manufacturer")


class TypeViewSet(ScopedViewSet):
    """Types of the register, and of the revisions the caller may look into."""

    queryset = AssetType.objects.select_related("station")
    serializer_class = TypeSerializer
    filterset_class = TypeFilter

    def get_queryset(self) -> QuerySet[AssetType]:
        seen = Q(revision=None) | Q(revision__in=revisions_for(self.request.user))
        return super().get_queryset().filter(seen)
