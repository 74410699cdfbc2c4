"""Hotspots of drawings: read by whoever sees the station, placed by its stewards, proposed by who is on site.

Who is no steward places and then changes or deletes what she proposed herself, until a steward confirms it.

Who says with `edition` which file of the drawing she sees (as its page tells it) is refused when another has come.

POST   hotspots/               {"document", "asset", "page": 1, "x", "y", "width", "height"}   shares of the page
PATCH  hotspots/<id>/          any of the same, but "document"
DELETE hotspots/<id>/
POST   hotspots/<id>/restore/  as it was before it was deleted
POST   hotspots/confirm/       {"ids": ["1", "2"]}: seen in the new edition
POST   hotspots/accept/        {"document", "marks": ["#EFS-P-01"]}: what an SVG drawing itself proposes
"""

from __future__ import annotations

import re
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from assets import hotspots, permissions
from assets.api.scope import IdFilter, OpaqueSerializer, ScopedViewSet, StationFilter
from assets.models import Asset, Document, HistoryEntry, Hotspot
from assets.permissions import Verb

_ID = r"^[0-9]{1,18}$"
_PLACE = ("x", "y", "width", "height", "page")


class HotspotSerializer(OpaqueSerializer):
    station = serializers.CharField(source="document.station.code", read_only=True)
    document = serializers.CharField(source="document_id", read_only=True)
    asset = serializers.CharField(source="asset_id", read_only=True, allow_null=True)

    class Meta:
        model = Hotspot
        fields = (
            "id", "station", "document", "asset", "code", "page", "x", "y", "width", "height", "mark", "standing",
            "why",
        )  # fmt: skip


class _Seen(serializers.Serializer):
    edition = serializers.CharField(
        max_length=64,
        required=False,
        help_text="Which file of the drawing was seen; 409 when it is another now.",
    )


class AnotherEdition(APIException):
    """What she marked is not what is there."""

    status_code = status.HTTP_409_CONFLICT


class NewHotspot(_Seen):
    document = serializers.RegexField(_ID)
    asset = serializers.CharField(max_length=80, help_text="Code of the equipment.")
    page = serializers.IntegerField(default=1)
    x = serializers.FloatField(help_text="Shares (0…1) of the page, from its upper left corner.")
    y = serializers.FloatField()
    width = serializers.FloatField()
    height = serializers.FloatField()


class ChangedHotspot(_Seen):
    asset = serializers.CharField(max_length=80, required=False)
    page = serializers.IntegerField(required=False)
    x = serializers.FloatField(required=False)
    y = serializers.FloatField(required=False)
    width = serializers.FloatField(required=False)
    height = serializers.FloatField(required=False)


class Confirmed(_Seen):
    ids = serializers.ListField(child=serializers.RegexField(_ID), max_length=1000)


class Accepted(serializers.Serializer):
    document = serializers.RegexField(_ID)
    marks = serializers.ListField(child=serializers.CharField(max_length=200), max_length=1000)


class Counted(serializers.Serializer):
    count = serializers.IntegerField()


class HotspotFilter(StationFilter):
    station_path = "document__station"
    document = IdFilter(field_name="document_id", help_text="Id of a document.")
    asset = IdFilter(field_name="asset_id", help_text="Id of an asset.")

    class Meta:
        model = Hotspot
        fields = ("standing",)


class HotspotViewSet(mixins.CreateModelMixin, mixins.DestroyModelMixin, ScopedViewSet):
    queryset = Hotspot.objects.select_related("document__station")
    serializer_class = HotspotSerializer
    filterset_class = HotspotFilter
    station_path = "document__station"

    @extend_schema(request=NewHotspot, responses={201: HotspotSerializer})
    def create(self, request: Request) -> Response:
        said = _said(NewHotspot, request)
        document = self._drawing(said["document"], Verb.PROPOSE_PINS)
        _check_edition(said, document)
        asset = _asset(document, said["asset"])
        proposed = not permissions.may(request.user, Verb.DRAW, document.station)
        try:
            made = hotspots.place(document, asset, _box(said), by=request.user, proposed=proposed)
        except hotspots.BadPlace:
            raise _off_the_page() from None
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ChangedHotspot, responses=HotspotSerializer)
    def partial_update(self, request: Request, pk: str | None = None) -> Response:
        hotspot = self._hers()
        said = _said(ChangedHotspot, request)
        _check_edition(said, hotspot.document)
        asset = _asset(hotspot.document, said["asset"]) if "asset" in said else None
        proposed = not permissions.may(request.user, Verb.DRAW, hotspot.document.station)
        now = {name: getattr(hotspot, name) for name in _PLACE} | said
        try:
            hotspots.change(hotspot, box=_box(now), asset=asset, by=request.user, proposed=proposed)
        except hotspots.BadPlace:
            raise _off_the_page() from None
        return Response(self.get_serializer(hotspot).data)

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        hotspots.remove(self._hers(), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None, responses={201: HotspotSerializer})
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: str | None = None) -> Response:
        try:
            back = hotspots.restore(self._her_removal(), by=request.user)
        except hotspots.NoWayBack:
            raise ValidationError([gettext("Something else stands there now: place it anew.")]) from None
        return Response(self.get_serializer(back).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=Confirmed, responses=Counted)
    @action(detail=False, methods=["post"])
    def confirm(self, request: Request) -> Response:
        said = _said(Confirmed, request)
        hers = self._to_draw().filter(pk__in=said["ids"])
        if said["ids"] and not hers.exists():
            raise Http404
        _check_edition(said, *(each.document for each in hers))
        return Response({"count": hotspots.confirm(hers, by=request.user)})

    @extend_schema(request=Accepted, responses=Counted)
    @action(detail=False, methods=["post"])
    def accept(self, request: Request) -> Response:
        said = _said(Accepted, request)
        document = self._drawing(said["document"])
        return Response({"count": hotspots.accept(document, said["marks"], by=request.user)})

    def _hers(self) -> Hotspot:
        """Any of a station where she draws, what she proposed elsewhere; or 404."""
        found = get_object_or_404(
            self.queryset.filter(document__station__in=self._stations(Verb.PROPOSE_PINS)),
            pk=self.kwargs["pk"],
        )
        user, document = self.request.user, found.document
        steward = permissions.may(user, Verb.DRAW, document.station)
        if not steward and found.pk not in hotspots.proposed_by(user, document):
            raise Http404
        return found

    def _her_removal(self) -> HistoryEntry:
        """Of any hotspot where she draws, elsewhere of what she proposed and removed herself; or 404."""
        number = self.kwargs["pk"]
        found = hotspots.removal(int(number)) if re.fullmatch(_ID, number) else None
        if found is None or not permissions.may(self.request.user, Verb.PROPOSE_PINS, found.station):
            raise Http404
        own = found.actor_id == self.request.user.pk and found.before["standing"] == Hotspot.Standing.PROPOSED
        if not own and not permissions.may(self.request.user, Verb.DRAW, found.station):
            raise Http404
        return found

    def _to_draw(self) -> QuerySet[Hotspot]:
        return self.queryset.filter(document__station__in=self._stations())

    def _drawing(self, pk: str, verb: Verb = Verb.DRAW) -> Document:
        """A document of the stations where she may do that, or 404."""
        return get_object_or_404(Document.objects.exclude(path=""), pk=pk, station__in=self._stations(verb))

    def _stations(self, verb: Verb = Verb.DRAW) -> QuerySet:
        return permissions.stations_where(self.request.user, verb)


def _said(form: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    asked = form(data=request.data)
    asked.is_valid(raise_exception=True)
    return asked.validated_data


def _check_edition(said: dict[str, Any], *documents: Document) -> None:
    seen = said.pop("edition", None)
    if seen is not None and any(hotspots.edition_of(each) != seen for each in documents):
        raise AnotherEdition(gettext("A new edition of this drawing has come: open it again, then look."))


def _asset(document: Document, code: str) -> Asset:
    asset = Asset.objects.live().filter(station=document.station, code=code).first()
    if asset is None:
        raise ValidationError({"asset": [gettext("No equipment of this station has this code.")]})
    return asset


def _box(said: dict[str, Any]) -> hotspots.Box:
    return hotspots.Box(**{name: said[name] for name in _PLACE})


def _off_the_page() -> ValidationError:
    return ValidationError([gettext("The rectangle does not lie on the page.")])
