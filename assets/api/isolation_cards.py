"""Isolation cards that hold: what to close, where and how, and who stands for it. Written by declarations (`CARD`)."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assets.api.scope import IdFilter, OpaqueSerializer, ScopedViewSet, WordsFilter
from assets.models import IsolationCard
from assets.models.isolation_card import MEDIA


class IsolationCardSerializer(OpaqueSerializer):
    station = serializers.CharField(source="station.code", read_only=True)
    label = serializers.CharField(read_only=True, help_text="By which people call it: `M-012`.")
    hangs_on = serializers.SerializerMethodField(help_text="`asset`, `run`, `system` or `location`.")
    subject = serializers.CharField(
        source="code", read_only=True, help_text="Code of what it hangs on; a network's name."
    )
    device = serializers.CharField(
        source="device.code", read_only=True, default=None, help_text="Null where the register has it not."
    )
    device_room = serializers.CharField(source="device_room.code", read_only=True, default=None)
    rooms = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    written_by = serializers.CharField(source="written_by.username", read_only=True, default=None)
    verified_by = serializers.CharField(source="verified_by.username", read_only=True, default=None)
    organisation = serializers.CharField(source="organisation.name", read_only=True, default=None)

    class Meta:
        model = IsolationCard
        fields = (
            "id", "station", "label", "medium", "hangs_on", "subject", "device", "device_words", "further",
            "device_room", "height", "behind", "turn", "steps", "cuts", "rooms", "revision", "written_by",
            "verified_by", "verified_on", "organisation",
        )  # fmt: skip

    @extend_schema_field(serializers.ChoiceField(("asset", "run", "system", "location")))
    def get_hangs_on(self, card: IsolationCard) -> str:
        return str(card.subject._meta.model_name)


class IsolationCardFilter(WordsFilter):
    searched = (
        "device_words",
        "behind",
        "cuts",
        "asset__code",
        "location__code",
        "run__code",
        "system__name",
    )
    medium = filters.ChoiceFilter(choices=[(each, each) for each in MEDIA])
    asset = IdFilter(field_name="asset_id", help_text="Id of the asset that it hangs on.")
    device = IdFilter(field_name="device_id", help_text="Id of the asset that is closed first.")
    location = IdFilter(method="in_place", help_text="Id of a place that it hangs on or cuts off.")

    class Meta:
        model = IsolationCard
        fields = ("turn",)

    def in_place(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(location=value) | Q(rooms=value)).distinct()


class IsolationCardViewSet(ScopedViewSet):
    """The latest first. A card that was withdrawn is none; what waits for its review is a declaration."""

    queryset = (
        IsolationCard.objects.standing()
        .select_related(
            "station", "asset", "run", "system", "location", "device", "device_room", "organisation",
            "written_by", "verified_by",
        )
        .prefetch_related("rooms")
    )  # fmt: skip
    serializer_class = IsolationCardSerializer
    filterset_class = IsolationCardFilter
    keyset = ("-pk",)
