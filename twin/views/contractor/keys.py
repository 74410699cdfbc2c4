"""Her orders in her own calendar or spreadsheet: files to take along, and addresses that a calendar subscribes to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from assets import permissions
from maintenance import digests, dossiers, tokens
from maintenance.models import AccessToken, Dossier
from twin.views.access import signed_in

MOST = 10  # at once; who needs more has her software call with a key


@never_cache
@signed_in
def calendar(request: HttpRequest) -> HttpResponse:
    """GET lists the addresses she made; POST makes one, which is shown on the answer and never again."""
    if permissions.contractor_of(request.user) is None:
        raise Http404
    address = ""
    if request.method == "POST" and _good(request.user).count() < MOST:
        address = _made(request.user)
    context: dict[str, Any] = {
        "address": address,
        "tokens": _good(request.user).order_by("-pk"),
        "may_make": _good(request.user).count() < MOST,
        "firm": permissions.contractor_of(request.user),
    }
    return render(request, "twin/contractor/calendar.html", context)


@require_POST
@signed_in
def revoke(request: HttpRequest, token: int) -> HttpResponse:
    found = get_object_or_404(_good(request.user), pk=token)
    tokens.revoke(found, station=_station(request.user), by=request.user)
    return redirect("work_calendar")


def _good(user) -> Any:
    """Those that she made herself; what the station made for her firm's software is the station's to withdraw."""
    return AccessToken.objects.filter(
        user=user, created_by=user, revoked_at=None, expires_at__gt=timezone.now()
    )


def _made(user) -> str:
    """An address with a key in it that reads the orders: calendars ask for nothing but an address."""
    _, text = tokens.make(
        user,
        name=gettext("Calendar"),
        scopes=[tokens.READ],
        expires_at=_until(user),
        station=_station(user),
        by=user,
    )
    return f"{digests.address(reverse('api:work-orders-ics'))}?key={text}"


def _until(user) -> datetime:
    """No longer than her firm's link."""
    dossier = Dossier.objects.filter(user=user).first()
    return dossier.expires_at if dossier else timezone.now() + timedelta(days=dossiers.LASTS_DAYS)


def _station(user):
    dossier = Dossier.objects.filter(user=user).select_related("station").first()
    return dossier.station if dossier else None
