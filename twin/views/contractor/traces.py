"""What to close and what stops, asked from an order: in words, and for the 3D of the place where she has one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from assets.models import Asset
from assets.models.isolation_card import MEDIA
from maintenance import device_states, scope
from maintenance import isolation_cards as written
from maintenance.models import WorkOrder
from twin import cards, spreadsheets, traces, wording, zones
from twin.spreadsheets import Form
from twin.traces import Question, Wish, firms, shown, table
from twin.traces.carded import of_code as carded_by
from twin.traces.questions import Flow, words_of
from twin.views.contractor.access import of_order


@of_order
def trace(request: HttpRequest, order: WorkOrder) -> HttpResponse:
    """`?code=` of what the order is about, `&ask=close|stops` and, when it carries several things, `&medium=`."""
    wish = _wish(request, order)
    context = answered(order, wish, by=request.user)
    context["cards"] = cards.for_order(order) if wish.question is Question.CLOSE else []
    if not context["told"].nothing and zones.is_drawn(order):
        context["in_3d"] = _in_3d(order, wish)
    if request.headers.get("HX-Request"):
        return render(request, "twin/contractor/_trace.html", context | {"page": request.get_full_path()})
    title = words_of(wish.question, context["told"].flow)
    context |= {"title": title, "table": _address(order, wish, "work_trace_csv")}
    return render(request, "twin/contractor/trace.html", context)


@of_order
def trace_csv(request: HttpRequest, order: WorkOrder) -> HttpResponseBase:
    wish = _wish(request, order)
    told = firms.tell(order, wish, by=request.user)
    shown_cards = cards.for_order(order) if wish.question is Question.CLOSE else []
    name = f"{order.station.code}-{wish.code}-{wish.question}"
    title = words_of(wish.question, told.flow)
    return spreadsheets.answer(Form.CSV, name, title, table.headings(), table.rows(told, shown_cards))


@of_order
def trace_json(request: HttpRequest, order: WorkOrder) -> HttpResponse:
    """As of the whole station, of what her zone holds; a device of elsewhere is a number without a place."""
    wish = _wish(request, order)
    told = firms.tell(order, wish, by=request.user)
    carded = []
    if wish.question is Question.CLOSE:
        hers = written.of_orders(WorkOrder.objects.filter(pk=order.pk))
        carded = carded_by(order.station, told, among=hers)
    shown_there = shown.as_json(order.station, wish, told, carded)
    shown_there |= {
        "page": _address(order, wish),
        "course": zones.lines_within(order, shown_there["course"]),
        "supposed": zones.lines_within(order, shown_there["supposed"]),
    }
    answer = JsonResponse(shown_there)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def answered(order: WorkOrder, wish: Wish, *, by: Any) -> dict[str, Any]:
    """What a page of the order says to a question. No `station`: nothing in it leads beyond the order."""
    told = firms.tell(order, wish, by=by)
    named = (*told.stops, *told.left_shut, *told.passed_over)
    return {
        "order": order,
        "station": None,
        "told": told,
        "keys": keys(order, wish.code, wish.question, told.flow),
        "media": _media(order, wish, told),
        "may_say_states": bool(named) and device_states.may_say_under(by, order),
    }


def keys(
    order: WorkOrder, code: str, chosen: Question | None = None, flow: Flow = Flow.FED
) -> list[shown.Key]:
    wishes = [Wish(code, question) for question in firms.ASKED]
    return [
        shown.Key(
            str(wish.question),
            words_of(wish.question, flow),
            _address(order, wish),
            shown.asked(wish),
            wish.question is chosen,
        )
        for wish in wishes
    ]


def _wish(request: HttpRequest, order: WorkOrder) -> Wish:
    """Http404 for what the order is not about, and for what a firm does not ask."""
    code, asked = request.GET.get("code", "").strip(), request.GET.get("ask", "")
    medium = request.GET.get("medium", "")
    if asked not in list(firms.ASKED) or (medium and medium not in MEDIA) or asset_of(order, code) is None:
        raise Http404
    return Wish(code, Question(asked), medium)


def asset_of(order: WorkOrder, code: str) -> Asset | None:
    return scope.assets_of(order).filter(code=code).first()


def _media(order: WorkOrder, wish: Wish, told: traces.Told) -> list[shown.Medium]:
    if len(told.media) < 2:
        return []
    wishes = {key: Wish(wish.code, wish.question, key) for key in told.media}
    return [
        shown.Medium(
            wording.family(key),
            wording.colour(key),
            _address(order, each),
            shown.asked(each),
            key == told.medium,
        )
        for key, each in wishes.items()
    ]


def _address(order: WorkOrder, wish: Wish, name: str = "work_trace") -> str:
    asked = {"code": wish.code, "ask": str(wish.question)} | ({"medium": wish.medium} if wish.medium else {})
    return f"{reverse(name, args=[order.pk])}?{urlencode(asked)}"


def _in_3d(order: WorkOrder, wish: Wish) -> str:
    asked = urlencode({"select": wish.code, "trace": shown.asked(wish)})
    return f"{reverse('work_view', args=[order.pk])}?{asked}"
