"""The sheets and papers of what an order is about; of anything else there are none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from assets import fields, files
from assets.models import Asset
from maintenance import scope
from maintenance.models import WorkOrder
from twin import sheets, wording, zones
from twin.views import documents
from twin.views.contractor import declared, traces
from twin.views.contractor.access import of_order
from twin.views.contractor.declare import keys_for

OBSERVED = ("condition", "verified_at")


@of_order
def sheet_page(request: HttpRequest, order: WorkOrder, asset_code: str) -> HttpResponse:
    return render(request, "twin/contractor/sheet_page.html", _sheet(request, order, asset_code))


@of_order
def sheet_fragment(request: HttpRequest, order: WorkOrder) -> HttpResponse:
    """`?code=`: what was tapped in 3D."""
    code = request.GET.get("code", "").strip()
    try:
        return render(request, "twin/contractor/_sheet.html", _sheet(request, order, code))
    except Http404:
        return render(request, "twin/contractor/_sheet_missing.html", {"order": order}, status=404)


def _sheet(request: HttpRequest, order: WorkOrder, code: str) -> dict[str, Any]:
    asset: Asset = get_object_or_404(scope.assets_of(order), code=code)
    sheet = sheets.of_code(order.station, asset.code)
    if sheet is None:
        raise Http404
    if sheet.around is not None:  # no neighbour's room, and no door that her zone does not show
        sheet = replace(sheet, around=sheet.around.only(zones.codes_of(order)))
    shown = {"order": order, "asset": asset, "sheet": sheet, "documents": scope.documents_of(order)}
    shown["declared"] = declared.lines(request.user, order, asset)
    shown["trace_keys"] = traces.keys(order, asset.code) if sheet.systems else []
    if order.asset is None:  # one thing of many: what it is, and nothing of what others found of it
        if zones.untold(order, {sheet.name}):
            sheet = replace(sheet, name="")
        shown |= {"sheet": _unobserved(sheet), "documents": scope.documents_of(order).none()}
    return shown | keys_for(request.user, order, asset)


def _unobserved(sheet: sheets.Sheet) -> sheets.Sheet:
    """Without what people saw of it and when."""
    hidden = {fields.fields()[key].label(wording.language()) for key in OBSERVED}
    lines = [replace(line, declared=None) for line in sheet.fields if line.label not in hidden]
    return replace(sheet, fields=lines, fitted=[replace(line, declared=None) for line in sheet.fitted])


@of_order
def document(request: HttpRequest, order: WorkOrder, document: int) -> HttpResponse:
    found = get_object_or_404(scope.documents_of(order), pk=document)
    if not found.path or not files.absolute(found.path).is_file():
        raise Http404
    return documents.answer(request, found)
