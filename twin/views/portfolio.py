"""The stations a person may see, calmly listed."""

from __future__ import annotations

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from assets import permissions
from assets.models import Station
from assets.search import normalise, words
from twin import desk
from twin.views.access import signed_in
from twin.views.home import first_page

MOST_WAITING = 6
"""Stations told first with what waits in them; the others say it on their cards."""


@signed_in
def portfolio(request: HttpRequest) -> HttpResponse:
    question = request.GET.get("search", "").strip()
    mode = request.GET.get("mode", "")
    mode = mode if mode in Station.TwinMode.values else ""
    visible = list(with_counts(_with_something(permissions.stations_for(request.user))))
    shown = [station for station in visible if _matches(station, question, mode)]
    waits = desk.waiting_in(request.user, visible)
    waiting = {each.station.pk: each for each in waits}
    return render(
        request,
        "twin/portfolio.html",
        {
            "stations": [(station, waiting.get(station.pk)) for station in shown],
            "waits": waits[:MOST_WAITING],
            "more_wait": len(waits) - MOST_WAITING,
            "total": len(visible),
            "square_metres": sum(station.area_m2 or 0 for station in shown),
            "search": question,
            "mode": mode,
            "modes": [
                (value, label, sum(station.twin_mode == value for station in visible))
                for value, label in Station.TwinMode.choices
            ],
        },
    )


def _with_something(stations: QuerySet[Station]) -> QuerySet[Station]:
    """Without the trials whose model was refused: there is nothing to see in them."""
    return stations.exclude(~Q(trial_owner=None) & ~Q(revisions__state="PUBLISHED"))


def with_counts(stations: QuerySet[Station]) -> QuerySet[Station]:
    """The visitor's own trials first, then 3D models, plans, registers; by name."""
    modes = [When(twin_mode=mode, then=place) for place, mode in enumerate(Station.TwinMode.values)]
    return stations.annotate(
        asset_count=Count("assets", filter=Q(assets__removed_at=None)), place=Case(*modes)
    ).order_by(F("trial_owner").desc(nulls_last=True), "place", "name")


def _matches(station: Station, question: str, mode: str) -> bool:
    text = normalise(f"{station.code} {station.name} {station.city}")
    return (not mode or station.twin_mode == mode) and all(word in text for word in words(question))


def root(request: HttpRequest) -> HttpResponse:
    return redirect(first_page(request.user) if request.user.is_authenticated else "entry")
