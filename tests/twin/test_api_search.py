"""`?search=` of the resources that keep no text for searching: each word narrows, none is passed over."""

from __future__ import annotations

import pytest

from assets import history
from assets.models import Finding
from maintenance import declarations
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(client):
    """found("sources", "odoo gare") → how many."""
    station = factories.station("VDO")
    steward = factories.person("steward", station=station, username="martin")
    for number, name in enumerate(["Pompe de relevage", "Pompe de surpression"]):
        source = factories.source(key=f"gmao-{number}", name=f"Odoo {name}")
        asset = factories.asset(station, f"P-{number}", name=name)
        factories.work_order(station, source=source, number=f"OT-10{number}", title=f"{name} HS", asset=asset)
        declarations.open(asset, by=steward)
        finding = {"severity": "warning", "code": "no-tag", "message": f"{name} has no Tag."}
        Finding.objects.create(
            revision=factories.revision(station, discipline=["ARC", "PLB"][number]), **finding
        )
        history.record(["published", "refused"][number], asset, station=station, by=steward)
    client.force_login(steward)

    def found(resource: str, words: str) -> int:
        answer = client.get(f"/api/v1/{resource}/", {"search": words})
        assert answer.status_code == 200, answer.content
        return len(answer.json()["results"])

    return found


@pytest.mark.parametrize(
    ("resource", "both", "one"),
    [
        ("sources", "ODOO pompe", "gmao-1"),
        ("work-orders", "pompe hs", "relevage POMPE"),
        ("work-orders", "ot-10", "p-1"),
        ("declarations", "martin pompe", "P-0"),
        ("findings", "no-tag pompe", "surpression tag"),
        ("history", "asset martin", "refused martin"),
    ],
)
def test_every_word_must_be_found_whatever_its_case(found, resource, both, one):
    assert (found(resource, both), found(resource, one), found(resource, f"{one} zzz")) == (2, 1, 0)
