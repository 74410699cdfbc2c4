"""Addresses below /my-orders/."""

from django.urls import path

from twin.spreadsheets import Form
from twin.views.contractor import acts, declare, door, equipment, keys, orders, zone

urlpatterns = [
    path("", orders.orders, name="work"),
    path("orders.csv", orders.orders_file(Form.CSV), name="work_csv"),
    path("orders.xlsx", orders.orders_file(Form.XLSX), name="work_xlsx"),
    path("calendar/", keys.calendar, name="work_calendar"),
    path("calendar/<int:token>/revoke/", keys.revoke, name="work_calendar_revoke"),
    path("enter/<str:words>/", door.door, name="dossier_door"),
    path("<int:pk>/", orders.order, name="work_order"),
    path("<int:pk>/acts/<slug:verb>/", acts.act, name="work_act"),
    path("<int:pk>/equipment/<path:asset_code>/", equipment.sheet_page, name="work_sheet"),
    path("<int:pk>/declare/<slug:step_name>/<path:asset_code>/", declare.declare, name="work_declare"),
    path("<int:pk>/sheet/", equipment.sheet_fragment, name="work_sheet_fragment"),
    path("<int:pk>/documents/<int:document>/", equipment.document, name="work_document"),
    path("<int:pk>/view/", zone.view, name="work_view"),
    path("<int:pk>/chunks/<sha256:key>.glb", zone.chunk, name="work_chunk"),
]
