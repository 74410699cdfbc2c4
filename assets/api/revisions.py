"""Revisions: read here; received at the same address, by what `twin` adds (it knows how to have them read)."""

from __future__ import annotations

from django.db.models import QuerySet
from rest_framework.serializers import CharField

from assets.api.scope import OpaqueSerializer, ScopedViewSet, StationFilter
from assets.models import Revision
from assets.permissions import revisions_for


class RevisionSerializer(OpaqueSerializer):
    station = CharField(source="station.code", read_only=True)
    label = CharField(read_only=True)
    received_by = CharField(source="received_by.username", read_only=True, default=None)
    published_by = CharField(source="published_by.username", read_only=True, default=None)

    class Meta:
        model = Revision
        fields = (
            "id", "station", "discipline", "number", "label", "file_name", "sha256", "size", "schema", "state",
            "outcome", "reason", "report", "time_stamp", "application", "georeference", "code_rule", "received_at",
            "received_by", "published_at", "published_by",
        )  # fmt: skip


class RevisionFilter(StationFilter):
    class Meta:
        model = Revision
        fields = ("discipline", "state", "sha256")


class RevisionViewSet(ScopedViewSet):
    """What is published; for who brings models to the station, every revision of it."""

    queryset = Revision.objects.select_related("station", "received_by", "published_by")
    serializer_class = RevisionSerializer
    filterset_class = RevisionFilter
    keyset = ("-pk",)

    def get_queryset(self) -> QuerySet[Revision]:
        if getattr(self, "swagger_fake_view", False):
            return Revision.objects.none()
        return self.queryset.all().filter(pk__in=revisions_for(self.request.user))
