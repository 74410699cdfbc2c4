"""“Try it with my own model”: drop a file, watch it being read, see it without its walls."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from assets.models import Job, Revision, Station
from twin import reception, trials
from twin.forms import ModelForm
from twin.views.access import of_station, signed_in


@signed_in
def try_own(request: HttpRequest) -> HttpResponse:
    form = ModelForm(request.POST, request.FILES) if request.method == "POST" else ModelForm()
    if form.is_bound and form.is_valid():
        revision = trials.bring(form.cleaned_data["file"], by=request.user)
        return redirect("try_progress", code=revision.station.code)
    mine = Station.objects.filter(trial_owner=request.user).order_by("-created_at")
    status = 422 if form.errors else 200
    return render(request, "twin/try.html", {"form": form, "mine": mine}, status=status)


@of_station
def try_progress(request: HttpRequest, station: Station) -> HttpResponse:
    if not station.is_trial:
        raise Http404
    context = _progress(station)
    if context["done"]:
        return redirect(_seen_without_walls(station))
    return render(request, "twin/try_progress.html", context)


@of_station
def try_progress_fragment(request: HttpRequest, station: Station) -> HttpResponse:
    """Asked every second by the page; when the model is ready it leads there."""
    if not station.is_trial:
        raise Http404
    context = _progress(station)
    if context["done"]:
        return HttpResponse(status=200, headers={"HX-Redirect": _seen_without_walls(station)})
    return render(request, "twin/_progress.html", context)


def _progress(station: Station) -> dict:
    revision = Revision.objects.filter(station=station).order_by("-pk").first()
    if revision is None:
        raise Http404
    job = reception.job_of(revision)
    return {
        "station": station,
        "revision": revision,
        "job": job,
        "done": revision.state == Revision.State.PUBLISHED,
        "failed": revision.outcome in (Revision.Outcome.REFUSED, Revision.Outcome.FAILED)
        or (job is not None and job.state == Job.State.FAILED),
        "reason": revision.reason or (job.reason if job else ""),
        "sentence": reception.sentence(job) if job else "",
        "percent": round(100 * job.progress) if job else 0,
        "fragment": reverse("try_progress_fragment", args=[station.code]),
        "again": reverse("try"),
    }


def _seen_without_walls(station: Station) -> str:
    return f"{reverse('station', args=[station.code])}?lens=without_walls"
