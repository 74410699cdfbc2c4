"""Addresses below /my-orders/."""

from django.urls import path

from twin.answering import form, reading
from twin.spreadsheets import Form
from twin.views.contractor import acts, cards, declare, door, equipment, keys, orders, traces, zone

urlpatterns = [
    reading("", orders.orders, name="work"),
    reading("orders.csv", orders.orders_file(Form.CSV), name="work_csv"),
    reading("orders.xlsx", orders.orders_file(Form.XLSX), name="work_xlsx"),
    form("calendar/", keys.calendar, name="work_calendar"),
    path("calendar/<int:token>/revoke/", keys.revoke, name="work_calendar_revoke"),
    form("enter/<str:words>/", door.door, name="dossier_door"),
    reading("<int:pk>/", orders.order, name="work_order"),
    form("<int:pk>/acts/<slug:verb>/", acts.act, name="work_act"),
    reading("<int:pk>/equipment/<path:asset_code>/", equipment.sheet_page, name="work_sheet"),
    form("<int:pk>/declare/<slug:step_name>/<path:asset_code>/", declare.declare, name="work_declare"),
    reading("<int:pk>/trace/", traces.trace, name="work_trace"),
    reading("<int:pk>/trace.json", traces.trace_json, name="work_trace_json"),
    reading("<int:pk>/trace.csv", traces.trace_csv, name="work_trace_csv"),
    form("<int:pk>/card/", cards.card_new, name="work_card_new"),
    reading("<int:pk>/sheet/", equipment.sheet_fragment, name="work_sheet_fragment"),
    reading("<int:pk>/documents/<int:document>/", equipment.document, name="work_document"),
    reading("<int:pk>/view/", zone.view, name="work_view"),
    reading("<int:pk>/chunks/<sha256:key>.glb", zone.chunk, name="work_chunk"),
]
