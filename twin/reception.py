"""A model at the door: taken in by page or API, read by a job, and the job's progress in words."""

from __future__ import annotations

from pathlib import Path, PurePath

from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from assets import files, history, jobs, permissions, revisions
from assets.ifc import opening
from assets.models import Job, Revision, Station
from assets.permissions import Verb
from assets.workspace import workspace

KIND = "import_revision"
PUBLICATION = "publish_revision"


NOT_WAITING = gettext_noop(
    "This model is no longer waiting to be published: somebody was faster. Open the models of the station again."
)


class NotHers(Exception):
    """A steward does not publish her own upload while another steward could."""


class Older(Exception):
    """A newer revision is published; to go back behind it must be asked for by name."""


def receive(
    station: Station, upload, *, by, discipline: str | None = None, draft: bool = False
) -> tuple[Revision, Job | None]:
    """Keep the uploaded bytes and have them read. The job is None when these very bytes were read before.

    With `draft`, a draft of a schema is read as what it became; raises RefusedFile for whatever is none.
    """
    stored = _store_draft(upload) if draft else files.store(upload.chunks(), _suffix(upload))
    with transaction.atomic():
        receipt = revisions.receive(
            station, stored, file_name=upload.name, discipline=discipline or None, by=by
        )
        job = None if receipt.known else enqueue(receipt.revision, by=by)
    return receipt.revision, job


def _suffix(upload) -> str:
    return PurePath(upload.name).suffix.lower()


def _store_draft(upload) -> files.StoredFile:
    with workspace("draft") as folder:
        received = folder / f"received{_suffix(upload)}"
        with received.open("wb") as copy:
            for chunk in upload.chunks():
                copy.write(chunk)
        return store_draft(received)


def store_draft(path: Path) -> files.StoredFile:
    """What is kept of a draft is the copy that says how it was read, so that whatever opens it later can.

    Raises RefusedFile for what is none.
    """
    with workspace("relabel") as folder:
        return files.store_path(opening.relabelled(path, folder))


def enqueue(revision: Revision, *, by) -> Job:
    return jobs.enqueue(
        KIND,
        key=f"revision-{revision.pk}",
        payload={"revision": revision.pk},
        station=revision.station,
        created_by=by,
    )


def job_of(revision: Revision) -> Job | None:
    """The newest job that reads or publishes this revision."""
    about = Job.objects.filter(kind__in=(KIND, PUBLICATION), key=f"revision-{revision.pk}")
    return about.order_by("-pk").first()


def may_publish(user, revision: Revision) -> bool:
    """Anybody who may publish here, but not who brought or asked for it while somebody else could.

    When nobody else could, she may, and the history says so.
    """
    if not permissions.may(user, Verb.PUBLISH, revision.station):
        return False
    return revision.received_by_id != user.pk or not others_who_publish(revision, user)


def others_who_publish(revision: Revision, user) -> list:
    """As `permissions` has it: the stewards of the station and the administrators of the site."""
    return permissions.others_who_may(Verb.PUBLISH, revision.station, but=user)


def newer_published(revision: Revision) -> Revision | None:
    """The published revision of its discipline, when it was received after this one."""
    published = revisions.predecessor_of(revision)
    if published is None or not revision.number or (published.number or 0) < revision.number:
        return None
    return published


def ask_to_publish(revision: Revision, *, by, instead_of: str = "") -> Job:
    """Have a revision published by a job: a large one takes a while, and nobody waits in front of a page for it.

    Raises NotHers; revisions.NotPublishable when it is not waiting to be published; Older when a newer revision is
    published and `instead_of` does not hold its id.
    """
    if not may_publish(by, revision):
        raise NotHers
    if revision.state != Revision.State.SHARED:
        raise revisions.NotPublishable(revision.file_name)
    newer = newer_published(revision)
    if newer is not None and instead_of != str(newer.pk):
        raise Older(revision.file_name)
    return jobs.enqueue(
        PUBLICATION,
        key=f"revision-{revision.pk}",
        payload={"revision": revision.pk, "by": by.pk},
        station=revision.station,
        created_by=by,
    )


def publish(revision: Revision, *, by) -> None:
    """SHARED → PUBLISHED by a person. Raises revisions.NotPublishable when it is no longer waiting."""
    with transaction.atomic():
        revisions.publish(revision, by=by)
        if revision.received_by_id == by.pk:
            history.record("published_alone", revision, station=revision.station, by=by)


def sentence(job: Job) -> str:
    """What is being done now, in words."""
    return {
        "opening": gettext("Opening the file"),
        "reading": gettext("Reading what the file says"),
        "shaping": gettext("Working out the shapes"),
        "placing": gettext("Finding the room of each thing"),
        "drawing": gettext("Preparing the 3D"),
        "writing": gettext("Writing it into the register"),
        "publishing": gettext("Publishing"),
    }.get(
        job.sentence, gettext("Waiting for its turn") if job.state == Job.State.QUEUED else gettext("Working")
    )
