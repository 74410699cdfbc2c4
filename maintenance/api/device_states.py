"""How valves and breakers are, as people said on site: what stands, and one word more.

    GET  declarations/states/?station=VDO            what stands of each device, the latest first
    GET  declarations/states/?asset=17&earlier=true  all that was ever said of one
    POST declarations/states/                        {"station", "asset", "key", "state": "blocks", "work_order"}

Taken at once, by who may declare (`maintenance.device_states`): nobody approves it, and nothing of it is changed later.
A firm reads and says what her orders are about and what she is told to close for it, and is not told who else said
something.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from assets import permissions
from assets.api.scope import IdFilter, OpaqueSerializer, ScopedViewSet, StationFilter
from assets.models import Asset
from maintenance import device_states, scope, standing_states, told_to_close
from maintenance.models import DeviceState, WorkOrder


class NewDeviceState(serializers.Serializer):
    station = serializers.CharField(help_text="Code of the station.")
    asset = serializers.CharField(help_text="Code of the device.")
    key = serializers.UUIDField(help_text="Made by the caller: sent twice, it is taken once.")
    state = serializers.ChoiceField(
        choices=DeviceState.Said.values,
        help_text="A closed valve `blocks`, a closed breaker `conducts`; `free`: nothing hinders it any more.",
    )
    work_order = serializers.RegexField(
        r"^[0-9]{1,18}$", required=False, help_text="Id of the order it was seen on."
    )
    about = serializers.CharField(
        required=False,
        help_text="Of an order about a room: code of the thing in it for which the device is to be closed.",
    )
    seen_at = serializers.DateTimeField(required=False, help_text="On site; now, when it is left out.")


class DeviceStateSerializer(OpaqueSerializer):
    station = serializers.CharField(source="asset.station.code", read_only=True)
    asset = serializers.CharField(source="asset.code", read_only=True, help_text="Its code.")
    state = serializers.CharField(source="said", read_only=True)
    by = serializers.CharField(source="by.username", read_only=True, default=None)
    organisation = serializers.CharField(source="organisation.name", read_only=True, default=None)
    of_a_firm = serializers.SerializerMethodField(
        help_text="Nobody of the station has said the same: it makes no answer certain."
    )
    work_order = serializers.CharField(source="work_order_id", read_only=True, allow_null=True)
    old = serializers.SerializerMethodField(help_text="To be verified on site again.")

    class Meta:
        model = DeviceState
        fields = (
            "id", "station", "asset", "state", "by", "organisation", "of_a_firm", "work_order", "seen_at", "said_at",
            "old",
        )  # fmt: skip

    def get_of_a_firm(self, state: DeviceState) -> bool:
        return state.organisation_id is not None

    def get_old(self, state: DeviceState) -> bool:
        return standing_states.is_old(state, timezone.now())

    def to_representation(self, instance: DeviceState) -> dict[str, Any]:
        shown = super().to_representation(instance)
        firm = permissions.contractor_of(self.context["request"].user)
        if firm is not None and instance.organisation_id != firm.pk:
            shown |= {"by": None, "organisation": None, "work_order": None}
        return shown


class DeviceStateFilter(StationFilter):
    station_path = "asset__station"
    asset = IdFilter(field_name="asset_id", help_text="Id of the device.")
    earlier = filters.BooleanFilter(method="also_earlier", help_text="Also what no longer stands.")

    class Meta:
        model = DeviceState
        fields = ()

    def also_earlier(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        return queryset  # see `filter_queryset`

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        found = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("earlier"):
            return found
        return found.filter(pk__in=standing_states.pks_of(found))


class DeviceStateViewSet(mixins.CreateModelMixin, ScopedViewSet):
    """The latest first. What no longer stands is told when `earlier` is asked for."""

    queryset = DeviceState.objects.select_related("asset__station", "by", "organisation")
    serializer_class = DeviceStateSerializer
    filterset_class = DeviceStateFilter
    keyset = ("-seen_at", "-pk")

    def get_queryset(self) -> QuerySet[DeviceState]:
        if getattr(self, "swagger_fake_view", False):
            return DeviceState.objects.none()
        return self.queryset.filter(pk__in=device_states.said_of(self.request.user).values("pk"))

    @extend_schema(request=NewDeviceState, responses={201: DeviceStateSerializer, 200: DeviceStateSerializer})
    def create(self, request: Request) -> Response:
        asked = NewDeviceState(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        order = scope.order_or_404(request.user, int(said["work_order"])) if "work_order" in said else None
        about = _about(order, said)
        asset = (
            _devices(request, order, about).filter(station__code=said["station"], code=said["asset"]).first()
        )
        known = DeviceState.objects.filter(key=said["key"]).exists()
        if asset is None:
            raise Http404
        try:
            made = device_states.say(
                asset,
                said["state"],
                by=request.user,
                key=said["key"],
                work_order=order,
                about=about,
                seen_at=said.get("seen_at"),
            )
        except device_states.NotHers as refusal:
            raise Http404 from refusal
        except device_states.NotADevice as refusal:
            raise ValidationError(
                {"asset": ["It can stop nothing: there is no state to say of it."]}
            ) from refusal
        except device_states.NotNow as refusal:
            raise ValidationError([str(refusal)]) from refusal
        code = status.HTTP_200_OK if known else status.HTTP_201_CREATED
        return Response(self.get_serializer(self.queryset.get(pk=made.pk)).data, status=code)


def _devices(request: Request, order: WorkOrder | None, about: Asset | None) -> QuerySet[Asset]:
    """Among which one is looked for: of a firm only what it may speak of, so that it takes as long to be told that a
    device is not there as that it is not hers."""
    live = Asset.objects.live().select_related("station")
    if permissions.contractor_of(request.user) is None:
        return live
    if order is None:
        return live.none()
    own, to_close = scope.assets_of(order), told_to_close.devices(order, about)
    return live.filter(Q(pk__in=own.values("pk")) | Q(pk__in=to_close.values("pk")))


def _about(order: WorkOrder | None, said: dict[str, Any]) -> Asset | None:
    """What the order is about, or 404."""
    if order is None or "about" not in said:
        return None
    return get_object_or_404(scope.assets_of(order), code=said["about"])
