"""Addresses below /api/v1/."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny
from rest_framework.routers import SimpleRouter

from assets.api.connections import ConnectionViewSet
from assets.api.elements import ElementViewSet, FindingViewSet
from assets.api.equipment import AssetViewSet, TypeViewSet, UnitViewSet
from assets.api.hotspots import HotspotViewSet
from assets.api.isolation_cards import IsolationCardViewSet
from assets.api.locations import LocationViewSet
from assets.api.networks import SystemViewSet
from assets.api.records import DocumentViewSet, HistoryViewSet, JobViewSet
from assets.api.stations import StationViewSet
from assets.api.surveys import SurveyViewSet
from maintenance.api.coverage import CoverageViewSet
from maintenance.api.declarations import DeclarationViewSet
from maintenance.api.device_states import DeviceStateViewSet
from maintenance.api.sources import SourceViewSet
from maintenance.api.work_orders import WorkOrderViewSet
from twin.api.common_causes import CommonCauses
from twin.api.order_feeds import OrderActs, OrdersCalendar, OrdersCsv, OrdersJson
from twin.api.revisions import ReceivingRevisionViewSet
from twin.api.scenes import SceneViewSet
from twin.api.traces import Traces

RESOURCES = {
    "stations": StationViewSet,
    "revisions": ReceivingRevisionViewSet,
    "locations": LocationViewSet,
    "coverage": CoverageViewSet,
    "surveys": SurveyViewSet,
    "assets": AssetViewSet,
    "units": UnitViewSet,
    "elements": ElementViewSet,
    "types": TypeViewSet,
    "systems": SystemViewSet,
    "connections": ConnectionViewSet,
    "documents": DocumentViewSet,
    "isolation-cards": IsolationCardViewSet,
    "hotspots": HotspotViewSet,
    "declarations": DeclarationViewSet,
    "scenes": SceneViewSet,
    "findings": FindingViewSet,
    "history": HistoryViewSet,
    "jobs": JobViewSet,
    "sources": SourceViewSet,
    "work-orders": WorkOrderViewSet,
}

router = SimpleRouter()
for name, view_set in RESOURCES.items():
    router.register(name, view_set, basename=name.rstrip("s") if name != "history" else name)
router.register("declarations/states", DeviceStateViewSet, basename="device-state")

app_name = "api"
urlpatterns = [
    path("work-orders.json", OrdersJson.as_view(), name="work-orders-json"),
    path("work-orders.csv", OrdersCsv.as_view(), name="work-orders-csv"),
    path("work-orders.ics", OrdersCalendar.as_view(), name="work-orders-ics"),
    path("work-orders/<int:pk>/acts/", OrderActs.as_view(), name="work-order-acts"),
    path("traces/", Traces.as_view(), name="traces"),
    path("traces/common-cause/", CommonCauses.as_view(), name="common-cause"),
    path("", include(router.urls)),
    path("schema/", SpectacularAPIView.as_view(permission_classes=[AllowAny]), name="schema"),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(url_name="api:schema", permission_classes=[AllowAny]),
        name="docs",
    ),
]
