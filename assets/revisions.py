"""The life of a revision: received, shared, published, archived (ISO 19650)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from assets import (
    disciplines,
    drawn_rooms,
    files,
    history,
    locations,
    matching,
    positions,
    proposal_search,
    registering,
    rooms,
    shape_store,
    signals,
)
from assets.models import Revision, Station

# A revision that would take away more of its predecessor than this waits for a person.
LARGEST_SILENT_LOSS = 0.20


class NotPublishable(Exception):
    """The revision is not in a state to be published, or this person may not."""


@dataclass(frozen=True)
class Receipt:
    """`known` is True when the very same bytes were already taken in: nothing more is to be done."""

    revision: Revision
    known: bool


def receive(
    station: Station, stored: files.StoredFile, *, file_name: str, discipline: str | None = None, by=None
) -> Receipt:
    """Make (or find again) the revision of these bytes. Idempotent by station, discipline and SHA-256."""
    discipline = (
        discipline
        or _known_discipline(station, stored)
        or disciplines.guess(station, file_name, stored.absolute)
    )
    try:
        with transaction.atomic():
            revision, created = Revision.objects.get_or_create(
                station=station,
                discipline=discipline.upper(),
                sha256=stored.sha256,
                defaults={
                    "file_name": Path(file_name).name[:255],
                    "path": stored.path,
                    "size": stored.size,
                    "received_by": by,
                },
            )
            if created:
                history.record(
                    "received", revision, station=station, by=by, after={"file": revision.file_name}
                )
    except IntegrityError:  # the same file received twice at the same moment
        revision = Revision.objects.get(station=station, discipline=discipline.upper(), sha256=stored.sha256)
    return Receipt(revision, known=revision.state != Revision.State.WIP)


def _known_discipline(station: Station, stored: files.StoredFile) -> str | None:
    """Bytes already received for this station keep the discipline they were given."""
    return (
        Revision.objects.filter(station=station, sha256=stored.sha256)
        .order_by("-received_at")
        .values_list("discipline", flat=True)
        .first()
    )


class AlreadyTakenIn(Exception):
    """Another process finished the same revision first: nothing of ours is to be written."""


def share(revision: Revision) -> None:
    """WIP → SHARED, with the next number of its discipline. Called first in the transaction that writes its rows.

    Raises AlreadyTakenIn when the revision is no longer WIP.
    """
    Station.objects.select_for_update(no_key=True).get(
        pk=revision.station_id
    )  # numbers are given one at a time
    siblings = Revision.objects.filter(station=revision.station_id, discipline=revision.discipline)
    revision.number = revision.number or (siblings.aggregate(last=Max("number"))["last"] or 0) + 1
    revision.state = Revision.State.SHARED
    revision.outcome = Revision.Outcome.READ
    revision.reason = ""
    if not siblings.filter(pk=revision.pk, state=Revision.State.WIP).update(
        state=revision.state, number=revision.number, outcome=revision.outcome, reason=""
    ):
        raise AlreadyTakenIn(revision.file_name)


def stop(revision: Revision, outcome: str, reason: str) -> None:
    """Keep why a file was refused or failed; whatever was published before stays published."""
    Revision.objects.filter(pk=revision.pk, state=Revision.State.WIP).update(
        outcome=outcome, reason=reason, report=revision.report
    )
    revision.outcome, revision.reason = outcome, reason


CAME_TO_NOTHING = (Revision.Outcome.REFUSED, Revision.Outcome.FAILED)


def remove_refused(revision: Revision, *, by=None) -> bool:
    """Forget a file that never came in, so that the list is of models. False for any other revision."""
    with transaction.atomic():
        held = Revision.objects.select_for_update().filter(
            pk=revision.pk, state=Revision.State.WIP, outcome__in=CAME_TO_NOTHING
        )
        if not held:
            return False
        said = {"file": revision.file_name, "reason": revision.reason}
        history.record("removed", revision, station=revision.station, by=by, before=said)
        held.delete()
    return True


def predecessor_of(revision: Revision) -> Revision | None:
    return (
        Revision.objects.published()
        .filter(station=revision.station_id, discipline=revision.discipline)
        .exclude(pk=revision.pk)
        .first()
    )


def share_lost(revision: Revision) -> float:
    """Which part of its predecessor's elements this revision would take away, 0 to 1."""
    predecessor = predecessor_of(revision)
    if predecessor is None:
        return 0.0
    return matching.plan(predecessor, revision).loss


class Overtaken(Exception):
    """A newer revision of the discipline was published meanwhile: going back behind it is for a person to decide."""


def publish(revision: Revision, *, by=None, forward_only: bool = False) -> matching.Differences:
    """SHARED → PUBLISHED; the predecessor is ARCHIVED and the register follows, all in one transaction.

    Raises NotPublishable when the revision is not SHARED (or somebody else published it first), and with
    `forward_only` Overtaken when the published one is newer.
    """
    with transaction.atomic():
        station = Station.objects.select_for_update(no_key=True).get(pk=revision.station_id)
        predecessor = predecessor_of(revision)
        if forward_only and predecessor is not None and (predecessor.number or 0) > (revision.number or 0):
            raise Overtaken(f"{predecessor.label} is newer and was published meanwhile.")
        _stands_on(predecessor, revision)
        if predecessor is not None:
            Revision.objects.filter(pk=predecessor.pk).update(state=Revision.State.ARCHIVED)
        moved = Revision.objects.filter(pk=revision.pk, state=Revision.State.SHARED).update(
            state=Revision.State.PUBLISHED, published_at=timezone.now(), published_by=by, reason=""
        )
        if not moved:
            raise NotPublishable(f"{revision.file_name} is not waiting to be published.")
        revision.refresh_from_db()
        locations.learn(revision)
        differences = registering.take_over(predecessor, revision)
        placed = rooms.find_again(station)
        drawn_rooms.count_after(revision, others_moved=placed > 0)
        Station.objects.filter(pk=station.pk).update(twin_mode=Station.TwinMode.MODEL_3D)
        positions.learn(revision, by=by)
        revision.report = {**revision.report, "differences": differences.as_report()}
        revision.save(update_fields=["report"])
        transaction.on_commit(lambda: shape_store.sweep(revision))
        history.record("published", revision, station=station, by=by, after=differences.as_counts())
        signals.revision_published.send(Revision, revision=revision, by=by)
        proposal_search.look_soon(station, by=by)
    return differences


def _stands_on(predecessor: Revision | None, revision: Revision) -> None:
    """A revision we wrote holds its parent's words and a few of ours: over any other model it would undo that one."""
    parent = matching.written_from(revision)
    if parent is not None and (predecessor is None or predecessor.pk != parent):
        raise NotPublishable(
            f"{revision.file_name} was written from a model that is no longer the published one."
        )


def set_aside(revision: Revision, *, reason: str, by=None) -> bool:
    """WIP or SHARED → ARCHIVED without ever having been published. False when it is neither any more."""
    waiting = (Revision.State.WIP, Revision.State.SHARED)
    with transaction.atomic():
        moved = Revision.objects.filter(pk=revision.pk, state__in=waiting).update(
            state=Revision.State.ARCHIVED, reason=reason
        )
        if moved:
            history.record("set aside", revision, station=revision.station, by=by)
    revision.refresh_from_db(fields=["state", "reason"])
    return bool(moved)


def take_up_again(revision: Revision) -> bool:
    """ARCHIVED → SHARED (or WIP, when it was never read to the end) for one that was set aside."""
    back = Revision.State.SHARED if revision.number else Revision.State.WIP
    moved = Revision.objects.filter(pk=revision.pk, state=Revision.State.ARCHIVED, published_at=None).update(
        state=back, reason=""
    )
    revision.refresh_from_db(fields=["state", "reason"])
    return bool(moved)
