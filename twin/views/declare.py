"""What did you change? Three answers about one piece of equipment: nothing, a value, the whole item.

The steps serve agents here and contractors under their orders: `step(request, station, asset, name, frame=…)` asks
nobody's leave, `maintenance.declarations` does. `Frame` says whose pages surround them.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from assets import permissions, register_values
from assets.entries import Unreadable
from assets.models import Asset, Station
from assets.permissions import Verb
from maintenance import checks, declarations, evidence, freshness, scope, texts
from maintenance.declared_findings import Finding, kept, to_the_declarer, unreadable
from maintenance.models import Change, Declaration, WorkOrder
from twin.declare_form import CORRECT, REPLACE, SOMEWHERE, Form, fitted_elsewhere, form_of, unit_meant
from twin.sheets.orders import report_address
from twin.views.access import of_station, require, station_context
from twin.views.device_states import say

MOST_PHOTOS = 5


@dataclass(frozen=True)
class Frame:
    """What surrounds a step: the template it stands in, where its addresses, its way back and its
    fault report lead, for which order; `about`: what she asked how to cut off, when she says how a device is."""

    address: Callable[[str], str]
    back: str
    base: str = "twin/declare/page.html"
    context: dict[str, Any] = field(default_factory=dict)
    order: WorkOrder | None = None
    about: Asset | None = None
    report: str = ""


@of_station
def declare(request: HttpRequest, station: Station, step_name: str, asset_code: str) -> HttpResponse:
    """The operator's own people, on anything of the station they see."""
    require(request, Verb.DECLARE, station)
    asset = get_object_or_404(
        Asset.objects.live().select_related("type", "location"), station=station, code=asset_code
    )
    frame = Frame(
        address=lambda name: reverse("declare", args=[station.code, name, asset.code]),
        back=reverse("sheet", args=[station.code, asset.code]),
        context=station_context(request, station, "assets"),
        report=report_address(request.user, asset),
    )
    return step(request, station, asset, step_name, frame=frame)


def step(request: HttpRequest, station: Station, asset: Asset, name: str, *, frame: Frame) -> HttpResponse:
    """One step by its name; Http404 for one there is none of, and where she may not declare."""
    if name not in STEPS or asset.station_id != station.pk:
        raise Http404
    if name != "state" and not declarations.may_declare(request.user, asset, frame.order):
        raise Http404
    try:
        return STEPS[name](request, asset, frame)
    except declarations.NotHers as refusal:
        raise Http404 from refusal


@require_POST
def verify(request: HttpRequest, asset: Asset, frame: Frame) -> HttpResponse:
    """One tap. The answer offers to take it back for ten seconds."""
    made = declarations.verify_unchanged(asset, by=request.user, work_order=frame.order, key=_key(request))
    if getattr(request, "htmx", False):
        context = _context(asset, frame) | _freshness(asset)
        context |= {"declaration": made, "undo_seconds": declarations.UNDO.seconds}
        return render(request, "twin/declare/_verified.html", context)
    taken = made.state == Declaration.State.APPLIED
    messages.success(
        request, gettext("Verified: thank you.") if taken else gettext("Sent: somebody will confirm it.")
    )
    return redirect(frame.back)


@require_POST
def undo(request: HttpRequest, asset: Asset, frame: Frame) -> HttpResponse:
    made = get_object_or_404(Declaration, asset=asset, author=request.user, key=_key(request))
    refusal = ""
    try:
        declarations.undo_verification(made, by=request.user)
    except declarations.NotNow as late:
        refusal = str(late)
    if getattr(request, "htmx", False):
        context = _context(asset, frame) | _freshness(asset)
        context |= {"refusal": refusal, "taken_back": not refusal}
        return render(request, "twin/declare/_buttons.html", context)
    messages.info(request, refusal or gettext("Taken back."))
    return redirect(frame.back)


def _freshness(asset: Asset) -> dict[str, Any]:
    """The line below the keys changes with them."""
    return {"freshness": freshness.of(asset), "again": True}


def correct(request: HttpRequest, asset: Asset, frame: Frame) -> HttpResponse:
    return _form(request, asset, frame, CORRECT)


def replace(request: HttpRequest, asset: Asset, frame: Frame) -> HttpResponse:
    return _form(request, asset, frame, REPLACE)


def _form(request: HttpRequest, asset: Asset, frame: Frame, kind: str) -> HttpResponse:
    draft = declarations.draft_of(asset, by=request.user, kind=kind, work_order=frame.order)
    if request.method != "POST":
        form = form_of(
            asset, kind, draft, key=draft.key if draft else uuid.uuid4(), among=_told_of(request, frame)
        )
        return _page(request, asset, frame, form)
    draft = declarations.open(asset, by=request.user, work_order=frame.order, key=_key(request))
    if draft.state not in declarations.EDITABLE:  # the same form, sent again
        return _sent_before(request, frame)
    try:
        found = _take_in(request, draft, asset, kind)
    except declarations.NotNow:  # the same form, sent twice at once
        return _sent(request, frame, draft)
    if any(finding.blocks for finding in found) or _unsure(request, draft):
        found = _everything(draft, found)
    else:
        try:
            declarations.submit(draft, by=request.user)
        except declarations.NotNow as refusal:
            form = form_of(
                asset,
                kind,
                draft,
                key=draft.key,
                typed=request.POST,
                refusal=str(refusal),
                among=_told_of(request, frame),
            )
            return _page(request, asset, frame, form, status=422)
        if draft.state != Declaration.State.CHECKS_FAILED:
            return _sent(request, frame, draft)
        found = to_the_declarer(each for change in draft.changes.all() for each in kept(change))
    form = form_of(
        asset, kind, draft, key=draft.key, typed=request.POST, findings=found, among=_told_of(request, frame)
    )
    return _page(request, asset, frame, form, status=422)


def _unsure(request: HttpRequest, draft: Declaration) -> bool:
    """Is there something that she was not asked about yet, or has not confirmed?"""
    sure = request.POST.getlist("sure")
    return any(each.confirmation not in sure for each in checks.to_confirm(draft))


def _everything(draft: Declaration, found: list[Finding]) -> list[Finding]:
    """All that is wrong at once: beside what could not be read, what the checks say of the rest."""
    unread = {each.field for each in found}
    said = to_the_declarer(checks.run(draft, checks.requirements_of(draft)))
    return found + [each for each in said if each.field not in unread]


def _told_of(request: HttpRequest, frame: Frame) -> QuerySet[Asset] | None:
    """The equipment of her order for a firm's person; None for who sees the station whole."""
    if permissions.contractor_of(request.user) is None:
        return None
    return scope.assets_of(frame.order) if frame.order is not None else Asset.objects.none()


def _take_in(request: HttpRequest, draft: Declaration, asset: Asset, kind: str) -> list[Finding]:
    """Everything that stands in the form, and the photos. What cannot be read comes back as findings."""
    found: list[Finding] = []
    register = register_values.register_of(asset)
    shown = form_of(asset, kind, None, key=draft.key, register=register)
    for name in shown.keys:
        if name not in request.POST:
            continue
        typed, unit = request.POST[name], unit_meant(request.POST, name)
        if shown.as_known(name, typed, unit):
            declarations.drop_value(draft, name)
            continue
        try:
            declarations.set_value(draft, name, typed, unit, kind=kind, register=register)
        except Unreadable as wrong:
            found.append(unreadable(wrong, name))
    if kind == REPLACE:
        declarations.set_moved_from(draft, _moved_from(request, asset))
    try:
        declarations.set_message(draft, request.POST.get("message", ""))
    except texts.TooLong:
        found.append(Finding("too-long", "message", {"most": str(texts.MOST)}))
    return found + _keep_photos(request, draft)


def _moved_from(request: HttpRequest, asset: Asset) -> Asset | None:
    code = request.POST.get("moved_from", "")
    if permissions.contractor_of(request.user) is not None and code != SOMEWHERE:
        return None  # a code would tell her, by being taken or not, whether there is such a thing
    if code == SOMEWHERE:
        said = (request.POST.get(name, "") for name in ("serial_number", "manufacturer"))
        units = register_values.fitted_elsewhere(*said, but=asset)
        return next((unit.asset for unit in units if unit.station_id == asset.station_id), None)
    return Asset.objects.live().filter(station=asset.station_id, code=code).first() if code else None


def _keep_photos(request: HttpRequest, draft: Declaration) -> list[Finding]:
    for upload in request.FILES.getlist("photo")[:MOST_PHOTOS]:
        try:
            declarations.add_evidence(
                draft, [evidence.receive(upload, station=draft.station, by=request.user)]
            )
        except evidence.RefusedUpload as refusal:
            return [Finding("photo-refused", "evidence", {"why": str(refusal)})]
        except declarations.NotNow as late:
            return [Finding("photo-refused", "evidence", {"why": str(late)})]
    return []


@require_POST
def field_step(request: HttpRequest, asset: Asset, frame: Frame) -> HttpResponse:
    """One field while somebody types: what is found is said beside it, and what can be read is kept in the draft."""
    kind = REPLACE if request.POST.get("kind") == REPLACE else CORRECT
    name = request.POST.get("field", "")
    form = form_of(asset, kind, None, key=_key(request))
    if name not in form.keys:
        raise Http404
    typed, unit = request.POST.get(name, ""), unit_meant(request.POST, name)
    draft = _begun(request, asset)
    if draft is None and form.as_shown(name, typed, unit):
        return render(request, "twin/declare/_said.html", {"findings": [], "change": None})
    draft = draft or declarations.open(asset, by=request.user, work_order=frame.order, key=_key(request))
    if draft.state not in declarations.EDITABLE:
        return HttpResponse(status=204)
    try:
        if form.as_known(name, typed, unit):
            declarations.drop_value(draft, name)
            return render(request, "twin/declare/_said.html", {"findings": [], "change": None})
        change, found = _kept(draft, name, typed, unit, kind, maker=request.POST.get("manufacturer", ""))
    except declarations.NotNow:  # sent while she was still typing
        return HttpResponse(status=204)
    elsewhere = fitted_elsewhere(found)
    moved = bool(elsewhere) and request.POST.get("moved_from") == elsewhere
    context = {
        "findings": [each for each in found if not moved or each.code != "serial-fitted-elsewhere"],
        "change": change,
        "elsewhere": elsewhere,
        "moved_from": moved,
        "replaces": kind == REPLACE,
        "addresses": {"replace": frame.address("replace")},
    }
    return render(request, "twin/declare/_said.html", context)


def _kept(
    draft: Declaration, name: str, typed: str, unit: str, kind: str, *, maker: str
) -> tuple[Change | None, list[Finding]]:
    """What was typed in one field, kept in the draft; what cannot be read is not. `maker` stands in its own field."""
    try:
        change = declarations.set_value(draft, name, typed, unit, kind=kind)
    except Unreadable as wrong:
        declarations.drop_value(draft, name)
        return None, [unreadable(wrong, name)]
    proposal = replaced(checks.proposal_of(draft), moved_from="")
    if maker and "manufacturer" not in proposal.values:
        proposal = replaced(proposal, values=proposal.values | {"manufacturer": (maker, "")})
    return change, checks.while_typing(proposal, name, typed, unit)


def _begun(request: HttpRequest, asset: Asset) -> Declaration | None:
    return Declaration.objects.filter(key=_key(request), author=request.user, asset=asset).first()


@require_POST
def photo(request: HttpRequest, asset: Asset, frame: Frame) -> HttpResponse:
    """A photo, kept as soon as it is taken."""
    draft = declarations.open(asset, by=request.user, work_order=frame.order, key=_key(request))
    found = _keep_photos(request, draft) if draft.state in declarations.EDITABLE else []
    return _photos_of(request, asset, frame, draft, found)


@require_POST
def drop_photo(request: HttpRequest, asset: Asset, frame: Frame) -> HttpResponse:
    """A photo of the draft is taken out of it again; without scripts the whole form comes, and is kept."""
    draft = _begun(request, asset)
    if draft is None:
        raise Http404
    pk = request.POST.get("drop", "")
    try:
        if not getattr(request, "htmx", False):
            _take_in(request, draft, asset, REPLACE)
        declarations.remove_evidence(
            draft, draft.evidence.filter(pk=pk if pk.isdecimal() and len(pk) < 19 else 0)
        )
    except declarations.NotNow as late:
        messages.error(request, str(late))
        return redirect(frame.back)
    if getattr(request, "htmx", False):
        return _photos_of(request, asset, frame, draft, [])
    return redirect(frame.address("replace"))


def _photos_of(
    request: HttpRequest, asset: Asset, frame: Frame, draft: Declaration, found: list[Finding]
) -> HttpResponse:
    shown = {"photos": draft.evidence.all(), "findings": found}
    return render(request, "twin/declare/_photos.html", _context(asset, frame) | shown)


@require_POST
def discard(request: HttpRequest, asset: Asset, frame: Frame) -> HttpResponse:
    """The draft is taken back; the register never knew of it."""
    if (draft := _begun(request, asset)) is not None:
        try:
            declarations.withdraw(draft, by=request.user)
        except declarations.NotNow as late:
            messages.error(request, str(late))
    return redirect(frame.back)


STEPS: dict[str, Callable[[HttpRequest, Asset, Frame], HttpResponse]] = {
    "verify": verify,
    "undo": undo,
    "correct": correct,
    "replace": replace,
    "field": field_step,
    "photo": photo,
    "drop_photo": drop_photo,
    "discard": discard,
    "state": say,
}


def _sent_before(request: HttpRequest, frame: Frame) -> HttpResponse:
    messages.info(request, gettext("This was sent before: nothing has changed."))
    return redirect(frame.back)


def _sent(request: HttpRequest, frame: Frame, draft: Declaration) -> HttpResponse:
    said: dict[str, str] = {
        Declaration.State.APPLIED: gettext("The register knew it already: noted as verified. Thank you."),
        Declaration.State.CONFLICT: gettext(
            "Sent. Somebody else changed the same value meanwhile: a data steward will look at both."
        ),
    }
    messages.success(request, said.get(draft.state, gettext("Sent. Nothing changes until it is approved.")))
    return redirect(frame.back)


def _page(request: HttpRequest, asset: Asset, frame: Frame, form: Form, status: int = 200) -> HttpResponse:
    return render(request, "twin/declare/form.html", _context(asset, frame) | {"form": form}, status=status)


def _context(asset: Asset, frame: Frame) -> dict[str, Any]:
    addresses = {name: frame.address(name) for name in STEPS}
    return frame.context | {
        "asset": asset,
        "frame_base": frame.base,
        "back": frame.back,
        "report": frame.report,
        "addresses": addresses,
        "key": uuid.uuid4(),
    }


def _key(request: HttpRequest) -> uuid.UUID:
    """The form's own; a request without one is nobody's form."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        raise Http404 from None


__all__ = ["Frame", "declare", "step"]
