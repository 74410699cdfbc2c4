"""What was declared goes into the model: revision n+1 is the published file with the declared values, nothing else.

release()       writes the next file of each discipline, has it validated and receives it: WIP, for the import to read
settle()        the revision was published: its declarations are RELEASED
give_back()     it will not be published: its changes wait again

Every step can be repeated: the same changes on the same parent give the same bytes, hence the same revision. Until a
revision is published its changes count as waiting, so that a later release holds them too.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from assets import files, history, matching, revisions
from assets.files import StoredFile
from assets.ifc.opening import unpack
from assets.ifc.validation import NotValidated
from assets.models import Revision, Station
from assets.workspace import workspace
from maintenance import disagreements, sound_writing, waiting_changes, written_list
from maintenance.declaration_steps import NotNow, move
from maintenance.models import Change, Declaration
from maintenance.waiting_changes import Batch
from maintenance.write_attempts import Attempt

OVERTAKEN = gettext_noop("A later one was prepared, with the same changes and more.")
PARENT_GONE = gettext_noop(
    "Another model was published meanwhile: its changes are prepared again from there."
)
NOT_CHECKED = gettext_noop("The written file could not be checked: {why}")
MOVED = gettext_noop("The models of the station were changing meanwhile: ask once more.")
SENTENCES = (OVERTAKEN, PARENT_GONE, NOT_CHECKED, MOVED, sound_writing.BREAKS_A_RULE)
ATTEMPTS = 3
TAKEN_BACK_WITHIN = timedelta(minutes=1)  # a verification may be undone just after it was made
Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Released:
    """What became of one discipline. `revision` is None when nothing had to be written, or the file was not valid.

    `changes` counts values in the file, `left_out` those that could not be written (see the list kept with the
    revision).
    """

    discipline: str
    revision: Revision | None
    changes: int
    valid: bool = True
    left_out: int = 0
    reason: str = ""


class _Moved(Exception):
    """The parent or the changes are no longer what they were when the file was written."""


def release(station: Station, *, by=None, progress: Progress = lambda *_: None) -> list[Released]:
    """Write what waits into new revisions, one a discipline; SHARED is for the import, PUBLISHED for a person."""
    release_verifications(station, by=by)
    backlog = waiting_changes.of(station)
    released = []
    for number, batch in enumerate(backlog.batches):
        progress(number / len(backlog.batches), "rewriting")
        released.append(_release(station, batch, by))
    return released


def release_verifications(station: Station, *, by=None) -> None:
    """What was verified and found unchanged asks nothing of the model: it is released as it is."""
    settled = timezone.now() - TAKEN_BACK_WITHIN
    applied = Declaration.objects.filter(
        station=station, state=Declaration.State.APPLIED, applied_at__lte=settled
    )
    written = Change.objects.filter(kind__in=waiting_changes.WRITTEN_KINDS, verdict=Change.Verdict.APPROVED)
    for declaration in applied.exclude(pk__in=written.values("declaration")):
        _to_released(declaration, by=by, revision=None)


def _release(station: Station, batch: Batch, by) -> Released:
    """Written again from the start when somebody published or released meanwhile."""
    for _ in range(ATTEMPTS):
        try:
            return _write_and_receive(batch, by)
        except _Moved:
            again = [one for one in waiting_changes.of(station).batches if one.discipline == batch.discipline]
            if not again:
                return Released(batch.discipline, None, 0)
            batch = again[0]
    return Released(batch.discipline, None, 0, reason=MOVED)


def _write_and_receive(batch: Batch, by) -> Released:
    with workspace(f"release-{batch.parent.pk}") as folder:
        parent = unpack(files.absolute(batch.parent.path), folder)
        target = folder / "written.ifc"
        try:
            attempt = sound_writing.write(batch, parent, target)
        except NotValidated as broken:
            return Released(batch.discipline, None, 0, valid=False, reason=NOT_CHECKED.format(why=broken))
        if not attempt.changed:
            _already_there(batch, attempt, by)
            return _nothing_written(batch, attempt)
        stored = files.store_path(target)
    revision = _receive(batch, stored, attempt, by)
    return Released(batch.discipline, revision, attempt.written, left_out=attempt.left_out)


def _nothing_written(batch: Batch, attempt: Attempt) -> Released:
    """There is no revision to keep the list with: the first rule that would be broken is said here."""
    reason = attempt.broken
    return Released(batch.discipline, None, 0, valid=not reason, left_out=attempt.left_out, reason=reason)


def _receive(batch: Batch, stored: StoredFile, attempt: Attempt, by) -> Revision:
    """Receive the file beside its parent and tie its changes to it, all in one transaction."""
    with transaction.atomic():
        _hold(batch)
        name = f"{Path(batch.parent.file_name).stem}.ifc"
        receipt = revisions.receive(
            batch.parent.station, stored, file_name=name, discipline=batch.discipline, by=by
        )
        revision = receipt.revision
        if revision.state == Revision.State.ARCHIVED:
            revisions.take_up_again(revision)
        if revision.state == Revision.State.PUBLISHED:
            raise _Moved
        _retire_others(revision, reason=OVERTAKEN, by=by)
        tied = attempt.kept
        if set(Change.objects.filter(released_in=revision).values_list("pk", flat=True)) != tied:
            written_back = written_list.made(batch, attempt.outcomes, by)
            revision.report = {**revision.report, "written_back": written_back}
            revision.save(update_fields=["report"])
            Change.objects.filter(pk__in=tied).update(released_in=revision)
            history.record(
                "written back",
                revision,
                station=revision.station,
                by=by,
                after={"parent": batch.parent.pk, "changes": sorted(tied)},
            )
    return revision


def _hold(batch: Batch) -> None:
    """Nobody publishes or releases in this station until the commit; raise _Moved when somebody already did."""
    station = Station.objects.select_for_update(no_key=True).get(pk=batch.parent.station_id)
    published = Revision.objects.published().filter(pk=batch.parent.pk).exists()
    still = {change.pk for change in waiting_changes.waiting(station)}
    if not published or not {one.change.pk for one in batch.waiting} <= still:
        raise _Moved


def _already_there(batch: Batch, attempt: Attempt, by) -> None:
    """The published model says all of it by itself: its author took it over, and there is nothing to write."""
    with transaction.atomic():
        _hold(batch)
        Change.objects.filter(pk__in=attempt.kept).update(released_in=batch.parent)
        _release_declarations(batch.parent, by)


def settle(revision: Revision, *, by=None) -> None:
    """In the transaction that publishes: declarations in this revision are RELEASED, releases beside it are void.

    What its predecessors held and a delivered model does not waits once more, for the next release to write again.
    """
    _release_declarations(revision, by)
    _retire_others(revision, reason=PARENT_GONE, by=by)
    if matching.written_from(revision) is None:  # one of ours holds all that its parent held
        _wait_again(revision, by)


def _wait_again(revision: Revision, by) -> None:
    """The declaration stays RELEASED, as it once was; what the field still says today is only written again."""
    released = Change.objects.filter(
        declaration__station=revision.station,
        declaration__state__in=(Declaration.State.APPLIED, Declaration.State.RELEASED),
        released_in__discipline=revision.discipline,
        released_in__published_at__isnull=False,
    ).exclude(released_in=revision)
    if not released.exists():
        return
    compared = disagreements.of(revision.station, discipline=revision.discipline)
    lost = {one.change for one in compared if one.state in disagreements.OPEN}
    again = sorted(released.filter(pk__in=lost - {None}).values_list("pk", flat=True))
    if again:
        Change.objects.filter(pk__in=again).update(released_in=None)
        history.record("waits again", revision, station=revision.station, by=by, after={"changes": again})


def _release_declarations(revision: Revision, by) -> None:
    """Those whose every approved value now stands in a model that is or was published."""
    inside = Declaration.objects.filter(changes__released_in=revision, state=Declaration.State.APPLIED)
    for declaration in inside.distinct():
        if not waiting_changes.waiting(declaration.station).filter(declaration=declaration).exists():
            _to_released(declaration, by=by, revision=revision)


def _to_released(declaration: Declaration, *, by, revision: Revision | None) -> None:
    said = {"revision": revision.pk if revision else None}
    with suppress(NotNow):  # somebody else was faster
        move(declaration, Declaration.State.RELEASED, by=by, said=said, released_at=timezone.now())


def waiting_revisions(station: Station) -> list[Revision]:
    """Revisions we wrote that wait to be read or published."""
    found = Revision.objects.filter(
        station=station, state__in=(Revision.State.WIP, Revision.State.SHARED), report__has_key="written_back"
    )
    return list(found.order_by("discipline", "pk"))


def give_back(revision: Revision, *, reason: str, by=None) -> bool:
    """Set a written revision aside: its changes wait again. False when it is published or was set aside before."""
    with transaction.atomic():
        Station.objects.select_for_update(no_key=True).get(pk=revision.station_id)
        if not revisions.set_aside(revision, reason=reason, by=by):
            return False
        free(revision)
    return True


def free(revision: Revision) -> None:
    """The file was refused, or will not be published: what it holds waits again."""
    Change.objects.filter(released_in=revision, released_in__published_at=None).update(released_in=None)


def _retire_others(revision: Revision, *, reason: str, by) -> None:
    for other in waiting_revisions(revision.station):
        if other.discipline == revision.discipline and other.pk != revision.pk:
            revisions.set_aside(other, reason=reason, by=by)
            free(other)
