"""Declared values on their way into the models: what waits, revisions prepared, and their files. Stewards only."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_POST

from assets import files
from assets.models import Job, Revision, Station
from assets.permissions import Verb
from maintenance import waiting_changes, writeback
from twin import writebacks, written_words
from twin.views.access import of_station, require, station_context
from twin.written_words import WrittenLine

NOT_WANTED = gettext_noop("A steward set it aside: its changes wait to be written again.")


@dataclass(frozen=True)
class WaitingModel:
    """What the next revision of one model will hold; `prepared` is one that holds some of it already."""

    discipline: str
    parent: Revision
    prepared: Revision | None
    lines: list[WrittenLine]

    @property
    def to_write(self) -> int:
        return sum(not line.result for line in self.lines)


@of_station
def releases(request: HttpRequest, station: Station) -> HttpResponse:
    require(request, Verb.RELEASE, station)
    return render(
        request, "twin/releases.html", station_context(request, station, "releases") | _state(station)
    )


@require_POST
@of_station
def prepare(request: HttpRequest, station: Station) -> HttpResponse:
    require(request, Verb.RELEASE, station)
    writebacks.ask(station, by=request.user)
    return redirect("releases", code=station.code)


@of_station
def progress(request: HttpRequest, station: Station) -> HttpResponse:
    """Asked every second while revisions are being prepared; when it is over, the page is shown anew."""
    require(request, Verb.RELEASE, station)
    context = {"station": station} | _job_state(station)
    if not context["working"]:
        return HttpResponse(status=200, headers={"HX-Refresh": "true"})
    return render(request, "twin/release/_progress.html", context)


@require_POST
@of_station
def give_back(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    """Do not publish a revision we wrote: its changes wait again."""
    require(request, Verb.RELEASE, station)
    revision = _revision(station, pk)
    if written_words.of_revision(revision) is None:
        raise Http404
    if writeback.give_back(revision, reason=NOT_WANTED, by=request.user):
        messages.success(request, gettext("It was set aside: its changes wait to be written again."))
    else:
        messages.error(request, gettext("It is not waiting any more: somebody was faster."))
    return redirect("releases", code=station.code)


@of_station
def revision_file(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    """The bytes of a revision, as received or as written."""
    require(request, Verb.RELEASE, station)
    revision = _revision(station, pk)
    path = files.absolute(revision.path)
    if not path.is_file():
        raise Http404
    name = f"{station.code}_{revision.discipline}_{revision.label}{path.suffix}"
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _revision(station: Station, pk: int) -> Revision:
    return get_object_or_404(Revision.objects.select_related("station"), pk=pk, station=station)


def _state(station: Station) -> dict[str, object]:
    backlog = waiting_changes.of(station)
    written = writeback.waiting_revisions(station)
    prepared = {one.discipline: one for one in written if one.state == Revision.State.SHARED}
    unread = any(one.outcome == Revision.Outcome.PENDING for one in written)
    return {
        "models": [
            WaitingModel(
                batch.discipline,
                batch.parent,
                prepared.get(batch.discipline),
                written_words.of_batch(batch),
            )
            for batch in backlog.batches
        ],
        "undrawn": written_words.of_changes(backlog.undrawn),
        # One that was written and not read, because its worker was killed too often, is asked for once more.
        "to_prepare": unread
        or any(one.change.released_in_id is None for b in backlog.batches for one in b.waiting),
    } | _job_state(station)


def _job_state(station: Station) -> dict[str, object]:
    job = writebacks.job_of(station)
    result = (job.result or {}).get("revisions", []) if job is not None else []
    return {
        "job": job,
        "working": job is not None and job.state in Job.OPEN,
        "failed": job is not None and job.state == Job.State.FAILED,
        "refused": [one for one in result if not one["valid"]],
        "sentence": writebacks.sentence(job) if job else "",
        "percent": round(100 * job.progress) if job else 0,
    }
