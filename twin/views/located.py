"""Behind a source's counts: the orders that found their place in one way, each with why; and the words remembered."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from assets import permissions
from assets.models import Station
from assets.permissions import Verb
from maintenance import placing, remembered, scope
from maintenance.api.sources import sources_of
from maintenance.models import Placed, SourceAlias
from twin.pagination import BadCursor, page
from twin.views.access import of_station, require, station_context

PAGE = 50


@of_station
def located(request: HttpRequest, station: Station, pk: int, how: str) -> HttpResponse:
    require(request, Verb.SEE_SOURCES, station)
    if how not in set(Placed.values) - {Placed.NONE}:
        raise Http404
    source = get_object_or_404(sources_of(station), pk=pk)
    orders = scope.orders_for(request.user).filter(source=source, station=station, gone_at=None, placed=how)
    try:
        shown = page(
            orders.select_related("asset", "location__parent", "source", "station"),
            ("-pk",),
            request.GET.get("cursor"),
            PAGE,
        )
    except BadCursor as error:
        raise Http404 from error
    context = station_context(request, station, "sources") | {
        "source": source,
        "may_place": permissions.may(request.user, Verb.PLACE, station),
        "how": Placed(how).label,
        "total": orders.count(),
        "page": shown,
        "rows": [(order, placing.reason_sentence(order)) for order in shown.rows],
    }
    return render(request, "twin/sources/located.html", context)


@require_POST
@of_station
def alias_forget(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    require(request, Verb.PLACE, station)
    rows = SourceAlias.objects.filter(station=station, source__in=sources_of(station))
    alias = get_object_or_404(rows, pk=pk)
    if remembered.forget(alias, by=request.user):
        said = gettext("“%(text)s” is forgotten: the next orders with this word wait for a person.")
        messages.success(request, said % {"text": alias.text})
    return redirect("sources", code=station.code)
