"""Who rents a room: the register's word before the models', and only what published models say."""

from __future__ import annotations

import pytest

from assets import tenants
from assets.models import LocationSource, ResponsibleParty
from assets.tenants import Tenant
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_register_comes_before_the_model_and_a_former_model_says_nothing():
    station = factories.station("VDO")
    bakery, kiosk, office = (factories.location(station, code) for code in ("011", "012", "102"))
    published, archived = factories.revision(station), factories.revision(station, state="ARCHIVED")
    for step, (place, revision, name) in enumerate(
        [(bakery, published, "Au bon pain"), (kiosk, published, "Relay"), (office, archived, "Notaire")]
    ):
        LocationSource.objects.create(
            location=place, revision=revision, step_id=step, global_id=str(step), said={"occupant": name}
        )
    for place, name, role in (
        (bakery, "Boulangerie du Quai", "tenant"),
        (kiosk, "Exploitant", "operator"),
        (None, "Gare", "tenant"),
    ):
        ResponsibleParty.objects.create(
            station=station, location=place, organisation=factories.organisation(name, role=role)
        )

    assert tenants.of(station) == {
        bakery.pk: Tenant("Boulangerie du Quai"),
        kiosk.pk: Tenant("Relay", by_register=False),
    }
