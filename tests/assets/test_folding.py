"""Words are put in order as people look them up, the same by every database as in Python."""

from __future__ import annotations

import pytest

from assets.folding import Folded, fold
from assets.models import Asset
from tests import factories

WORDS = ["Éclairage", "œuvre", "Straße", "ÎLOT", "ça et là", "Łódź", "", "P-01 · n° 2"]


@pytest.mark.django_db
def test_a_database_folds_words_as_python_does():
    station = factories.station()
    for number, word in enumerate(WORDS):
        factories.asset(station, f"X-{number}", name=word)

    told = Asset.objects.annotate(folded=Folded("name")).order_by("pk").values_list("folded", flat=True)

    assert list(told) == [fold(word) for word in WORDS]
    assert [fold(word) for word in WORDS[:6]] == ["eclairage", "ouvre", "strase", "ilot", "ca et la", "lodz"]
