"""Revisions: read here; received at the same address, by what `twin` adds (it knows how to have them read)."""

from __future__ import annotations

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import CharField, DictField, FloatField, IntegerField, ListField, Serializer

from assets import connectivity
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


class ThingSerializer(Serializer):
    code = CharField()
    global_id = CharField()
    kind = CharField()


class RejectedSerializer(Serializer):
    to = ThingSerializer(source="other", allow_null=True)
    reason = CharField(help_text="`too-far`, `one-element`, `media-differ` or `without-element`.")
    media = ListField(child=CharField(), help_text="What the two carry; `?` where nothing says it.")
    apart = FloatField(allow_null=True, help_text="Metres between the two ports.")

    def get_fields(self):
        return {"from": ThingSerializer(source="one", allow_null=True)} | super().get_fields()


class OpenPortSerializer(Serializer):
    thing = ThingSerializer()
    index = IntegerField()
    flow = CharField()
    medium = CharField(help_text="`?` where nothing says it.")


class ConnectivitySerializer(Serializer):
    counts = DictField(child=IntegerField())
    classes = DictField(
        child=IntegerField(), help_text="Connections by class of evidence, `A` to `E` and `X`."
    )
    rejected = RejectedSerializer(many=True)
    open_ports = OpenPortSerializer(many=True)
    systems_without_source = ListField(child=CharField())
    without_port = ThingSerializer(many=True)


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

    @extend_schema(responses=ConnectivitySerializer)
    @action(detail=True)
    def connectivity(self, request: Request, pk: str | None = None) -> Response:
        """How well it is connected: what is open, what is declared and not believed, what has no source."""
        return Response(ConnectivitySerializer(connectivity.of(self.get_object())).data)
