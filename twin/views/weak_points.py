"""What darkens most when it fails alone, in a station or in one of its networks."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from assets import kept_from_firms, permissions
from assets.models import Station, System
from assets.permissions import Verb
from twin import weak_points, wording
from twin.views.access import of_station, station_context


@of_station
def weak_point_list(request: HttpRequest, station: Station) -> HttpResponse:
    """`?system=`: of one network; without it, of the whole station."""
    system = _system(request, station)
    context = {
        "system": system,
        "name": wording.system(system) if system else "",
        "told": weak_points.tell(station, system, by=request.user),
        "families": weak_points.to_choose(station, by=request.user),
        "may_confirm": permissions.may(request.user, Verb.RELEASE, station),
    }
    return render(request, "twin/weak_points.html", station_context(request, station, "assets") | context)


def _system(request: HttpRequest, station: Station) -> System | None:
    """Http404 for what is not there, or whose course is not told to her."""
    pk = request.GET.get("system", "")
    if not pk:
        return None
    known = System.objects.in_use().filter(station=station)
    found = known.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 19 else None
    if found is None or (permissions.withheld_from(request.user) and kept_from_firms.is_system(found)):
        raise Http404
    return found
