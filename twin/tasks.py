"""Long acts of the twin, as jobs. Thin: each calls one verb."""

from __future__ import annotations

from celery import shared_task
from django.contrib.auth import get_user_model

from assets import jobs, revisions
from assets.ifc.opening import RefusedFile
from assets.models import Job, Revision
from maintenance import dead_letters
from twin import importing, looked_at, reception, trials, writebacks, zones


@jobs.handler(reception.KIND)
def import_revision(job: Job, report: jobs.Progress) -> dict[str, object]:
    """Take in an uploaded revision; a trial station's is published at once, any other waits for a person."""
    revision = Revision.objects.select_related("station").get(pk=job.payload["revision"])
    try:
        if revision.state == Revision.State.WIP:
            importing.import_revision(revision, progress=report)
    except RefusedFile as refusal:
        raise jobs.JobRefused(refusal.message) from refusal
    if revision.station.is_trial and revision.state == Revision.State.SHARED:
        revisions.publish(revision, by=revision.received_by)
    return {"revision": revision.pk, "state": revision.state}


@jobs.handler(reception.PUBLICATION)
def publish_revision(job: Job, report: jobs.Progress) -> dict[str, object]:
    """Publish a shared revision on a steward's word; somebody else may have been faster.

    A worker killed between its commit and its last word did publish it: there is nothing left to do.
    """
    revision = Revision.objects.select_related("station").get(pk=job.payload["revision"])
    report(0.1, "publishing")
    try:
        reception.publish(revision, by=get_user_model().objects.get(pk=job.payload["by"]))
    except revisions.NotPublishable as refusal:
        revision.refresh_from_db()
        if revision.state != Revision.State.PUBLISHED or revision.published_by_id != job.payload["by"]:
            raise jobs.JobRefused(reception.NOT_WAITING) from refusal
    return {"revision": revision.pk, "state": revision.state}


@shared_task(name="twin.tasks.sweep")
def sweep() -> dict[str, int]:
    """What nobody will ask for any more goes; says how much of each."""
    return {
        "trials": trials.sweep(),
        "zones": zones.sweep(),
        "dead_letters": dead_letters.sweep(),
        "looked_at": looked_at.sweep(),
    }


@jobs.handler(writebacks.KIND)
def write_back(job: Job, report: jobs.Progress) -> dict[str, object]:
    """Write declared changes into new revisions and read them; a person publishes."""
    by = get_user_model().objects.filter(pk=job.payload.get("by")).first()
    assert job.station is not None
    return writebacks.result_of(writebacks.carry_out(job.station, by=by, progress=report))
