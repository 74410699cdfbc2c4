"""The zone of the work in 3D: the viewer's island, fed with what is left of the station's scenes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from maintenance.models import WorkOrder
from twin import zones
from twin.views.contractor.access import of_order
from twin.views.station import PLACEHOLDER, storey_line, ways_of_looking


@of_order
def view(request: HttpRequest, order: WorkOrder) -> HttpResponse:
    zone = zones.of_order(order)
    if not zone:
        raise Http404
    context = {"order": order, "viewer_config": config_of(order, zone)}
    return render(request, "twin/contractor/view.html", context)


def config_of(order: WorkOrder, zone: Sequence[zones.ZoneScene]) -> dict[str, Any]:
    """As the station's own, with nothing in it that leads beyond the order; what the zone holds comes with the page."""
    named = [chunk.whole.storey for scene in zone for chunk in scene.chunks]
    named += [scene.room.parent for scene in zone if scene.room is not None]
    storeys = {storey.pk: storey for storey in named if storey is not None}
    return {
        "station": order.station.code,
        "name": order.title,
        "zone": True,
        "scenes": [_contents(order, scene) for scene in zone],
        "sheet": f"{reverse('work_sheet_fragment', args=[order.pk])}?code={PLACEHOLDER}",
        "traces": f"{reverse('work_trace_json', args=[order.pk])}?code={PLACEHOLDER}&ask=__ASK__",
        "storeys": [storey_line(storey) for storey in storeys.values()],
    } | ways_of_looking()


def _contents(order: WorkOrder, scene: zones.ZoneScene) -> dict[str, Any]:
    """As `/api/v1/scenes/…/manifest/` and `…/features/`, of the zone."""
    manifest = scene.manifest(lambda key: reverse("work_chunk", args=[order.pk, key]))
    return {"manifest": manifest, "features": scene.columns()}


@of_order
def chunk(request: HttpRequest, order: WorkOrder, key: str) -> HttpResponse:
    found = next((each for scene in zones.of_order(order) for each in scene.chunks if each.key == key), None)
    if found is None:
        raise Http404
    headers = {
        "Cache-Control": "private, max-age=86400, immutable",
        "Vary": "Cookie",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(zones.content_of(found), content_type="model/gltf-binary", headers=headers)
