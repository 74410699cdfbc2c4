"""Firms and their ways in: invite, copy the link, renew or withdraw it, see every use, make keys for their software."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from assets.models import Station
from assets.permissions import Verb
from maintenance import dossiers as doors
from maintenance import tokens
from maintenance.models import AccessToken, Dossier
from twin.dossier_forms import InviteForm, TokenForm
from twin.views.access import of_station, require, station_context

USES = 50


@of_station
def dossiers(request: HttpRequest, station: Station) -> HttpResponse:
    require(request, Verb.INVITE, station)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        dossier = doors.invite(
            station, form.organisation(), email=said["email"], days=said["days"], language=said["language"],
            by=request.user,
        )  # fmt: skip
        messages.success(request, gettext("The link is ready: copy it and send it to the firm."))
        return redirect("dossier", code=station.code, pk=dossier.pk)
    rows = (
        Dossier.objects.filter(station=station)
        .select_related("organisation")
        .annotate(last_use=Max("uses__at"))
    )
    context = {
        "form": form,
        "rows": _by_firm(rows.order_by("-pk")),
        "now": timezone.now(),
    }
    return render(
        request, "twin/dossiers.html", station_context(request, station, "dossiers") | context,
        status=422 if form.errors else 200,
    )  # fmt: skip


def _by_firm(dossiers: QuerySet[Dossier]) -> list[tuple[Dossier, list[Dossier]]]:
    """(her latest link, the former ones) of each firm; the firms that may come in first, then by name."""
    firms: dict[int, list[Dossier]] = {}
    for each in dossiers:
        firms.setdefault(each.organisation_id, []).append(each)
    lines = [(former[0], former[1:]) for former in firms.values()]
    return sorted(lines, key=lambda line: (line[0].revoked_at is not None, str(line[0].organisation)))


@never_cache
@of_station
def dossier(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    return _page(request, _hers(request, station, pk))


@require_POST
@of_station
def renew(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    doors.renew(_open(request, station, pk), by=request.user)
    messages.success(request, gettext("A new link is ready; the former one opens nothing any more."))
    return redirect("dossier", code=station.code, pk=pk)


@require_POST
@of_station
def revoke(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    doors.revoke(_open(request, station, pk), by=request.user)
    messages.success(
        request, gettext("Withdrawn: neither the link nor a key of this firm opens anything any more.")
    )
    return redirect("dossier", code=station.code, pk=pk)


@never_cache
@require_POST
@of_station
def make_token(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    """The key is shown on the answer and never again."""
    found = _open(request, station, pk)
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    said = form.cleaned_data
    until = min(timezone.now() + timedelta(days=said["days"]), found.expires_at)
    _, text = tokens.make(
        found.user,
        name=said["name"],
        scopes=said["scopes"],
        expires_at=until,
        station=station,
        by=request.user,
    )
    return _page(request, found, key=text)


@require_POST
@of_station
def revoke_token(request: HttpRequest, station: Station, pk: int, token: int) -> HttpResponse:
    found = _hers(request, station, pk)
    tokens.revoke(get_object_or_404(AccessToken, pk=token, user=found.user), station=station, by=request.user)
    return redirect("dossier", code=station.code, pk=pk)


def _hers(request: HttpRequest, station: Station, pk: int) -> Dossier:
    require(request, Verb.INVITE, station)
    return get_object_or_404(Dossier.objects.select_related("organisation", "user"), pk=pk, station=station)


def _open(request: HttpRequest, station: Station, pk: int) -> Dossier:
    found = _hers(request, station, pk)
    if found.revoked_at is not None:
        raise Http404
    return found


def _page(
    request: HttpRequest, found: Dossier, *, form: TokenForm | None = None, key: str = "", status: int = 200
) -> HttpResponse:
    door = reverse("dossier_door", args=[doors.link(found)])
    context: dict[str, Any] = {
        "dossier": found,
        "link": request.build_absolute_uri(door),
        "uses": found.uses.all()[:USES],
        "tokens": AccessToken.objects.filter(user=found.user),
        "form": form or TokenForm(),
        "key": key,
        "feeds": [
            request.build_absolute_uri(reverse(f"api:work-orders-{kind}")) for kind in ("json", "csv", "ics")
        ],
        "now": timezone.now(),
    }
    return render(
        request,
        "twin/dossier.html",
        station_context(request, found.station, "dossiers") | context,
        status=status,
    )
