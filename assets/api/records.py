"""Documents, history and long acts."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.urls import reverse
from django_filters import rest_framework as filters
from rest_framework.serializers import CharField, SerializerMethodField

from assets.api.scope import IdFilter, OpaqueSerializer, ScopedViewSet, StationFilter, WordsFilter
from assets.models import Document, HistoryEntry, Job
from assets.permissions import Verb, stations_where


class DocumentSerializer(OpaqueSerializer):
    station = CharField(source="station.code", read_only=True)
    url = SerializerMethodField(help_text="Where its bytes are, or null while only its reference is known.")

    class Meta:
        model = Document
        fields = (
            "id", "station", "identification", "name", "purpose", "reference", "media_type", "sha256",
            "revision_label", "confidentiality", "url",
        )  # fmt: skip

    def get_url(self, document: Document) -> str | None:
        return reverse("document", args=[document.pk]) if document.path else None


class DocumentFilter(StationFilter):
    search = filters.CharFilter(field_name="name", lookup_expr="icontains", help_text="Part of the name.")
    asset = IdFilter(field_name="links__asset_id", help_text="Id of an asset.")
    location = IdFilter(field_name="links__location_id", help_text="Id of a place.")

    class Meta:
        model = Document
        fields = ("identification", "media_type")


class DocumentViewSet(ScopedViewSet):
    queryset = Document.objects.select_related("station")
    serializer_class = DocumentSerializer
    filterset_class = DocumentFilter


class HistorySerializer(OpaqueSerializer):
    station = CharField(source="station.code", read_only=True)
    actor = CharField(source="actor.username", read_only=True, default=None)
    subject_id = CharField(read_only=True)

    class Meta:
        model = HistoryEntry
        fields = ("id", "station", "at", "actor", "verb", "subject_kind", "subject_id", "before", "after")


class HistoryFilter(WordsFilter):
    searched = ("verb", "subject_kind", "actor__username")
    subject_id = IdFilter(help_text="Id of what was acted on.")

    class Meta:
        model = HistoryEntry
        fields = ("verb", "subject_kind")


class HistoryViewSet(ScopedViewSet):
    """The newest first; for stewards and managers."""

    queryset = HistoryEntry.objects.select_related("station", "actor")
    serializer_class = HistorySerializer
    filterset_class = HistoryFilter
    keyset = ("-pk",)

    def visible(self) -> QuerySet:
        return stations_where(self.request.user, Verb.SEE_HISTORY)


class JobSerializer(OpaqueSerializer):
    station = CharField(source="station.code", read_only=True, default=None)

    class Meta:
        model = Job
        fields = (
            "id", "kind", "station", "state", "attempts", "progress", "sentence", "reason", "result", "created_at",
            "started_at", "finished_at",
        )  # fmt: skip


class JobFilter(StationFilter):
    class Meta:
        model = Job
        fields = ("kind", "state")


class JobViewSet(ScopedViewSet):
    """One's own jobs, and those of stations to which one may bring models."""

    queryset = Job.objects.select_related("station")
    serializer_class = JobSerializer
    filterset_class = JobFilter
    keyset = ("-pk",)

    def get_queryset(self) -> QuerySet[Job]:
        if getattr(self, "swagger_fake_view", False):
            return Job.objects.none()
        hers = Q(created_by=self.request.user) | Q(station__in=stations_where(self.request.user, Verb.IMPORT))
        return self.queryset.all().filter(hers)
