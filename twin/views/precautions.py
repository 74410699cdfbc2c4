"""What one must know before touching something, as a steward writes it down, with what was said before."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from assets import precautions as known
from assets.models import Hazard, HistoryEntry, Station
from assets.permissions import Verb
from assets.recorded_precautions import KINDS, About, UnknownSubject, record, withdraw
from twin.past_acts import Act, acts_of
from twin.precaution_forms import FORMS
from twin.views.access import of_station, require, station_context

MOST_ACTS = 40


@of_station
def precautions(request: HttpRequest, station: Station) -> HttpResponse:
    """`?about=` an asset's or a place's code; without it, what holds in the whole station."""
    require(request, Verb.RECORD_PRECAUTIONS, station)
    about = _about(request, station)
    what = request.POST.get("what", "")
    forms = {name: form(request.POST if name == what else None, prefix=name) for name, form in FORMS.items()}
    if request.method == "POST":
        if what not in forms:
            raise Http404
        if forms[what].is_valid():
            record(what, about, by=request.user, **forms[what].cleaned_data)
            return redirect(_address(about))
    context = {
        "about": about,
        "code": _code(about),
        "holding": _holding(about),
        "own": [(name, model.objects.filter(**about.columns())) for name, model in _models()],
        "forms": forms,
        "acts": _said_before(about),
    }
    return render(
        request, "twin/precautions.html", station_context(request, station, "precautions") | context,
        status=422 if what and forms[what].errors else 200,
    )  # fmt: skip


@require_POST
@of_station
def precaution_withdraw(request: HttpRequest, station: Station, what: str, pk: int) -> HttpResponse:
    require(request, Verb.RECORD_PRECAUTIONS, station)
    if what not in KINDS:
        raise Http404
    model: Any = KINDS[what]
    said = get_object_or_404(model, pk=pk, station=station)
    about = About(station, said.asset, said.location)
    withdraw(said, by=request.user)
    return redirect(_address(about))


def _about(request: HttpRequest, station: Station) -> About:
    try:
        return About.called(station, request.GET.get("about", "").strip())
    except UnknownSubject:
        raise Http404 from None


def _code(about: About) -> str:
    return about.asset.code if about.asset else (about.location.code if about.location else "")


def _address(about: About) -> str:
    page = reverse("precautions", args=[about.station.code])
    code = _code(about)
    return f"{page}?about={code}" if code else page


def _holding(about: About) -> known.Precautions:
    if about.asset is not None:
        return known.for_asset(about.asset)
    return known.for_location(about.location) if about.location else known.for_station(about.station)


def _models() -> list[tuple[str, Any]]:
    return list(KINDS.items())


def _said_before(about: About) -> list[tuple[Act, str]]:
    """What was written down and taken off here, the newest first, with what it said."""
    kinds = [model._meta.model_name for model in KINDS.values()]
    code = _code(about)
    here = HistoryEntry.objects.filter(station=about.station, subject_kind__in=kinds).filter(
        Q(after__code=code) | Q(before__code=code)
    )
    entries = list(here.select_related("actor")[:MOST_ACTS])
    return [(act, _words(entry)) for act, entry in zip(acts_of(about.station, entries), entries, strict=True)]


def _words(entry: HistoryEntry) -> str:
    kept = entry.after or entry.before or {}
    if entry.subject_kind == "hazard":
        finding = Hazard.Finding(kept["finding"]).label
        return " · ".join(
            str(part) for part in (Hazard.Kind(kept["kind"]).label, finding, kept["report_date"]) if part
        )
    return " · ".join(
        str(kept[name]) for name in ("organisation", "contact", "key_or_badge", "hours") if kept.get(name)
    )
