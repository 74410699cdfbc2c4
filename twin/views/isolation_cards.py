"""Isolation cards: what to close here, the cards of a station, one card to read or print, and writing one on site."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from assets import isolation_cards, permissions, said_states, spots
from assets.models import IsolationCard, Station, System
from assets.models.isolation_card import MEDIA
from assets.permissions import Verb
from assets.spots import Spot
from maintenance import isolation_cards as written
from maintenance import where_to_cut as cutting
from maintenance.models import Declaration
from maintenance.where_to_cut import Origin
from twin import cards, closing, labels, traces
from twin.sheets.subject import find
from twin.traces import Question, Wish, diagram, shown
from twin.traces.carded import spot_named
from twin.traces.questions import flow_of, words_of
from twin.views import card_writing
from twin.views.access import of_station, require, station_context

MOST_REVISIONS = 20
MOST_WAITING = 60  # shown; a list of them may have been brought in
MODEL_3D = Station.TwinMode.MODEL_3D


@of_station
def what_to_close(request: HttpRequest, station: Station) -> HttpResponse:
    """`?code=` (or `?system=`) and, when it carries more than one thing, `&medium=`. A page, or a part of a sheet."""
    spot = _spot(request, station)
    medium = _medium(request, spot)
    tells = permissions.may(request.user, Verb.DECLARE, station)
    answer = cutting.for_spot(spot, medium, tells_pending=tells)
    wish = Wish(spot.code, Question.CLOSE, medium)
    traced = bool(answer.of(Origin.TRACE))
    told = traces.tell(station, wish, by=request.user) if traced else None
    carried = told.media if told else []
    if not medium and len(carried) == 1:
        medium = carried[0]
        answer = cutting.for_spot(spot, medium, tells_pending=tells)
    panel = closing.panel(answer, reader=request.user, carried=carried)
    flow = told.flow if told and not told.nothing else flow_of({medium} - {""})
    is_drawn = bool(panel.cards or (told and not told.nothing)) and "system" not in request.GET
    context = {
        "panel": panel,
        "told": told,
        "in_3d": shown.in_3d(station, wish) if is_drawn and station.twin_mode == MODEL_3D else "",
        "title": words_of(Question.CLOSE, flow),
        "keys": shown.keys(station, spot.code, Question.CLOSE, medium, flow) if traced else [],
        "may_write": tells,
        "table": shown.table_address(station, wish) if "system" not in request.GET else "",
        "address": f"{request.path}?{_without_medium(request)}",
        "write": _to_write(request, station, medium),
    }
    if told is not None and not told.nothing:
        context |= {"diagram": diagram.page(station, wish), "diagram_id": shown.asked(wish)}
    if request.headers.get("HX-Request"):
        page = request.get_full_path()
        return render(request, "twin/cards/_close.html", {"station": station, "page": page} | context)
    return render(
        request, "twin/cards/what_to_close.html", station_context(request, station, "assets") | context
    )


def _to_write(request: HttpRequest, station: Station, medium: str) -> str:
    asked = request.GET.copy()
    asked["medium"] = medium
    return f"{reverse('isolation_card_new', args=[station.code])}?{asked.urlencode()}"


def _without_medium(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("medium", None)
    return asked.urlencode()


def _medium(request: HttpRequest, spot: Spot) -> str:
    """The one that was chosen; else what leaks first of what it carries; none where nobody has said that."""
    asked = request.GET.get("medium", "")
    if asked in MEDIA:
        return asked
    return spot.media[0] if spot.media else ""


def _spot(request: HttpRequest, station: Station) -> Spot:
    """What the address names, or Http404."""
    pk = request.GET.get("system", "")
    if pk.isdecimal() and len(pk) < 19:
        system = System.objects.filter(station=station, pk=int(pk)).select_related("station").first()
        if system is None:
            raise Http404
        return spots.of(system)
    spot = spot_named(station, request.GET.get("code", "").strip())
    if spot is None:
        raise Http404
    return spot


@of_station
def card_list(request: HttpRequest, station: Station) -> HttpResponse:
    require(request, Verb.SEE, station)
    may_write = permissions.may(request.user, Verb.DECLARE, station)
    waiting = written.pending(station) if may_write else []
    shown_ones = list(waiting[:MOST_WAITING])
    told = [written.Pending(each, isolation_cards.Said.of_json(each.value)) for each in shown_ones]
    context = {
        "cards": [cards.of(each, photos=False) for each in isolation_cards.standing(station)],
        "waiting": [cards.of_pending(each) for each in told],
        "more_waiting": written.pending(station).count() - len(told) if may_write else 0,
        "may_write": may_write,
        "may_bring": permissions.may(request.user, Verb.RECORD_PRECAUTIONS, station),
    }
    return render(request, "twin/cards/list.html", station_context(request, station, "assets") | context)


@of_station
def card_page(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    """One page, on the screen and on paper, with the square of the place."""
    card = _card_or_404(station, pk)
    subject = card.subject
    place = subject if not isinstance(subject, System) else card.device_room or card.device
    context: dict[str, Any] = {
        "card": cards.of(card, states=said_states.of(station)),
        "square": labels.square(labels.address(station, place.code)) if place else "",
        "place_code": place.code if place else "",
        "may_write": permissions.may(request.user, Verb.DECLARE, station) and card.withdrawn_at is None,
        "withdrawn": card.withdrawn_at,
        "revise": reverse("isolation_card_revise", args=[station.code, card.pk]),
        "revisions": _revisions(card) if permissions.may(request.user, Verb.DECLARE, station) else [],
    }
    return render(request, "twin/cards/card.html", station_context(request, station, "assets") | context)


def _revisions(card: IsolationCard) -> list[dict[str, Any]]:
    """What it said before, the newest first, as the history keeps it."""
    entries = isolation_cards.revisions_of(card)[:MOST_REVISIONS]
    return [
        {
            "at": entry.at,
            "revision": (entry.after or {}).get("revision"),
            "said": cards.of_said(card.station, entry.after),
        }
        for entry in entries
    ]


def _card_or_404(station: Station, pk: int) -> IsolationCard:
    around = ("station", "organisation", "written_by", "verified_by", *isolation_cards.AROUND)
    card = IsolationCard.objects.filter(station=station, pk=pk).select_related(*around).first()
    if card is None:
        raise Http404
    return card


@of_station
def card_new(request: HttpRequest, station: Station) -> HttpResponse:
    """`?code=` or `?system=`: written for what stands there, its room or its network. `?draft=`: what came back."""
    require(request, Verb.DECLARE, station)
    if draft := card_writing.draft_of(request, station):
        card = draft.changes.get(field=written.FIELD).card
        return _written(request, station, spots.of(draft.subject), card, draft)
    return _written(request, station, _spot(request, station), None, None)


@of_station
def card_revise(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    require(request, Verb.DECLARE, station)
    card = _card_or_404(station, pk)
    if card.withdrawn_at is not None:
        raise Http404
    return _written(request, station, spots.of(card.subject), card, None)


def _written(
    request: HttpRequest, station: Station, spot: Spot, card: IsolationCard | None, draft: Declaration | None
) -> HttpResponse:
    frame = card_writing.Frame(
        back=_back(station, spot.code, card), context=station_context(request, station, "assets")
    )
    return card_writing.step(request, spot, card, draft, frame)


def _back(station: Station, code: str, card: IsolationCard | None) -> str:
    if card is not None:
        return reverse("isolation_card", args=[station.code, card.pk])
    return (
        reverse("sheet", args=[station.code, code])
        if find(station, code)
        else reverse("isolation_cards", args=[station.code])
    )


__all__ = ["card_list", "card_new", "card_page", "card_revise", "what_to_close"]
