"""Which orders a person may see, and what of the station comes with them. Asked by pages, files, scenes and API alike.

Who sees a station whole (`Verb.SEE_ORDERS`) sees all its orders. A contractor sees the open orders of her own firm, in
the stations where she works, and of the station only what those orders are about: default is nothing.
"""

from __future__ import annotations

from django.db.models import Exists, Q, QuerySet
from django.http import Http404

from assets import permissions
from assets.models import Asset, Document, DocumentLink, Location, Membership, Station
from assets.permissions import Verb
from maintenance.models import OPEN, Dossier, Status, WorkOrder


def orders_for(user) -> QuerySet[WorkOrder]:
    """The orders this person may see, of all her stations."""
    seen = Q(station__in=permissions.stations_where(user, Verb.SEE_ORDERS))
    return WorkOrder.objects.filter(seen | Q(pk__in=own_orders(user)))


def own_orders(user) -> QuerySet[WorkOrder]:
    """The open orders (and those just done) of the firm she works for, where she works; none for anybody else."""
    works_in = permissions.where(user, Membership.Role.CONTRACTOR)
    firm = permissions.contractor_of(user) if works_in else None
    if firm is None:
        return WorkOrder.objects.none()
    shut_out = Dossier.objects.ended().filter(user=user)  # also of who still has a session or a key
    return WorkOrder.objects.filter(
        ~Exists(shut_out),
        organisation=firm, station__in=_lasting(works_in), status__in=(*OPEN, Status.DONE), gone_at=None,
    )  # fmt: skip


def orders_to_do(user) -> QuerySet[WorkOrder]:
    """A firm's orders for its people; for the operator's own people the open ones that no firm has."""
    if permissions.contractor_of(user) is not None:
        return own_orders(user)
    return orders_for(user).filter(organisation=None, status__in=OPEN, gone_at=None)


def _lasting(stations: set[int | None]) -> QuerySet[Station]:
    lasting = Station.objects.filter(trial_owner=None)
    return lasting if None in stations else lasting.filter(pk__in=stations)


_AROUND = ("station", "source", "organisation", "location__parent", "asset__location__parent", "asset__type")


def order_or_404(user, pk: int) -> WorkOrder:
    """Her order, or Http404 whether it does not exist or is another firm's."""
    order = orders_for(user).filter(pk=pk).select_related(*_AROUND).first()
    if order is None:
        raise Http404
    return order


def acts_for(user) -> Q:
    """The acts on an order that this person may read: a firm's person her firm's and the operator's, for the order may
    have been another firm's before."""
    firm = permissions.contractor_of(user)
    return Q() if firm is None else Q(organisation=firm) | Q(organisation=None)


def assets_of(order: WorkOrder) -> QuerySet[Asset]:
    """What the order is about: its asset, or what stands in its place."""
    live = Asset.objects.live().filter(station=order.station)
    if order.asset_id:
        return live.filter(pk=order.asset_id)
    return live.filter(location=order.location) if order.location_id else live.none()


def place_of(order: WorkOrder) -> Location | None:
    """The room or storey where the work is."""
    return order.location or (order.asset.location if order.asset else None)


def documents_of(order: WorkOrder) -> QuerySet[Document]:
    """The papers of what the order is about: of its asset and its type, or of the place and of nothing that is in it.

    Who looks for a leak in a room finds what is broken there; what was said of each thing is no business of hers.
    """
    known = Document.objects.filter(station=order.station)
    if order.asset is not None:
        of_type = Q(links__type=order.asset.type_id) if order.asset.type_id else Q()
        known = known.filter(Q(links__asset=order.asset) | of_type)
    elif order.location_id:
        of_things = DocumentLink.objects.filter(Q(asset__isnull=False) | Q(type__isnull=False))
        known = known.filter(links__location=order.location_id).exclude(pk__in=of_things.values("document"))
    else:
        known = known.none()
    return known.distinct().order_by("name", "pk")
