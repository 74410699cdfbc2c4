"""Models of a station: bring one, watch it being read, read its report, publish it. For stewards."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from assets import permissions, revisions
from assets.ifc.refusals import RefusedFile
from assets.models import Job, Revision, Station
from assets.permissions import Verb
from assets.revisions import NotPublishable
from maintenance import dropped, waiting_changes
from twin import reception, reports, written_words
from twin.forms import RevisionForm
from twin.sentences import said
from twin.views import disagreements
from twin.views.access import of_station, require, station_context

MOST_NAMES = 3
CAME_IN = (Revision.State.PUBLISHED, Revision.State.ARCHIVED)


@of_station
def revision_list(request: HttpRequest, station: Station) -> HttpResponse:
    require(request, Verb.IMPORT, station)
    form = RevisionForm(request.POST, request.FILES) if request.method == "POST" else RevisionForm()
    if form.is_bound and form.is_valid():
        try:
            return _receive(request, station, form)
        except RefusedFile as refusal:
            form.add_error("file", said(refusal.message, refusal.code))
    rows = Revision.objects.filter(station=station).select_related("received_by", "published_by")
    refused = rows.filter(state=Revision.State.WIP, outcome__in=revisions.CAME_TO_NOTHING)
    context = {
        "form": form,
        "revisions": rows.exclude(pk__in=refused).order_by("discipline", "-received_at"),
        "refused": refused.order_by("-received_at"),
        "may_release": permissions.may(request.user, Verb.RELEASE, station),
        "to_release": waiting_changes.waiting(station).filter(released_in=None).count(),
    }
    status = 422 if form.errors else 200
    return render(
        request,
        "twin/revision_list.html",
        station_context(request, station, "revisions") | context,
        status=status,
    )


def _receive(request: HttpRequest, station: Station, form: RevisionForm) -> HttpResponse:
    revision, job = reception.receive(
        station,
        form.cleaned_data["file"],
        by=request.user,
        discipline=form.cleaned_data["discipline"],
        draft=form.cleaned_data["draft"],
    )
    if job is None:
        messages.info(request, gettext("This very file is already here: nothing has changed."))
    return redirect("revision", code=station.code, pk=revision.pk)


@of_station
def revision(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    require(request, Verb.IMPORT, station)
    found = _revision(station, pk)
    context = station_context(request, station, "revisions") | _state(request, found)
    return render(request, "twin/revision.html", context)


@of_station
def revision_progress(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    """Asked every second while it is being read; when it is over, the page is shown anew."""
    require(request, Verb.IMPORT, station)
    found = _revision(station, pk)
    context = {"station": station} | _state(request, found)
    if not context["reading"]:
        return HttpResponse(status=200, headers={"HX-Refresh": "true"})
    return render(request, "twin/_progress.html", context)


@require_POST
@of_station
def revision_publish(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    require(request, Verb.PUBLISH, station)
    found = _revision(station, pk)
    try:
        reception.ask_to_publish(found, by=request.user, instead_of=request.POST.get("instead_of", ""))
    except reception.NotHers:
        messages.error(request, gettext("Another steward publishes a model that you brought yourself."))
    except reception.Older:
        messages.error(
            request, gettext("A newer model is published meanwhile: read what is said below, then choose.")
        )
    except NotPublishable:
        messages.error(
            request,
            gettext("This model is not waiting to be published: somebody was faster, or it was refused."),
        )
    else:
        messages.success(request, gettext("The model is being published: everybody sees it in a moment."))
    return redirect("revision", code=station.code, pk=pk)


@require_POST
@of_station
def revision_remove(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    """Take a file that was refused off the list."""
    require(request, Verb.IMPORT, station)
    found = _revision(station, pk)
    if revisions.remove_refused(found, by=request.user):
        messages.success(request, gettext("It is off the list; the history keeps that it was brought."))
    else:
        messages.error(request, gettext("Only a file that was refused can be taken off the list."))
    return redirect("revisions", code=station.code)


def _revision(station: Station, pk: int) -> Revision:
    rows = Revision.objects.select_related("station", "received_by", "published_by")
    return get_object_or_404(rows, pk=pk, station=station)


def _state(request: HttpRequest, revision: Revision) -> dict:
    job = reception.job_of(revision)
    waiting = revision.state == Revision.State.SHARED
    working = job is not None and job.state in Job.OPEN
    publishing = working and job.kind == reception.PUBLICATION
    may_publish = waiting and not publishing and reception.may_publish(request.user, revision)
    return {
        "revision": revision,
        "job": job,
        "reading": working and (waiting if publishing else revision.state == Revision.State.WIP),
        "failed": revision.state not in CAME_IN and _stopped(revision, job),
        "reason": revision.reason or (job.reason if job else ""),
        "sentence": reception.sentence(job) if job else "",
        "percent": round(100 * job.progress) if job else 0,
        "report": reports.of(revision) if revision.outcome != Revision.Outcome.PENDING else None,
        "may_publish": may_publish,
        "newer": reception.newer_published(revision) if may_publish else None,
        "alone": may_publish and revision.received_by_id == request.user.pk,
        "waits_for": _waits_for(request, revision) if waiting else "",
        "written_back": written_words.of_revision(revision),
        "dropped": disagreements.lines(dropped.by(revision)),
        "may_download": permissions.may(request.user, Verb.RELEASE, revision.station),
        "fragment": reverse("revision_progress", args=[revision.station.code, revision.pk]),
    }


def _waits_for(request: HttpRequest, revision: Revision) -> str:
    """Who else publishes what she brought or asked for; empty when she may herself, or is not asked."""
    if reception.may_publish(request.user, revision):
        return ""
    others = reception.others_who_publish(revision, request.user)
    return ", ".join(person.get_full_name() or person.get_username() for person in others[:MOST_NAMES])


def _stopped(revision: Revision, job: Job | None) -> bool:
    """Did the file, or the last job about it, come to no good end?"""
    bad_end = revision.outcome in (Revision.Outcome.REFUSED, Revision.Outcome.FAILED)
    return bad_end or (job is not None and job.state == Job.State.FAILED)
