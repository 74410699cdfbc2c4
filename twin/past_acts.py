"""The history as people read it: what was done, by whom, the old and the new value in words, and where to see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from assets import characteristics
from assets.models import Asset, HistoryEntry, Revision, Station
from maintenance import isolation_cards, three_way
from maintenance.models import Status
from twin import cards, declared, device_states, wording

MOST_VALUES = 6


@dataclass(frozen=True)
class Difference:
    """One value before and after; `label` is "" where the act says what it is about."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Act:
    """One line: what was done, by whom ("" for the system), when; `url` leads to what it was done to, or is ""."""

    words: str
    actor: str
    at: datetime
    url: str = ""
    differences: tuple[Difference, ...] = ()
    reason: str = ""


def acts_of(station: Station, entries: Sequence[HistoryEntry]) -> list[Act]:
    """In two questions however many they are; the actors should be loaded with the entries."""
    revisions = Revision.objects.in_bulk({e.subject_id for e in entries if e.subject_kind == "revision"})
    codes = {str(code) for entry in entries if (code := _code(entry))}
    live = Asset.objects.live().filter(station=station, code__in=codes)
    kinds = dict(live.values_list("code", "kind"))
    return [
        Act(
            wording.act(entry.verb, entry.subject_kind, _name(entry, revisions)),
            name_of(entry.actor) if entry.actor else "",
            entry.at,
            _url(station, entry, kinds, revisions),
            tuple(_differences(entry, kinds.get(_code(entry), "")))[:MOST_VALUES],
            str((entry.after or {}).get("reason") or ""),
        )
        for entry in entries
    ]


def name_of(person: Any) -> str:
    return person.get_full_name() or person.get_username()


def _code(entry: HistoryEntry) -> str:
    return str((entry.after or entry.before or {}).get("code") or "")


def _name(entry: HistoryEntry, revisions: dict[int, Revision]) -> str:
    """What was acted on, as people call it."""
    revision = revisions.get(entry.subject_id) if entry.subject_kind == "revision" else None
    if revision is not None and entry.verb != "received":
        return f"{revision.discipline} {revision.label} ({revision.file_name})"
    kept = entry.after or entry.before or {}
    return next((str(kept[key]) for key in ("file", "code", "name") if kept.get(key)), "")


def _url(station: Station, entry: HistoryEntry, kinds: dict[str, str], revisions: dict[int, Revision]) -> str:
    pages = {"workorder": "order", "note": "note", "dossier": "dossier", "isolationcard": "isolation_card"}
    if entry.subject_kind == "revision":
        known = entry.subject_id in revisions
        return reverse("revision", args=[station.code, entry.subject_id]) if known else ""
    if entry.subject_kind in pages:
        return reverse(pages[entry.subject_kind], args=[station.code, entry.subject_id])
    if entry.subject_kind == "connectionproposal":
        after = entry.after or {}
        narrowed = "&class=X" if after.get("class") == "X" else ""
        return f"{reverse('connections', args=[station.code])}?state={after.get('state', '')}{narrowed}"
    code = _code(entry)
    return reverse("sheet", args=[station.code, code]) if code in kinds else ""


def _differences(entry: HistoryEntry, kind: str) -> Iterable[Difference]:
    before, after = entry.before or {}, entry.after or {}
    if entry.subject_kind == "change" and "value" in after:
        yield _value(after["field"], before.get("value"), after["value"], after.get("unit") or "", kind)
    if entry.verb == "state said":
        told = (device_states.in_history(after["state"], kind), after.get("firm"), after.get("work_order"))
        yield Difference("", "", " · ".join(each for each in told if each))
    for each in after.get("changes") or ():
        if isinstance(each, dict):
            yield _value(each.get("field"), each.get("from"), each.get("to"), each.get("unit") or "", kind)
    if entry.subject_kind == "workorder" and before.get("status") and after.get("status"):
        yield Difference("", _state(before.get("status")), _state(after["status"]))


def _value(field: str | None, old: Any, new: Any, unit: str, kind: str) -> Difference:
    """A whole sheet that was verified has neither an old nor a new value."""
    if not field:
        return Difference(gettext("The whole sheet"), "", gettext("verified, unchanged"))
    if field == three_way.MOVED_FROM:
        return Difference(gettext("Moved from"), "", str(new))
    if field == isolation_cards.FIELD:
        return Difference("", cards.in_short(old), cards.in_short(new))
    try:
        wanted = characteristics.of(field, kind)
    except characteristics.NotKnown:
        return Difference(field, str(old or ""), str(new))
    words = [declared.words(wanted, value, unit) for value in (old, new)]
    return Difference(wanted.label(wording.language()), *words)


def _state(status: str | None) -> str:
    return str(Status(status).label) if status in Status.values else ""
