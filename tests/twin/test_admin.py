"""Every model has its administration, which opens, and changes nothing that only verbs write."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from assets.models import Station
from tests import factories

pytestmark = pytest.mark.django_db
MODELS = [
    model for app in ("assets", "maintenance", "twin") for model in apps.get_app_config(app).get_models()
]


@pytest.fixture
def administrator(client):
    station = factories.station("VDO")
    storey = factories.storey(station)
    revision = factories.revision(station)
    pump, valve = (factories.element(revision, code, location=storey) for code in ("P-01", "V-01"))
    factories.joined(valve, pump)
    factories.system(station, "Cold water", pump)
    asset = factories.asset(station, "P-01", drawn_by=pump, location=storey)
    factories.hotspot(factories.document(station, "Manual", about={"asset": asset}), asset)
    factories.scene(revision, [pump, valve], place=storey)
    client.force_login(factories.person("steward", is_staff=True, is_superuser=True))
    return client


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_each_model_is_listed_and_searched(administrator, model):
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")

    assert administrator.get(address).status_code == 200
    assert administrator.get(address, {"q": "VDO"}).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        *("Revision", "Element", "HistoryEntry", "PropertyVersion", "Finding", "Connection", "Job", "Scene"),
        *("Hazard", "Access", "ResponsibleParty", "Hotspot", "Survey", "DrawnRoom", "IsolationCard"),
        "ConnectionProposal",
    ],
)
def test_what_only_verbs_write_is_looked_at_only(administrator, rf, name):
    model = next(model for model in MODELS if model.__name__ == name)
    site = admin.site._registry[model]

    assert site.has_add_permission(rf.get("/")) is False
    assert site.has_change_permission(rf.get("/")) is False
    assert site.has_delete_permission(rf.get("/")) is False


def test_no_station_is_deleted_with_its_register(administrator):
    station = factories.station("STL", twin_mode="REGISTER")
    factories.asset(station, "P-01", location=factories.storey(station))
    address = reverse("admin:assets_station_delete", args=[station.pk])
    chosen = {"action": "delete_selected", "_selected_action": station.pk, "post": "yes"}

    assert administrator.post(address, {"post": "yes"}).status_code == 403
    administrator.post(reverse("admin:assets_station_changelist"), chosen)

    assert Station.objects.filter(pk=station.pk).exists()


def test_the_first_row_of_each_list_opens(administrator):
    broken = []
    for model in MODELS:
        row = model._default_manager.first()
        if row is not None:
            address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])
            status = administrator.get(address).status_code
            broken += [(model.__name__, status)] if status != 200 else []

    assert broken == []
