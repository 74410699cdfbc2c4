"""What every resource shares: only what the caller may see, narrowed to one station when asked."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django_filters import rest_framework as filters
from rest_framework.serializers import CharField, ModelSerializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from assets import permissions
from assets.models import Revision, Station
from assets.search import words


class OpaqueSerializer(ModelSerializer):
    """Ids are strings: callers keep them, they do not count with them."""

    id = CharField(source="pk", read_only=True)


class IdFilter(filters.CharFilter):
    """An id of ours, as our answers give it: a text of digits. Anything else is said to be none (400)."""

    field_class = forms.RegexField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, regex=r"^[0-9]{1,18}$", **kwargs)


class StationFilter(filters.FilterSet):
    """`?station=CODE`; `station_path` of the class leads from the row to its station."""

    station = filters.CharFilter(method="of_station", help_text="Code of the station.")
    station_path = "station"

    def of_station(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(**{f"{self.station_path}__code": value})


class WordsFilter(StationFilter):
    """And `?search=`: every word, in one of the columns `searched`, for rows that keep no text for searching."""

    search = filters.CharFilter(method="holding", help_text="Words to find, whatever the case.")
    searched: tuple[str, ...] = ()

    def holding(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        for word in value.split():
            anywhere = (Q(**{f"{column}__icontains": word}) for column in self.searched)
            queryset = queryset.filter(reduce(or_, anywhere))
        return queryset


class SearchFilter(StationFilter):
    """And `?search=`: every word, whatever the accents and case."""

    search = filters.CharFilter(method="holding", help_text="Words to find, whatever the accents and case.")

    def holding(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        for word in words(value):
            queryset = queryset.filter(search_text__contains=word)
        return queryset


class ScopedViewSet(ReadOnlyModelViewSet):
    """Rows of the stations the caller may see; anything else does not exist (404)."""

    station_path = "station"
    filterset_class: type[filters.FilterSet] = StationFilter
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows.none()
        return rows.filter(**{f"{self.station_path}__in": self.visible()})

    def visible(self) -> QuerySet[Station]:
        return permissions.stations_for(self.request.user)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Filters are for lists: the address of one row needs none."""
        return super().filter_queryset(queryset) if self.action == "list" else queryset


class OfRevisionFilter(StationFilter):
    """And `?revision=ID`."""

    station_path = "revision__station"
    revision = IdFilter(field_name="revision_id", help_text="Id of the revision.")


class OfRevisionViewSet(ScopedViewSet):
    """Rows of the revisions the caller may look into. A list without `?revision=` is that of the published ones."""

    def get_queryset(self) -> QuerySet:
        rows = self.queryset.all()
        if getattr(self, "swagger_fake_view", False):
            return rows.none()
        rows = rows.filter(revision__in=permissions.revisions_for(self.request.user))
        if self.action == "list" and "revision" not in self.request.query_params:
            return rows.filter(revision__state=Revision.State.PUBLISHED)
        return rows
