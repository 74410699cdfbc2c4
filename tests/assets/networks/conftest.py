"""The sample station, taken in once for all tests of this folder that ask for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assets.models import Station
from ifc_samples.station.networks import Network
from ifc_samples.station.whole import make_book
from tests import factories
from tests.assets.networks.taking_in import SAMPLES, take_in


@pytest.fixture(scope="package")
def network() -> Network:
    """What the generator of the sample station knows of its own networks."""
    return Network(make_book(1))


@pytest.fixture(scope="package")
def station(django_db_setup, django_db_blocker) -> Iterator[Station]:
    with django_db_blocker.unblock():
        made = Station.objects.create(code="NET", name="Gare de Val-d'Orme")
        try:
            for discipline in ("ARC", "PLB", "CFO", "CVC", "INC"):
                take_in(made, SAMPLES / f"VDO_{discipline}.ifc")
            yield made
        finally:
            factories.forget(made)
