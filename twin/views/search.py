"""What people type, found: rows that lead to a sheet, or to the thing in the 3D when a viewer listens."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assets.models import Station
from twin import lookup, surveyed
from twin.views.access import of_station


@of_station
def search(request: HttpRequest, station: Station) -> HttpResponse:
    question = (request.GET.get("q") or request.GET.get("search", "")).strip()
    hits = lookup.find(station, question, near=request.GET.get("near", "")) if question else []
    reports = request.GET.get("to") == "report"
    if reports:  # on equipment and places alone
        hits = [hit for hit in hits if hit.is_subject]
    context = {"station": station, "question": question, "hits": hits, "to": "report" if reports else ""}
    if question and not reports:
        context["place"] = surveyed.room_asked_in_vain(station, question, hits)
    return render(request, "twin/_hits.html", context)
