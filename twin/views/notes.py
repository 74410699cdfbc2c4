"""Notes: written on an asset, a room or a point of the 3D; read, answered by settling them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from assets.models import Asset, Location, Station
from assets.permissions import Verb
from maintenance import notes, texts
from maintenance.models import Evidence, Note
from twin.pagination import BadCursor, page
from twin.views import photos
from twin.views.access import of_station, require, station_context

PAGE = 40
FARTHEST = 1e6  # metres from the station's zero: what lies beyond is no place of a station


@of_station
def note_list(request: HttpRequest, station: Station) -> HttpResponse:
    """Unsettled ones, those for her first asked by `?to=me`; `?settled` shows the others."""
    require(request, Verb.NOTE, station)
    seen = notes.for_user(request.user).filter(station=station)
    settled = "settled" in request.GET
    mine = request.GET.get("to") == "me"
    rows = seen.filter(resolved_at__isnull=not settled)
    rows = rows.filter(addressed_to=request.user) if mine else rows
    try:
        shown = page(rows, ("-pk",), request.GET.get("cursor"), PAGE)
    except BadCursor as error:
        raise Http404 from error
    for_me = seen.filter(resolved_at=None, addressed_to=request.user).count()
    context = {"page": shown, "total": rows.count(), "mine": mine, "settled": settled, "for_me": for_me}
    return render(request, "twin/note_list.html", station_context(request, station, "notes") | context)


@of_station
def note(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    """A page, or the fragment that a pin opens."""
    found = _note_or_404(request, station, pk)
    template = "twin/note_card.html" if request.headers.get("HX-Request") else "twin/note.html"
    return render(request, template, station_context(request, station, "notes") | {"note": found})


@of_station
def note_new(request: HttpRequest, station: Station) -> HttpResponse:
    """`?code=` and, from the 3D, `&x=&y=&z=` in metres. A form, or the note that was made of it."""
    require(request, Verb.NOTE, station)
    asset, location = _subject(station, request.GET.get("code", "").strip())
    point = _point(request)
    if asset is None and location is None and point is None:
        raise Http404
    if request.method != "POST":
        return _form(request, station, asset, location, point)
    here = request.POST.get("about") == "point" and point is not None
    given = photos.received(request, station)
    if given.refusal:
        return _form(request, station, asset, location, point, refusal=given.refusal, kept=given.kept)
    try:
        made = notes.write(
            station,
            by=request.user,
            text=request.POST.get("text", ""),
            asset=None if here else asset,
            location=None if here else location,
            point=point,
            addressed_to=_person(station, request.POST.get("to", "")),
            photos=given.kept,
        )
    except (notes.NothingSaid, notes.NotThere, texts.TooLong) as refusal:
        return _form(request, station, asset, location, point, refusal=str(refusal), kept=given.kept)
    if request.headers.get("HX-Request"):
        answer = render(request, "twin/note_card.html", {"station": station, "note": made, "just_now": True})
        answer.headers["HX-Trigger"] = "pins-changed"
        return answer
    return redirect("note", code=station.code, pk=made.pk)


def _form(
    request: HttpRequest,
    station: Station,
    asset: Asset | None,
    location: Location | None,
    point: tuple[float, float, float] | None,
    *,
    refusal: str = "",
    kept: Sequence[Evidence] = (),
) -> HttpResponse:
    context: dict[str, Any] = {
        "asset": asset,
        "location": location,
        "point": point,
        "people": notes.people_of(station).exclude(pk=request.user.pk),
        "refusal": refusal,
        "kept": kept,
        "said": request.POST,
        "address": request.get_full_path(),
    }
    template = "twin/note_form.html" if request.headers.get("HX-Request") else "twin/note_new.html"
    answer = render(request, template, station_context(request, station, "notes") | context)
    # htmx puts only answers of status 200 in their place.
    answer.status_code = 422 if refusal and not request.headers.get("HX-Request") else 200
    return answer


@of_station
@require_POST
def note_resolve(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    found = _note_or_404(request, station, pk)
    notes.resolve(found, by=request.user)
    if request.headers.get("HX-Request"):
        answer = render(
            request, "twin/note_card.html", {"station": station, "note": _note_or_404(request, station, pk)}
        )
        answer.headers["HX-Trigger"] = "pins-changed"
        return answer
    return redirect("note", code=station.code, pk=pk)


def _note_or_404(request: HttpRequest, station: Station, pk: int) -> Note:
    require(request, Verb.NOTE, station)
    found = notes.for_user(request.user).filter(station=station, pk=pk).first()
    if found is None:
        raise Http404
    return found


def _subject(station: Station, code: str) -> tuple[Asset | None, Location | None]:
    """A code that is neither, a wall of the model, is no subject: the point is."""
    if not code:
        return None, None
    asset = Asset.objects.live().filter(station=station, code=code).select_related("location").first()
    return asset, None if asset else Location.objects.filter(station=station, code=code).first()


def _point(request: HttpRequest) -> tuple[float, float, float] | None:
    try:
        x, y, z = (float(request.GET[axis]) for axis in "xyz")
    except (KeyError, ValueError):
        return None
    return (x, y, z) if all(abs(each) < FARTHEST for each in (x, y, z)) else None


def _person(station: Station, pk: str):
    if not pk.isdecimal() or len(pk) > 18:
        return None
    return notes.people_of(station).filter(pk=pk).first()
