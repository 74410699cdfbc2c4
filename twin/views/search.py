"""What people type, found: rows that lead to a sheet or an order, or to the thing in the 3D when a viewer listens."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assets.models import Station
from twin import lookup, surveyed
from twin.searching import orders
from twin.views.access import of_station


@of_station
def search(request: HttpRequest, station: Station) -> HttpResponse:
    question = (request.GET.get("q") or request.GET.get("search", "")).strip()
    near = request.GET.get("near", "")
    if request.GET.get("to") == "report":  # on equipment and places alone
        found = lookup.answer(station, question, near=near)
        hits = [hit for hit in found.hits if hit.is_subject]
        context = {"question": question, "hits": hits, "note": found.note, "to": "report"}
    else:
        context = answered(request, station, question, near)
    return render(request, "twin/_hits.html", {"station": station} | context)


def answered(request: HttpRequest, station: Station, question: str, near: str = "") -> dict[str, Any]:
    """What `_hits.html` shows: the order with this number, and what answers to the words."""
    found = lookup.answer(station, question, near=near)
    numbered = orders.numbered(request.user, station, question)
    if numbered and found.is_partial:  # the number is no code that was half understood
        found = lookup.Answered([])
    return {
        "question": question,
        "hits": found.hits,
        "note": found.note,
        "orders": numbered,
        "place": surveyed.room_asked_in_vain(station, question, found.hits) if question else "",
    }
