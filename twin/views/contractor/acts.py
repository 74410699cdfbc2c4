"""What she does about an order: one button, one act; a refusal brings the page back with what she typed."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from maintenance import acts, evidence
from maintenance.models import Evidence, WorkOrder
from twin.views.contractor.access import of_order
from twin.views.contractor.orders import Draft, order_page

MOST_PHOTOS = 12


@of_order
def act(request: HttpRequest, order: WorkOrder, verb: str) -> HttpResponse:
    """POST does it; who opens the address again (a reload, a bookmark) comes to the order."""
    if request.method != "POST":
        return redirect("work_order", pk=order.pk)
    if verb not in ("acknowledged", "started", "waits", "done", "reported"):
        raise Http404
    try:
        _do(request, order, verb)
    except (acts.NotNow, evidence.RefusedUpload) as refusal:
        draft = Draft(
            verb,
            request.POST.get("text", ""),
            request.POST.get("reason", ""),
            str(refusal),
            tuple(_kept(request, order)) + getattr(refusal, "kept", ()),
        )
        order.refresh_from_db()
        return order_page(request, order, draft, status=409 if isinstance(refusal, acts.NotNow) else 422)
    messages.success(request, _SAID[verb]())
    return redirect("work_order", pk=order.pk)


def _do(request: HttpRequest, order: WorkOrder, verb: str) -> None:
    by, key = request.user, _key(request)
    text, reason = request.POST.get("text", ""), request.POST.get("reason", "")
    if verb == "acknowledged":
        acts.acknowledge(order, by=by, key=key, read=request.POST.get("read", ""))
    elif verb == "started":
        acts.start(order, by=by, key=key)
    elif verb == "waits":
        acts.wait(order, by=by, key=key, reason=reason)
    elif verb == "done":
        acts.finish(order, by=by, key=key, text=text, photos=_photos(request, order))
    else:
        acts.report(order, by=by, key=key, text=text, photos=_photos(request, order))


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        raise acts.NotNow(gettext("The page was not complete. Open the order again and repeat.")) from None


class SomeRefused(evidence.RefusedUpload):
    """Of the photos some are not kept. The message says which and why; `kept` need not be brought again."""

    def __init__(self, why: list[str], kept: list[Evidence]) -> None:
        super().__init__("\n".join(why))
        self.kept = tuple(kept)


def _photos(request: HttpRequest, order: WorkOrder) -> list[Evidence]:
    brought, kept = request.FILES.getlist("photos"), list(_kept(request, order))
    if len(brought) + len(kept) > MOST_PHOTOS:
        raise evidence.RefusedUpload(
            gettext("At most %(count)d photos at once; send the others with a report.")
            % {"count": MOST_PHOTOS}
        )
    if brought and not acts.may_act(request.user, order):
        raise Http404
    new, why = [], []
    for photo in brought:
        try:
            new.append(evidence.receive(photo, station=order.station, by=request.user))
        except evidence.RefusedUpload as refusal:
            why.append(gettext("%(file)s: %(why)s") % {"file": photo.name, "why": refusal})
    if why:
        raise SomeRefused(why, new)
    return [*kept, *new]


def _kept(request: HttpRequest, order: WorkOrder) -> QuerySet[Evidence]:
    """What she brought with a form that came back."""
    pks = [each for each in request.POST.getlist("kept") if each.isdecimal() and len(each) < 19]
    return Evidence.objects.filter(pk__in=pks, station=order.station, created_by=request.user)


_SAID = {
    "acknowledged": lambda: gettext("Noted: you have read the safety instructions. You can start."),
    "started": lambda: gettext("Started. Take care."),
    "waits": lambda: gettext("The order waits. Start again when what was missing is there."),
    "done": lambda: gettext("Done. The other system will be told. Thank you."),
    "reported": lambda: gettext("Your report is on its way."),
}
