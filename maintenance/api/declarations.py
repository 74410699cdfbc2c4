"""Declarations: what was found on site, sent and decided by the same verbs as on the pages.

    POST declarations/                  {"station", "asset", "key", "values": {"flow": "120 m³/h"}, "submit": true}
    POST declarations/<id>/submit/
    POST declarations/<id>/decide/      {"change", "verdict": "APPROVED", "reason"}

The operator's people see those of their stations, a firm's person those of her own firm; anything else is 404.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from assets import characteristics, permissions
from assets.api.scope import IdFilter, OpaqueSerializer, ScopedViewSet, WordsFilter
from assets.entries import Unreadable
from assets.models import Asset
from assets.permissions import Verb
from assets.register_values import Overtaken, register_of
from maintenance import declarations, reviewing, scope, three_way
from maintenance.api.sent_declarations import Decision, NewDeclaration, typed_of
from maintenance.declared_findings import as_kept, is_the_stewards, unreadable
from maintenance.models import Change, Declaration, Evidence, WorkOrder
from maintenance.three_way import MOVED_FROM


class ChangeSerializer(OpaqueSerializer):
    old = serializers.JSONField(source="base", read_only=True)
    findings = serializers.SerializerMethodField(help_text="[{severity, code, field, message}, …]")
    seen = serializers.SerializerMethodField(
        help_text="What is decided about, in short: give it back to decide."
    )
    reviewed_by = serializers.CharField(source="reviewed_by.username", read_only=True, default=None)
    seconded_by = serializers.CharField(source="seconded_by.username", read_only=True, default=None)

    class Meta:
        model = Change
        fields = (
            "id", "kind", "field", "old", "value", "unit", "findings", "seen", "verdict", "needs_second",
            "reviewed_by", "reviewed_at", "seconded_by", "seconded_at", "reason",
        )  # fmt: skip

    def to_representation(self, instance: Change) -> dict[str, Any]:
        """A firm is told what was decided, not by which account."""
        shown = super().to_representation(instance)
        if self._asks_a_firm():
            shown |= {"reviewed_by": None, "seconded_by": None}
        return shown

    def get_findings(self, change: Change) -> list[dict[str, Any]]:
        told = [
            each for each in change.findings if not (self._asks_a_firm() and is_the_stewards(each["code"]))
        ]
        return [
            {name: each.get(name, "") for name in ("severity", "code", "field", "message")} for each in told
        ]

    def _asks_a_firm(self) -> bool:
        return permissions.contractor_of(self.context["request"].user) is not None

    def get_seen(self, change: Change) -> str:
        return three_way.as_seen(change)


class DeclarationSerializer(OpaqueSerializer):
    station = serializers.CharField(source="station.code", read_only=True)
    asset = serializers.CharField(source="asset.code", read_only=True, default=None, help_text="Its code.")
    subject = serializers.CharField(
        source="code", read_only=True, help_text="Code of what it is about, be it a place; a network's name."
    )
    work_order = serializers.CharField(source="work_order_id", read_only=True, allow_null=True)
    author = serializers.CharField(source="author.username", read_only=True, default=None)
    organisation = serializers.CharField(source="organisation.name", read_only=True, default=None)
    changes = ChangeSerializer(many=True, read_only=True)

    class Meta:
        model = Declaration
        fields = (
            "id", "key", "station", "asset", "subject", "work_order", "author", "organisation", "state", "message",
            "performed_at", "submitted_at", "decided_at", "applied_at", "released_at", "reason", "changes",
        )  # fmt: skip

    def to_representation(self, instance: Declaration) -> dict[str, Any]:
        """A firm is not told where an item was fitted before, beyond its order."""
        shown = super().to_representation(instance)
        if permissions.contractor_of(self.context["request"].user) is not None:
            shown["changes"] = [each for each in shown["changes"] if each["field"] != MOVED_FROM]
        return shown


class DeclarationFilter(WordsFilter):
    searched = (
        "message", "asset__code", "asset__name", "work_order__number", "author__username", "organisation__name",
    )  # fmt: skip
    asset = IdFilter(field_name="asset_id", help_text="Id of the asset.")
    work_order = IdFilter(field_name="work_order_id", help_text="Id of the work order.")

    class Meta:
        model = Declaration
        fields = ("state",)


class DeclarationViewSet(mixins.CreateModelMixin, ScopedViewSet):
    """The newest first."""

    queryset = Declaration.objects.select_related(
        "station", "asset", "run", "system", "location", "author", "organisation"
    ).prefetch_related("changes__reviewed_by", "changes__seconded_by")
    serializer_class = DeclarationSerializer
    filterset_class = DeclarationFilter
    keyset = ("-pk",)

    def get_queryset(self) -> QuerySet[Declaration]:
        if getattr(self, "swagger_fake_view", False):
            return Declaration.objects.none()
        return self.queryset.all().filter(visible_to(self.request.user))

    @extend_schema(request=NewDeclaration, responses={201: DeclarationSerializer, 200: DeclarationSerializer})
    def create(self, request: Request) -> Response:
        asked = NewDeclaration(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        known = Declaration.objects.filter(key=said["key"]).exists()
        try:
            with transaction.atomic():
                made = _made(request, said)
            if said["submit"]:
                made = declarations.submit(made, by=request.user)
        except declarations.NotHers as refusal:
            raise Http404 from refusal
        except declarations.NotNow as refusal:
            raise ValidationError([str(refusal)]) from refusal
        return self._answer(made, status.HTTP_200_OK if known else status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=DeclarationSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str | None = None) -> Response:
        declaration = self.get_object()
        try:
            declarations.submit(declaration, by=request.user)
        except declarations.NotHers as refusal:
            raise Http404 from refusal
        except declarations.NotNow as refusal:
            raise ValidationError([str(refusal)]) from refusal
        return self._answer(declaration)

    @extend_schema(request=Decision, responses=DeclarationSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str | None = None) -> Response:
        """One property. 403 for who declared it or has said her word already; 404 for a firm."""
        if permissions.contractor_of(request.user) is not None:
            raise Http404
        declaration = self.get_object()
        asked = Decision(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        change = get_object_or_404(declaration.changes, pk=said["change"])
        try:
            reviewing.decide(
                change,
                by=request.user,
                verdict=said["verdict"],
                reason=said["reason"],
                over=said["over"],
                seen=said["seen"],
            )
        except reviewing.NotHers as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except reviewing.NotNow as refusal:
            raise ValidationError([str(refusal)]) from refusal
        except Overtaken as refusal:
            raise ValidationError([gettext("Somebody else changed it at this very moment.")]) from refusal
        return self._answer(declaration)

    def _answer(self, declaration: Declaration, code: int = status.HTTP_200_OK) -> Response:
        return Response(self.get_serializer(self.queryset.get(pk=declaration.pk)).data, status=code)


def visible_to(user) -> Q:
    """Of the stations she sees whole; of her own firm where she works; drafts only her own."""
    whole = Q(station__in=permissions.stations_where(user, Verb.DECLARE))
    firm = permissions.contractor_of(user)
    if firm is not None:
        whole = Q(organisation=firm, station__in=scope.own_orders(user).values("station"))
    return whole & (Q(author=user.pk) | ~Q(state=Declaration.State.DRAFT))


def _made(request: Request, said: dict[str, Any]) -> Declaration:
    """The draft with its values; what cannot be read is a 400 that names its field."""
    order = _order(request, said)
    asset = _asset(request, said, order)
    made = declarations.open(
        asset, by=request.user, work_order=order, key=said["key"], performed_at=said.get("performed_at")
    )
    if made.state not in declarations.EDITABLE:
        return made
    if said["kind"] == "VERIFY":
        declarations.say_unchanged(made)
        return made
    _write(made, said)
    declarations.set_message(made, said["message"])
    brought = Evidence.objects.filter(pk__in=said["evidence"], station=made.station, created_by=request.user)
    declarations.add_evidence(made, brought)
    return made


def _write(made: Declaration, said: dict[str, Any]) -> None:
    wrong: dict[str, list[str]] = {}
    register = register_of(made.asset)
    for field, value in said["values"].items():
        typed, unit = typed_of(value)
        try:
            declarations.set_value(made, field, typed, unit, kind=said["kind"], register=register)
        except Unreadable as refusal:
            wrong[field] = [str(as_kept(unreadable(refusal, field))["message"])]
        except characteristics.NotKnown:
            wrong[field] = [gettext("There is no such characteristic.")]
    if wrong:
        raise ValidationError({"values": wrong})


def _order(request: Request, said: dict[str, Any]) -> WorkOrder | None:
    return scope.order_or_404(request.user, int(said["work_order"])) if said.get("work_order") else None


def _asset(request: Request, said: dict[str, Any], order: WorkOrder | None) -> Asset:
    """Hers to declare on, or 404."""
    live = Asset.objects.live().select_related("station", "type", "location")
    asset = live.filter(station__code=said["station"], code=said["asset"]).first()
    if asset is None or not declarations.may_declare(request.user, asset, order):
        raise Http404
    return asset
