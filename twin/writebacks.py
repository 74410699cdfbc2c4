"""Declared changes on their way into the models: asked for by a steward, written and read by a job, then published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext

from assets import jobs
from assets.ifc.opening import RefusedFile
from assets.models import Job, Revision, Station
from maintenance import writeback
from maintenance.writeback import Released
from twin.importing import import_revision

KIND = "write_back"
Progress = Callable[[float, str], None]


def ask(station: Station, *, by) -> Job:
    """Have the new revisions prepared by a job; asking twice prepares them once."""
    return jobs.enqueue(
        KIND, key=f"station-{station.pk}", payload={"by": by.pk}, station=station, created_by=by
    )


def job_of(station: Station) -> Job | None:
    """The newest job that prepares revisions of this station."""
    return Job.objects.filter(kind=KIND, station=station).order_by("-pk").first()


def carry_out(station: Station, *, by=None, progress: Progress = lambda *_: None) -> list[Released]:
    """Write what waits and take each new revision in, to SHARED. Safe to run again from the start."""
    released = writeback.release(station, by=by, progress=lambda part, step: progress(0.3 * part, step))
    return [
        _take_in(one, lambda part, step, n=number: progress(0.3 + 0.7 * (n + part) / len(released), step))
        for number, one in enumerate(released)
    ]


def _take_in(released: Released, progress: Progress) -> Released:
    revision = released.revision
    if revision is None or revision.state != Revision.State.WIP:
        return released
    try:
        import_revision(revision, progress=progress)
    except RefusedFile as refusal:
        writeback.free(revision)
        return replace(released, valid=False, reason=refusal.message)
    return released


def result_of(released: list[Released]) -> dict[str, list[dict[str, object]]]:
    """What the contract's `write_back --json` prints; `revision` is the id that `import_ifc` prints too."""
    written = [one for one in released if one.revision is not None or not one.valid]
    return {
        "revisions": [
            {
                "discipline": one.discipline,
                "revision": one.revision.pk if one.revision else None,
                "changes": one.changes,
                "valid": one.valid,
                "label": one.revision.label if one.revision else None,
                "left_out": one.left_out,
                "reason": one.reason or None,
            }
            for one in written
        ]
    }


def sentence(job: Job) -> str:
    """What is being done now, in words."""
    if job.state == Job.State.QUEUED:
        return gettext("Waiting for its turn")
    if job.sentence == "rewriting":
        return gettext("Writing the declared values into the model")
    return gettext("Reading the new revision")
