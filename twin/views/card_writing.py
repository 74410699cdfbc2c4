"""Writing an isolation card: one form, for the operator's people on what they see and for a firm's under her order.

Nobody's leave is asked here: `maintenance.declarations` does that. `Frame` says whose pages surround the form.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from assets.models import IsolationCard, Station
from assets.models.hanging import Subject
from assets.spots import Spot
from maintenance import declarations, texts
from maintenance import isolation_cards as written
from maintenance.declared_findings import Finding, kept
from maintenance.models import Declaration, WorkOrder
from twin import card_form, cards
from twin.card_form import Form, Within
from twin.views import photos


@dataclass(frozen=True)
class Frame:
    """The template that the form stands in, where its way back leads, and under which order it is declared.

    `within`: how far she may point; None for who sees the station whole. `done`: where she goes on once it is sent; ""
    for the sheet of what the card hangs on.
    """

    back: str
    base: str = "twin/declare/page.html"
    context: dict[str, Any] = field(default_factory=dict)
    order: WorkOrder | None = None
    within: Within | None = None
    done: str = ""


def step(
    request: HttpRequest, spot: Spot, card: IsolationCard | None, draft: Declaration | None, frame: Frame
) -> HttpResponse:
    """The empty form, the devices of another medium for it (htmx), or what was filled in."""
    if request.method == "POST":
        return _taken(request, spot, card, draft, frame)
    medium = request.GET.get("medium", "")
    form = card_form.form_of(
        spot, key=uuid.uuid4(), card=card, draft=draft, medium=medium, within=frame.within
    )
    if request.headers.get("HX-Request"):
        return render(request, "twin/cards/_devices.html", {"form": form})
    return _page(request, form, frame)


def draft_of(request: HttpRequest, station: Station, order: WorkOrder | None = None) -> Declaration | None:
    """What `?draft=` names: hers, and still to be written. Http404 for any other."""
    pk = request.GET.get("draft", "")
    if not pk.isdecimal() or len(pk) > 18:
        return None
    hers = Declaration.objects.filter(
        pk=int(pk), station=station, author=request.user, state__in=declarations.EDITABLE
    )
    if order is not None:
        hers = hers.filter(work_order=order)
    found = hers.filter(changes__field=written.FIELD).first()
    if found is None:
        raise Http404
    return found


def _taken(
    request: HttpRequest, spot: Spot, card: IsolationCard | None, draft: Declaration | None, frame: Frame
) -> HttpResponse:
    station, chosen = spot.station, request.POST.get("about", "")
    subject = card.subject if card else draft.subject if draft else _named(station, chosen, frame.within)
    if subject is None:
        raise Http404
    given = photos.received(request, station)
    kept_before = _kept_before(request, card, draft)
    refusal, said = given.refusal, None
    found: list[Finding] = []
    try:
        said = card_form.read(request.POST, station, kept_before, within=frame.within)
    except card_form.NoHeight:
        found = [Finding("card-height-is-none", "height")]
    if said is not None and not refusal:
        try:
            made = written.declare(
                subject,
                said,
                by=request.user,
                key=_key(request),
                card=card,
                work_order=frame.order,
                photos=given.kept,
                message=request.POST.get("message", ""),
            )
        except (declarations.NotNow, texts.TooLong) as why:
            refusal = str(why)
        except declarations.NotHers as none:
            raise Http404 from none
        else:
            if made.state != Declaration.State.CHECKS_FAILED:
                return _sent(request, made, frame)
            found = [each for change in made.changes.all() for each in kept(change)]
    form = card_form.form_of(
        spot,
        key=_key(request),
        card=card,
        draft=None,
        chosen=chosen,
        typed=request.POST,
        said=said or card_form.read(_without_height(request), station, kept_before, within=frame.within),
        found=found,
        photos=[*written.photos_of(kept_before, station), *given.kept],
        refusal=refusal,
        within=frame.within,
    )
    return _page(request, form, frame, status=422)


def _named(station: Station, chosen: str, within: Within | None) -> Subject | None:
    subject = card_form.subject_named(station, chosen)
    return subject if within is None or subject in within.subjects else None


def _without_height(request: HttpRequest) -> QueryDict:
    typed = request.POST.copy()
    typed["height"] = ""
    return typed


def _kept_before(request: HttpRequest, card: IsolationCard | None, draft: Declaration | None) -> list[int]:
    """Photos of the card, or of the draft, that she leaves on it."""
    known: list[int] = list(card.photos) if card else []
    if draft is not None:
        known += (draft.changes.get(field=written.FIELD).value or {}).get("photos", [])
    left = set(request.POST.getlist("photos"))
    return [pk for pk in dict.fromkeys(known) if str(pk) in left]


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        raise Http404 from None


def _page(request: HttpRequest, form: Form, frame: Frame, status: int = 200) -> HttpResponse:
    asked = request.GET.copy()
    asked.pop("medium", None)
    devices_at = f"{request.path}?{asked.urlencode()}" if asked else request.path
    context = {"form": form, "base": frame.base, "back": frame.back, "devices_at": devices_at}
    return render(request, "twin/cards/form.html", frame.context | context, status=status)


def _sent(request: HttpRequest, made: Declaration, frame: Frame) -> HttpResponse:
    messages.success(
        request,
        gettext("Sent. Until somebody else has checked it, the card is shown as not verified."),
    )
    return redirect(frame.done or cards.about_url(made.subject, made.station))
