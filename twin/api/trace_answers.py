"""The shape of a trace's answer, for the description of the interface: written as text, never through these."""

from __future__ import annotations

from rest_framework import serializers

from assets.networks.answers import Ending, Trace
from assets.networks.evidence import Doubt, Reason


def _codes(said: str = "") -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), help_text=said)


class TenantOf(serializers.Serializer):
    location = serializers.CharField()
    tenant = serializers.CharField()


class Lost(serializers.Serializer):
    assets = _codes("What loses supply, without the thing itself and the devices.")
    locations = _codes("Rooms whose terminals are among it.")
    dependents = _codes("Driven by or acted on from what is lost.")
    tenants = TenantOf(many=True)


class Served(serializers.Serializer):
    location = serializers.CharField()
    method = serializers.CharField(help_text="`contained`, `point-in-room`, `system` or `storey`.")


class SaidOfDevice(serializers.Serializer):
    state = serializers.CharField(help_text="As said at `declarations/states/`.")
    at = serializers.DateTimeField()
    by = serializers.CharField(allow_blank=True)
    firm = serializers.CharField(allow_null=True, allow_blank=True)
    order = serializers.CharField(allow_blank=True)
    old = serializers.BooleanField()


class StateOfDevice(serializers.Serializer):
    asset = serializers.CharField()
    conducts = serializers.BooleanField(allow_null=True)
    to_verify = serializers.BooleanField()
    hindrance = serializers.CharField(allow_null=True, required=False)
    said = SaidOfDevice(many=True, required=False)


class WeakConnection(serializers.Serializer):
    to = serializers.CharField()
    evidence = serializers.CharField(help_text="`A` to `E`.")
    reason = serializers.ChoiceField([str(each) for each in Reason])

    def get_fields(self) -> dict[str, serializers.Field]:
        return {"from": serializers.CharField()} | super().get_fields()


class Doubted(serializers.Serializer):
    asset = serializers.CharField()
    reason = serializers.ChoiceField([str(each) for each in Doubt])


class TraceAnswer(serializers.Serializer):
    """Codes, each once, in the order in which they are met."""

    asset = serializers.CharField()
    kind = serializers.ChoiceField([str(each) for each in Trace])
    complete = serializers.BooleanField()
    certain = serializers.BooleanField()
    ending = serializers.ChoiceField([str(each) for each in Ending])
    evidence = serializers.CharField(help_text="`A` to `E`: the weakest it rests on.")
    reached = _codes()
    path = _codes("From the supply to the thing; of an isolation that is none, where a device is missing.")
    devices = _codes("To operate.")
    lost = Lost()
    served = Served(many=True)
    device_states = StateOfDevice(many=True)
    leans_on = _codes("Shut already, and to stay so.")
    passed_over = _codes("Nearer, and not to be operated.")
    weak_connections = WeakConnection(many=True)
    doubts = Doubted(many=True)
    revision_set = serializers.CharField()
    global_ids = serializers.DictField(child=_codes(), help_text="By code: GlobalIds of what draws it.")
