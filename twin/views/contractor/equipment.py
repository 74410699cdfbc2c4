"""The sheets and papers of what an order is about; of anything else there are none."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from assets import files
from assets.models import Asset
from maintenance import scope
from maintenance.models import WorkOrder
from twin import sheets
from twin.views import documents
from twin.views.contractor.access import of_order
from twin.views.contractor.declare import keys_for


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
    papers = scope.documents_of(order)
    own = papers.filter(links__asset=asset) | papers.filter(
        links__type=asset.type_id, links__type__isnull=False
    )
    shown = {"order": order, "asset": asset, "sheet": sheet, "documents": own.distinct()}
    return shown | keys_for(request.user, order, asset)


@of_order
def document(request: HttpRequest, order: WorkOrder, document: int) -> HttpResponse:
    found = get_object_or_404(scope.documents_of(order), pk=document)
    if not found.path or not files.absolute(found.path).is_file():
        raise Http404
    return documents.answer(request, found)
