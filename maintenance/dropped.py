"""Declared values that a delivered model does not hold: told before it is published, and after.

A release had written them into the model before; the designer works from an older file. The register keeps them, and
once this model is published they wait for the next release (`writeback.settle`).
"""

from __future__ import annotations

from collections.abc import Iterator

from assets import matching, revisions
from assets.models import Asset, Element, ElementMatch, HistoryEntry, Revision
from maintenance import disagreements
from maintenance.disagreements import OPEN, Disagreement
from maintenance.models import Change, Declaration

WAITS_AGAIN = "waits again"


def by(revision: Revision) -> list[Disagreement]:
    """One for each declared value; nothing for a revision of ours, which holds all that its parent held."""
    if matching.written_from(revision) is not None:
        return []
    shared = revision.state == Revision.State.SHARED
    changes = _released(revision) if shared else _waited_again(revision)
    if not changes:
        return []
    pairs = _foreseen(revision) if shared else _drawn(revision)
    found = disagreements.between(revision.station, pairs)
    lost = [one for one in found if one.change in changes and one.state in OPEN]
    return list({one.change: one for one in reversed(lost)}.values())[::-1]


def _released(revision: Revision) -> set[int]:
    """The changes that published revisions of its discipline held."""
    states = (Declaration.State.APPLIED, Declaration.State.RELEASED)
    rows = Change.objects.filter(
        declaration__station=revision.station_id,
        declaration__state__in=states,
        released_in__discipline=revision.discipline,
        released_in__published_at__isnull=False,
    )
    return set(rows.values_list("pk", flat=True))


def _waited_again(revision: Revision) -> set[int]:
    """As the history says of its publication."""
    entries = HistoryEntry.objects.filter(
        station=revision.station_id, subject_kind="revision", subject_id=revision.pk, verb=WAITS_AGAIN
    )
    return {pk for entry in entries for pk in (entry.after or {}).get("changes", ())}


def _foreseen(revision: Revision) -> Iterator[tuple[Asset, Element]]:
    """The equipment that its elements would draw once it is published."""
    plan = matching.plan(revisions.predecessor_of(revision), revision)
    assets = {now.pk: former.asset for former, now, _ in plan.kept if former.asset}
    live = Asset.objects.live().in_bulk(set(assets.values()))
    for element in _elements(revision).filter(pk__in=list(assets)):
        if assets[element.pk] in live:
            yield live[assets[element.pk]], element


def _drawn(revision: Revision) -> Iterator[tuple[Asset, Element]]:
    matches = ElementMatch.objects.filter(element__revision=revision, asset__removed_at=None)
    for match in matches.select_related("asset", "element__revision", "element__type"):
        yield match.asset, match.element


def _elements(revision: Revision):
    return Element.objects.filter(revision=revision).select_related("revision", "type").order_by("pk")
