"""Connections: those that files declare, and those that a steward is asked about.

GET  connections/                     what files declare; `?state=declared` believed, `?state=rejected` not believed
GET  connections/?state=proposed      what nobody has decided yet; `confirmed` and `refused` what somebody has
POST connections/<id>/confirm/        as joined: the network has it from now on
POST connections/<id>/refuse/         as not joined; `reopen/` takes either back

An id that begins with `p` is one that a steward decides. Only stewards see these.
"""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from assets import permissions, proposals
from assets.api.scope import IdFilter, OfRevisionFilter, OfRevisionViewSet, StationFilter
from assets.models import Connection, ConnectionProposal
from assets.permissions import Verb

Class, State = ConnectionProposal.Class, ConnectionProposal.State
DECLARED, REJECTED = "declared", "rejected"
STATES = [DECLARED, REJECTED, *State.values]
_ENDS = ("from_element", "from_code", "from_port", "to_element", "to_code", "to_port")


class AsItStands(APIException):
    """The step is not to be taken any more, or cannot be."""

    status_code = status.HTTP_409_CONFLICT


class ConnectionSerializer(serializers.Serializer):
    """One connection, whoever says it. Null is what that sort of connection does not have."""

    id = serializers.CharField()
    revision = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField(STATES)
    evidence = serializers.ChoiceField(Class.values, allow_null=True, help_text="X: declared, not believed.")
    reason = serializers.CharField(allow_null=True, help_text="Why it is of its class.")
    medium = serializers.CharField(allow_null=True)
    apart = serializers.FloatField(allow_null=True, help_text="Metres between the ends.")
    from_element = serializers.CharField(allow_null=True)
    from_code = serializers.CharField(allow_null=True)
    from_port = serializers.CharField(allow_null=True)
    to_element = serializers.CharField(allow_null=True)
    to_code = serializers.CharField(allow_null=True)
    to_port = serializers.CharField(allow_null=True)
    directed = serializers.BooleanField()
    proposal = serializers.CharField(
        allow_null=True, help_text="Of one that is not believed: the id by which a steward decides it."
    )
    decided_by = serializers.CharField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)

    def to_representation(self, row: Connection | ConnectionProposal) -> dict[str, Any]:
        told = _declared(row) if isinstance(row, Connection) else _asked(row)
        ids = ("revision", "from_element", "from_port", "to_element", "to_port")
        told |= {name: None if told[name] is None else str(told[name]) for name in ids}
        return {name: told.get(name) for name in map(str, self.fields)}


def _declared(row: Connection) -> dict[str, Any]:
    ends = (
        (port.element_id, port.element.code if port.element else None, port.pk)
        for port in (row.from_port, row.to_port)
    )
    task = getattr(row, "task", None)
    return {
        "id": str(row.pk),
        "revision": row.revision_id,
        "state": REJECTED if row.disbelieved else DECLARED,
        "evidence": Class.X if row.disbelieved else None,
        "reason": row.disbelieved or None,
        "directed": row.directed,
        "proposal": f"p{task}" if task else None,
        **dict(zip(_ENDS, (value for end in ends for value in end), strict=True)),
    }


def _asked(row: ConnectionProposal) -> dict[str, Any]:
    ends = [
        (each.pk, each.code, port)
        for each, port in ((row.one, row.one_port_id), (row.other, row.other_port_id))
    ]
    if row.flow == ConnectionProposal.Flow.BACK:
        ends.reverse()
    person = row.decided_by
    return {
        "id": f"p{row.pk}",
        "revision": row.one.revision_id if row.one else None,
        "state": row.state,
        "evidence": row.evidence,
        "reason": row.reason,
        "medium": row.medium,
        "apart": row.apart,
        "directed": bool(row.flow),
        "decided_by": person.get_username() if person else None,
        "decided_at": row.decided_at and serializers.DateTimeField().to_representation(row.decided_at),
        **dict(zip(_ENDS, (value for end in ends for value in end), strict=True)),
    }


class _StateFilter(StationFilter):
    state = filters.ChoiceFilter(method="as_it_is", choices=[(each, each) for each in STATES])

    def as_it_is(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The rows were chosen by it already."""
        return queryset


class DeclaredFilter(_StateFilter, OfRevisionFilter):
    element = IdFilter(method="touching", help_text="Id of an element at either end.")

    class Meta:
        model = Connection
        fields = ("directed",)

    def touching(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(from_port__element_id=value) | Q(to_port__element_id=value))


class AskedFilter(_StateFilter):
    element = IdFilter(method="touching", help_text="Id of an element at either end.")
    revision = IdFilter(method="in_revision", help_text="Id of the revision of either end.")
    directed = filters.BooleanFilter(field_name="flow", lookup_expr="exact", exclude=True, method="said")

    class Meta:
        model = ConnectionProposal
        fields = ("evidence", "medium")

    def touching(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(one_id=value) | Q(other_id=value))

    def in_revision(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(one__revision_id=value) | Q(other__revision_id=value))

    def said(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        return queryset.exclude(flow="") if value else queryset.filter(flow="")


_ID = OpenApiParameter("id", str, OpenApiParameter.PATH)
_MORE = [
    OpenApiParameter("evidence", enum=Class.values, description="Of what a steward decides: its class."),
    OpenApiParameter("medium", str, description="Of what a steward decides: what flows there."),
]


@extend_schema_view(list=extend_schema(parameters=_MORE), retrieve=extend_schema(parameters=[_ID]))
class ConnectionViewSet(OfRevisionViewSet):
    """Connections of published revisions, or of the revision asked for; and those that a steward is asked about."""

    queryset = Connection.objects.select_related("from_port__element", "to_port__element").defer(
        "from_port__element__properties", "to_port__element__properties"
    )
    serializer_class = ConnectionSerializer
    filterset_class: type[filters.FilterSet] = DeclaredFilter
    lookup_value_regex = r"p?\d{1,18}"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self._asks():
            self.filterset_class = AskedFilter

    def _asks(self) -> bool:
        """Is it about those that a steward decides?"""
        return self.action == "list" and self.request.query_params.get("state") in State.values

    def get_queryset(self) -> QuerySet:
        if getattr(self, "swagger_fake_view", False):
            return self.queryset.none()
        if self._asks():
            return self._hers().filter(state=self.request.query_params["state"])
        rows = super().get_queryset()
        asked = self.request.query_params.get("state") if self.action == "list" else None
        if asked == DECLARED:
            return rows.filter(disbelieved="")
        return self._with_tasks(rows.exclude(disbelieved="")) if asked == REJECTED else rows

    def _hers(self) -> QuerySet[ConnectionProposal]:
        """Those of the stations where she decides."""
        rows = ConnectionProposal.objects.standing().select_related("one", "other", "decided_by")
        stations = permissions.stations_where(self.request.user, Verb.RELEASE)
        return rows.filter(station__in=stations).defer("one__properties", "other__properties")

    def _with_tasks(self, rows: QuerySet[Connection]) -> QuerySet[Connection]:
        ends = Q(one_port=OuterRef("from_port"), other_port=OuterRef("to_port"))
        turned = Q(one_port=OuterRef("to_port"), other_port=OuterRef("from_port"))
        task = self._hers().filter(ends | turned, evidence=Class.X).order_by("pk").values("pk")[:1]
        return rows.annotate(task=Subquery(task))

    def get_object(self) -> Connection | ConnectionProposal:
        said = self.kwargs["pk"]
        if said.startswith("p"):
            return get_object_or_404(self._hers(), pk=int(said[1:]))
        return get_object_or_404(self._with_tasks(self.get_queryset()), pk=int(said))

    @extend_schema(
        request=None, parameters=[_ID], responses={200: ConnectionSerializer, 409: OpenApiTypes.OBJECT}
    )
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str | None = None) -> Response:
        """They are joined: the network has it from now on, as class B."""
        return self._decide(State.CONFIRMED)

    @extend_schema(
        request=None, parameters=[_ID], responses={200: ConnectionSerializer, 409: OpenApiTypes.OBJECT}
    )
    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, pk: str | None = None) -> Response:
        """They are not joined."""
        return self._decide(State.REFUSED)

    @extend_schema(
        request=None, parameters=[_ID], responses={200: ConnectionSerializer, 409: OpenApiTypes.OBJECT}
    )
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str | None = None) -> Response:
        """Take a decision back."""
        return self._decide(State.PROPOSED)

    def _decide(self, state: str) -> Response:
        row = self.get_object()
        if isinstance(row, Connection):
            raise Http404
        try:
            proposals.decide(row, state, by=self.request.user)
        except proposals.CannotBe:
            raise AsItStands(
                gettext("These two cannot be joined: only the model can be put right.")
            ) from None
        except proposals.Overtaken:
            raise AsItStands(gettext("It is decided already: read it again, then decide.")) from None
        return Response(self.get_serializer(self._hers().get(pk=row.pk)).data)
