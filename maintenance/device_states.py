"""Saying on site how a valve or a breaker is: open, closed, stuck, out of reach, locked out, or fit for use again.

    device_states.say(valve, Said.BLOCKS, by=plumber, key=key)
    standing_states.of_asset(valve)                              # what stands of it by all that was said

**No four eyes.** A declaration is on its way into the register and the model (see the glossary), and whoever approves
it answers for what the register says from then on. A state is on its way nowhere: it is what somebody saw at one
moment, it is never written into a model, and at 3 a.m. it is worth most in the minute in which it is said. A reviewer
who was not there could add nothing to it. So an employee's word is taken at once. A firm's is shown at once as the
firm's word, and counts only for caution until an employee says the same (`standing_states`). Nothing is overwritten:
whoever was wrong says it anew, and both stand in the table, which is append-only, and in the station's history.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from assets import history, isolating_devices, permissions
from assets.models import Asset
from assets.permissions import Verb
from maintenance import scope, standing_states, told_to_close
from maintenance.declaration_steps import NotNow
from maintenance.drafts import NotHers, TooEarly, may_declare, refuse_too_early
from maintenance.models import DeviceState, WorkOrder

__all__ = ["NotADevice", "NotHers", "NotNow", "TooEarly", "may_say", "may_say_under", "said_of", "say"]

Said = DeviceState.Said


class NotADevice(Exception):
    """It can stop nothing: there is no state to say of it."""


def may_say(user, asset: Asset, work_order: WorkOrder | None = None, about: Asset | None = None) -> bool:
    """Who may declare about it, and a firm's person of what she is told to close under her own open order (`about`: one
    thing of many that the order is about)."""
    if may_declare(user, asset, work_order):
        return True
    if work_order is None or not scope.own_orders(user).filter(pk=work_order.pk).exists():
        return False
    return told_to_close.devices(work_order, about).filter(pk=asset.pk).exists()


def may_say_under(user, order: WorkOrder) -> bool:
    """Would anything that she says of what she is told to close be taken now?"""
    ours = permissions.contractor_of(user) is None and permissions.may(user, Verb.DECLARE, order.station)
    return (ours or scope.own_orders(user).filter(pk=order.pk).exists()) and not is_too_early(user, order)


MOST_HINDERED = 3
"""Devices beside a firm's own work that it says nobody can operate, under one order: each brings another further up,
and who needs more of them than this asks the station."""


def say(
    asset: Asset,
    said: str,
    *,
    by,
    key: uuid.UUID | None = None,
    work_order: WorkOrder | None = None,
    about: Asset | None = None,
    seen_at: datetime | None = None,
) -> DeviceState:
    """One word, taken at once; the same row when it was sent under this key before.

    Raises NotHers, NotADevice, TooEarly, NotNow when that key said something else or a firm has said enough, and
    ValueError for what is no state.
    """
    if not may_say(by, asset, work_order, about):
        raise NotHers
    if asset.kind not in isolating_devices.STOPPING:
        raise NotADevice
    refuse_too_early(by, work_order)
    key = key or uuid.uuid4()
    if (known := _sent_before(key, asset, said, by)) is not None:
        return known
    if Said(said) in standing_states.HINDERING:
        _refuse_too_many(by, asset, work_order)
    now = timezone.now()
    try:
        with transaction.atomic():
            made = DeviceState.objects.create(
                asset=asset,
                said=Said(said),
                key=key,
                by=by,
                organisation=permissions.contractor_of(by),
                work_order=work_order,
                seen_at=min(seen_at or now, now),
            )
            history.record("state said", asset, station=asset.station, by=by, after=_as_said(made))
    except IntegrityError:  # sent twice at once: the other one made it
        known = _sent_before(key, asset, said, by)
        if known is None:
            raise
        return known
    return made


def _refuse_too_many(by, asset: Asset, order: WorkOrder | None) -> None:
    if order is None or permissions.contractor_of(by) is None:
        return
    own = Asset.objects.filter(
        Q(pk__in=scope.assets_of(order).values("pk")) | Q(pk__in=told_to_close.on_cards(order).values("pk"))
    )
    if own.filter(pk=asset.pk).exists():
        return
    said = DeviceState.objects.filter(
        work_order=order, organisation=order.organisation_id, said__in=standing_states.HINDERING
    )
    others = said.exclude(asset=asset).exclude(asset__in=own.values("pk"))
    if others.values("asset").distinct().count() >= MOST_HINDERED:
        raise NotNow(gettext("Several devices cannot be operated already: ask the station what to close."))


def _sent_before(key: uuid.UUID, asset: Asset, said: str, by) -> DeviceState | None:
    known = DeviceState.objects.filter(key=key).first()
    if known is None:
        return None
    if (known.asset_id, known.by_id) != (asset.pk, by.pk):
        raise NotHers
    if known.said != said:
        raise NotNow(gettext("This was already sent as something else. Open the page again and repeat."))
    return known


def _as_said(state: DeviceState) -> dict[str, object]:
    return {
        "code": state.asset.code,
        "state": str(state.said),
        "seen_at": state.seen_at.isoformat(),
        "work_order": state.work_order.number if state.work_order else "",
        "firm": state.organisation.name if state.organisation else "",
    }


def is_too_early(user, order: WorkOrder | None) -> bool:
    """Has a firm's person still to read what is dangerous there, or to begin?"""
    try:
        refuse_too_early(user, order)
    except TooEarly:
        return True
    return False


def said_of(user) -> QuerySet[DeviceState]:
    """What this person may read: of the stations she sees whole; of a firm's orders, what these are about, and what the
    firm itself said under them."""
    whole = Q(asset__station__in=permissions.stations_where(user, Verb.DECLARE))
    firm = permissions.contractor_of(user)
    if firm is None:
        return DeviceState.objects.filter(whole)
    orders = scope.own_orders(user).select_related("asset", "location")
    hers = Q(organisation=firm, work_order__in=orders)
    for order in orders:
        hers |= Q(asset__in=scope.assets_of(order)) | Q(asset__in=told_to_close.on_cards(order))
    return DeviceState.objects.filter(hers)
