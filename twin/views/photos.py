"""Photos that come with a form: a bad one is named, and neither the good ones nor the words are lost with it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext

from assets.models import Station
from maintenance import evidence
from maintenance.models import Evidence

MOST = 5


@dataclass(frozen=True)
class Photos:
    """`kept` may be sent again by their ids (`kept`); `refusal` names each bad file, "" when all were good."""

    kept: list[Evidence]
    refusal: str


def received(request: HttpRequest, station: Station) -> Photos:
    """Those of the form and those that were kept when it was refused before, hers alone."""
    earlier = [pk for pk in request.POST.getlist("kept")[:MOST] if pk.isdecimal() and len(pk) < 19]
    hers = Evidence.objects.filter(station=station, created_by=request.user, pk__in=earlier)
    kept, refused = list(hers.order_by("pk")), []
    for upload in request.FILES.getlist("photo")[:MOST]:
        try:
            kept.append(evidence.receive(upload, station=station, by=request.user))
        except evidence.RefusedUpload as why:
            refused.append(gettext("“%(file)s” was not taken. %(why)s") % {"file": upload.name, "why": why})
    return Photos(list(dict.fromkeys(kept))[:MOST], " ".join(refused))
