"""The systems that orders come from, and how they are. For stewards and managers; never an account or a secret."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from rest_framework.serializers import CharField, IntegerField, SerializerMethodField

from assets.api.scope import OpaqueSerializer, ScopedViewSet, WordsFilter
from assets.models import Station
from assets.permissions import Verb, stations_where
from maintenance import hearing
from maintenance.models import OutboxMessage, Source


def sources_for(user) -> QuerySet[Source]:
    """Those that serve a station in which she may see sources; one without a station serves all."""
    stations = stations_where(user, Verb.SEE_SOURCES)
    if not stations.exists():
        return Source.objects.none()
    return Source.objects.filter(Q(station=None) | Q(station__in=stations))


def sources_of(station: Station) -> QuerySet[Source]:
    return Source.objects.filter(Q(station=None) | Q(station=station))


class SourceSerializer(OpaqueSerializer):
    station = CharField(source="station.code", read_only=True, default=None)
    answers = SerializerMethodField(help_text="False while it gives no answer.")
    waiting = IntegerField(source="waiting_count", read_only=True, help_text="Messages not delivered yet.")
    dead_letters = IntegerField(
        source="letter_count", read_only=True, help_text="Records that could not be taken in."
    )

    class Meta:
        model = Source
        fields = (
            "id", "key", "name", "kind", "url", "station", "active", "answers", "last_success_at", "last_error",
            "last_error_at", "paused_until", "waiting", "dead_letters",
        )  # fmt: skip

    def get_answers(self, source: Source) -> bool:
        return hearing.of(source).up


class SourceFilter(WordsFilter):
    searched = ("key", "name")

    class Meta:
        model = Source
        fields = ("key", "kind", "active")

    def of_station(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(station=None) | Q(station__code=value))


class SourceViewSet(ScopedViewSet):
    queryset = Source.objects.select_related("station")
    serializer_class = SourceSerializer
    filterset_class = SourceFilter

    def get_queryset(self) -> QuerySet[Source]:
        if getattr(self, "swagger_fake_view", False):
            return Source.objects.none()
        waiting = Count("outbox", filter=Q(outbox__state=OutboxMessage.State.WAITING), distinct=True)
        letters = Count("dead_letters", filter=Q(dead_letters__resolved_at=None), distinct=True)
        rows = self.queryset.all().filter(pk__in=sources_for(self.request.user).values("pk"))
        return rows.annotate(waiting_count=waiting, letter_count=letters)
