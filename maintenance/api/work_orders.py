"""Work orders as their sources say them, with where they belong here. Read-only: acts have their own addresses."""

from __future__ import annotations

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework.serializers import CharField, IntegerField, SerializerMethodField

from assets.api.scope import IdFilter, OpaqueSerializer, ScopedViewSet, WordsFilter
from maintenance import request_words, scope
from maintenance.models import WorkOrder


class WorkOrderSerializer(OpaqueSerializer):
    station = CharField(source="station.code", read_only=True)
    source = CharField(source="source.key", read_only=True)
    status = CharField(
        source="shown_status", read_only=True, help_text="What was asked for, until its source has spoken."
    )
    status_in_source = CharField(source="status", read_only=True, help_text="As its source says it now.")
    description = SerializerMethodField(help_text="A firm is not told who reported the fault.")
    organisation = CharField(source="organisation.name", read_only=True, default=None)
    asset = CharField(source="asset.code", read_only=True, default=None)
    asset_id = IntegerField(read_only=True)
    location = CharField(source="location.code", read_only=True, default=None)

    class Meta:
        model = WorkOrder
        fields = (
            "id", "station", "source", "external_id", "number", "url", "title", "description", "status",
            "status_in_source", "source_status", "kind", "priority", "organisation", "team", "asset", "asset_id",
            "location", "placed", "placed_reason", "equipment_code", "place_text", "reported_at", "scheduled_at",
            "due_at", "started_at", "finished_at", "closed_on", "retrieved_at", "gone_at",
        )  # fmt: skip

    def get_description(self, order: WorkOrder) -> str:
        return request_words.description_for(self.context["request"].user, order)


class WorkOrderFilter(WordsFilter):
    searched = ("number", "title", "asset__code")
    source = filters.CharFilter(field_name="source__key", help_text="Key of the source.")
    asset = IdFilter(field_name="asset_id", help_text="Id of an asset.")
    location = IdFilter(field_name="location_id", help_text="Id of a place.")

    class Meta:
        model = WorkOrder
        fields = ("status", "kind", "priority", "placed")


class WorkOrderViewSet(ScopedViewSet):
    """The orders the caller may see (`maintenance.scope`), the newest first; a firm's people see their firm's."""

    queryset = WorkOrder.objects.select_related("station", "source", "organisation", "asset", "location")
    serializer_class = WorkOrderSerializer
    filterset_class = WorkOrderFilter
    keyset = ("-pk",)

    def get_queryset(self) -> QuerySet[WorkOrder]:
        if getattr(self, "swagger_fake_view", False):
            return WorkOrder.objects.none()
        seen = scope.orders_for(self.request.user)
        return self.queryset.all().filter(pk__in=seen.values("pk"))
