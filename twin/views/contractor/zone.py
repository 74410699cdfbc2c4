"""The zone of the work in 3D: the viewer's island, fed with what is left of the station's scenes."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from maintenance.models import WorkOrder
from twin import wording, zones
from twin.views.contractor.access import of_order
from twin.views.station import PLACEHOLDER, storey_line, viewer_config


@of_order
def view(request: HttpRequest, order: WorkOrder) -> HttpResponse:
    if not zones.of_order(order):
        raise Http404
    context = {"order": order, "viewer_config": config_of(order)}
    return render(request, "twin/contractor/view.html", context)


def config_of(order: WorkOrder) -> dict[str, Any]:
    """As the station's own, with nothing in it that leads beyond the order."""
    shown = viewer_config(order.station)
    named = [chunk.whole.storey for scene in zones.of_order(order) for chunk in scene.chunks]
    storeys = {storey.pk: storey for storey in named if storey is not None}
    return {
        "station": order.station.code,
        "name": order.title,
        "language": wording.language(),
        "scenes": reverse("work_scenes", args=[order.pk]),
        "sheet": f"{reverse('work_sheet_fragment', args=[order.pk])}?code={PLACEHOLDER}",
        "lenses": shown["lenses"],
        "families": shown["families"],
        "storeys": [storey_line(storey) for storey in storeys.values()],
    }


@of_order
def scenes(request: HttpRequest, order: WorkOrder) -> HttpResponse:
    """As `/api/v1/scenes/`, of the zone."""
    rows = [
        {
            "id": str(each.scene.pk),
            "discipline": each.scene.revision.discipline,
            "elements": len(each.features),
            "bytes": sum(len(zones.content_of(chunk)) for chunk in each.chunks),
            "manifest": reverse("work_manifest", args=[order.pk, each.scene.pk]),
            "features": reverse("work_features", args=[order.pk, each.scene.pk]),
        }
        for each in zones.of_order(order)
    ]
    return _json({"next": None, "previous": None, "results": rows})


@of_order
def manifest(request: HttpRequest, order: WorkOrder, scene: int) -> HttpResponse:
    found = _scene(order, scene)
    return _json(found.manifest(lambda key: reverse("work_chunk", args=[order.pk, key])))


@of_order
def features(request: HttpRequest, order: WorkOrder, scene: int) -> HttpResponse:
    return _json(_scene(order, scene).columns())


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


def _scene(order: WorkOrder, pk: int) -> zones.ZoneScene:
    found = next((each for each in zones.of_order(order) if each.scene.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _json(body: Any) -> JsonResponse:
    return JsonResponse(
        body, json_dumps_params={"ensure_ascii": False}, headers={"Cache-Control": "private, no-cache"}
    )
