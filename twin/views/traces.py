"""What feeds it, what it feeds, what stops with it, what to close: a page without 3D, and the same for the 3D."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from assets import permissions, tracing
from assets.api import kept
from assets.models import Station
from assets.models.isolation_card import MEDIA
from twin import spreadsheets, traces, wording
from twin.sheets.subject import find
from twin.spreadsheets import Form
from twin.traces import Question, Wish, carded, diagram, shown, table
from twin.traces.questions import words_of
from twin.views.access import of_station, station_context


@of_station
def trace(request: HttpRequest, station: Station) -> HttpResponse:
    """`?code=`, `&ask=fed|feeds|stops|close` and, when it carries more than one thing, `&medium=`."""
    wish = wish_of(request, station)
    if wish.question is Question.CLOSE:
        return redirect(shown.address(station, wish))
    told = traces.tell(station, wish, by=request.user)
    context = {
        "station": station,
        "told": told,
        "keys": shown.keys(station, wish.code, wish.question, wish.medium, told.flow),
        "media": shown.media(station, wish, told),
    }
    if not told.nothing:
        context |= {"diagram": diagram.page(station, wish), "diagram_id": shown.asked(wish)}
    if request.headers.get("HX-Request"):
        fragment = {"page": request.get_full_path(), "fragment": True}
        return render(request, "twin/traces/_trace.html", context | fragment)
    drawn = station.twin_mode == Station.TwinMode.MODEL_3D and not told.nothing
    context |= {
        "in_3d": shown.in_3d(station, wish) if drawn else "",
        "title": words_of(wish.question, told.flow),
    }
    context["table"] = shown.table_address(station, wish)
    return render(request, "twin/traces/trace.html", station_context(request, station, "assets") | context)


@of_station
def trace_json(request: HttpRequest, station: Station) -> HttpResponse:
    """For the 3D: codes to light, devices by number, rooms to tint. The same until a model or the register changes."""
    wish = wish_of(request, station)
    told_less = bool(permissions.withheld_from(request.user))
    # What she said herself is told as hers.
    made_of = (wish, tracing.known_of(station), wording.language(), told_less, request.user.pk)

    def make() -> dict[str, Any]:
        told = traces.tell(station, wish, by=request.user)
        by_card = carded.of_code(station, told) if wish.question is Question.CLOSE else []
        return shown.as_json(station, wish, told, by_card)

    return kept.answer(request, made_of, make)


@of_station
def trace_csv(request: HttpRequest, station: Station) -> HttpResponseBase:
    """All of it as a table; of what to close with the cards that two people stand for."""
    wish = wish_of(request, station)
    told = traces.tell(station, wish, by=request.user, whole=True)
    shown_cards = carded.cards_of(station, wish.code, wish.medium) if wish.question is Question.CLOSE else []
    return spreadsheets.answer(
        Form.CSV,
        f"{station.code}-{wish.code}-{wish.question}",
        words_of(wish.question, told.flow),
        table.headings(),
        table.rows(told, shown_cards),
    )


def wish_of(request: HttpRequest, station: Station) -> Wish:
    """Http404 for what is not there or not asked so."""
    code, asked = request.GET.get("code", "").strip(), request.GET.get("ask", "")
    medium = request.GET.get("medium", "")
    if asked not in list(Question) or (medium and medium not in MEDIA) or find(station, code) is None:
        raise Http404
    return Wish(code, Question(asked), medium)
