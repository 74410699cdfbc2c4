"""What people said of a device, in the reader's words, and the keys by which she says how it is.

A firm's people are told what was said, and of whom only whether it was the station, their own firm or another.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext, pgettext_lazy

from assets import isolating_devices, permissions
from assets.models import Asset, Organisation
from assets.said_states import SaidState, Spoken
from maintenance import scope, standing_states
from maintenance.models import DeviceState
from twin import moments, wording

Said = DeviceState.Said
_LINES = {
    Said.CONDUCTS: gettext_lazy("said open by %(who)s %(when)s"),
    Said.BLOCKS: gettext_lazy("said closed by %(who)s %(when)s"),
    Said.STUCK: gettext_lazy("said stuck by %(who)s %(when)s"),
    Said.OUT_OF_REACH: gettext_lazy("said out of reach by %(who)s %(when)s"),
    Said.LOCKED_OUT: gettext_lazy("said locked out by %(who)s %(when)s"),
    Said.FREE: gettext_lazy("said fit for use again by %(who)s %(when)s"),
}
_SWITCHED_LINES = _LINES | {
    Said.CONDUCTS: gettext_lazy("said switched on by %(who)s %(when)s"),
    Said.BLOCKS: gettext_lazy("said switched off by %(who)s %(when)s"),
}
_KEYS = {
    Said.CONDUCTS: pgettext_lazy("state", "Open"),
    Said.BLOCKS: gettext_lazy("Closed"),
    Said.STUCK: gettext_lazy("Stuck"),
    Said.OUT_OF_REACH: gettext_lazy("Out of reach"),
    Said.LOCKED_OUT: gettext_lazy("Locked out"),
    Said.FREE: gettext_lazy("Fit for use again"),
}
_SWITCHED_KEYS = _KEYS | {
    Said.CONDUCTS: gettext_lazy("Switched on"),
    Said.BLOCKS: gettext_lazy("Switched off"),
}
_LOOKS = {Said.STUCK: "late", Said.OUT_OF_REACH: "late", Said.LOCKED_OUT: "late", Said.FREE: "done"}


@dataclass(frozen=True)
class Line:
    """One word: `note` is why it is not relied on, or ""; `look` its colour; `agree` what she says who saw it too."""

    words: str
    note: str = ""
    look: str = "doing"
    agree: str = ""

    @property
    def sentence(self) -> str:
        return (
            gettext("%(state)s (%(note)s)") % {"state": self.words, "note": self.note}
            if self.note
            else self.words
        )


@dataclass(frozen=True)
class Panel:
    """The state of one device on a page. `keys`: (what is said, its words). `address` takes what she says; "" where she
    may say nothing. `orders`: (id, words) on which she may say it."""

    code: str
    lines: list[Line]
    keys: list[tuple[str, str]]
    address: str = ""
    key: str = ""
    orders: list[tuple[str, str]] = field(default_factory=list)


def is_device(kind: str) -> bool:
    return kind in isolating_devices.STOPPING


def panel(asset: Asset, *, reader: Any, address: str, state: SaidState | None = None) -> Panel:
    """`address` is asked for only by who may say something."""
    known = standing_states.of_asset(asset) if state is None else state
    return Panel(
        code=asset.code,
        lines=lines(known, asset.kind, reader=reader),
        keys=keys_of(asset.kind, hindered=bool(known.hindrance)),
        address=address,
        key=str(uuid.uuid4()),
        orders=_orders(asset, reader) if address else [],
    )


def keys_of(kind: str, *, hindered: bool) -> list[tuple[str, str]]:
    """What may be said of it; that it can be operated again only where something hinders it."""
    words = _SWITCHED_KEYS if isolating_devices.is_switched(kind) else _KEYS
    return [(str(said), str(words[said])) for said in words if said != Said.FREE or hindered]


def _orders(asset: Asset, reader: Any) -> list[tuple[str, str]]:
    """The open orders about it or its room, for the operator's people: a firm's person speaks under her own order."""
    if permissions.contractor_of(reader) is not None:
        return []
    open_ = scope.orders_to_do(reader).filter(station=asset.station_id)
    about = open_.filter(asset=asset) | (
        open_.filter(location=asset.location_id) if asset.location_id else open_.none()
    )
    return [
        (str(order.pk), f"{order.number} {order.title}".strip()) for order in about.distinct()[:MOST_ORDERS]
    ]


MOST_ORDERS = 8


def lines(state: SaidState, kind: str, *, reader: Any) -> list[Line]:
    words = _SWITCHED_LINES if isolating_devices.is_switched(kind) else _LINES
    own = permissions.contractor_of(reader)
    return [_line(each, words, own, hers=own is None and each.by == reader) for each in state.spoken]


def _hers(spoken: Spoken) -> str:
    """Said by her who reads it; with her name, for what is printed is read by others."""
    name = wording.person(spoken.by)
    return pgettext("said by", "you (%(name)s)") % {"name": name}


def _line(spoken: Spoken, words: dict[Said, Promise], reader: Organisation | None, *, hers: bool) -> Line:
    said = Said(spoken.said)
    who = _hers(spoken) if hers else _who(spoken, reader)
    told = str(words[said]) % {"who": who, "when": moments.said(spoken.at)}
    if spoken.order and reader is None:
        told = f"{told} ({spoken.order})"
    return Line(
        told,
        _note(spoken, reader),
        _LOOKS.get(said, "done" if not spoken.firm and not spoken.is_old else "doing"),
        str(said) if spoken.firm and reader is None else "",
    )


def _who(spoken: Spoken, reader: Organisation | None) -> str:
    if spoken.firm:
        if reader is None:
            return gettext("the firm %(firm)s") % {"firm": spoken.firm}
        return gettext("your firm") if spoken.firm == reader.name else gettext("another firm")
    if reader is not None:
        return gettext("the station")
    return wording.person(spoken.by) or gettext("somebody who has left")


def _note(spoken: Spoken, reader: Organisation | None) -> str:
    if spoken.firm:
        return gettext("nobody of the station has confirmed it")
    if spoken.is_old:
        days = standing_states.OLD_AFTER.days
        return ngettext(
            "older than %(days)d day, to verify on site", "older than %(days)d days, to verify on site", days
        ) % {"days": days}
    return ""


def in_history(said: str, kind: str) -> str:
    """ "Closed", for a line of the history."""
    words = _SWITCHED_KEYS if isolating_devices.is_switched(kind) else _KEYS
    return str(words[Said(said)]) if said in Said.values else said
