"""Two things fail at once: what could explain both."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from assets import permissions
from assets.models import Asset, Station
from assets.permissions import Verb
from twin import common_causes, lookup, wording
from twin.sheets.subject import find
from twin.views.access import of_station, station_context

MOST_HITS = 12


@of_station
def common_cause(request: HttpRequest, station: Station) -> HttpResponse:
    """`?one=&other=`: the answer; with fewer, what to choose from. `?q=`: what is typed to find another thing."""
    one, other = (_code(request, station, name) for name in ("one", "other"))
    if request.headers.get("HX-Request"):
        return render(request, "twin/common_cause/_found.html", _found(request, station, one))
    context: dict[str, Any] = {"one": one, "other": other, "one_words": _words(station, one)}
    if one and other:
        context["told"] = common_causes.tell(station, one, other, by=request.user)
    else:
        context |= _choices(request, station, one)
    context["again"] = common_causes.address(station, one) if one else common_causes.address(station)
    return render(
        request, "twin/common_cause/page.html", station_context(request, station, "assets") | context
    )


def _code(request: HttpRequest, station: Station, name: str) -> str:
    """As the station writes it, or Http404."""
    said = request.GET.get(name, "").strip()
    if not said:
        return ""
    subject = find(station, said)
    if subject is None or subject.location is not None:
        raise Http404
    return subject.code


def _words(station: Station, code: str) -> str:
    asset = Asset.objects.live().filter(station=station, code=code).first() if code else None
    return lookup.kind_and_name(wording.kind(asset.kind), asset.name) if asset else ""


def _choices(request: HttpRequest, station: Station, one: str) -> dict[str, Any]:
    if not permissions.may(request.user, Verb.SEE_ORDERS, station):
        return {"faults": [], "groups": []}
    faults = common_causes.faults(station, request.user, but=one)
    if one:
        return {"faults": common_causes.explained_with(station, one, faults), "groups": []}
    return {"faults": faults, "groups": common_causes.groups(station, faults)}


def _found(request: HttpRequest, station: Station, one: str) -> dict[str, Any]:
    question = request.GET.get("q", "").strip()
    found = lookup.answer(station, question) if question else lookup.Answered([])
    things = [hit for hit in found.hits if hit.code != one and _is_a_thing(station, hit.code)][:MOST_HITS]
    return {"station": station, "one": one, "question": question, "hits": things, "note": found.note}


def _is_a_thing(station: Station, code: str) -> bool:
    subject = find(station, code)
    return subject is not None and subject.location is None
