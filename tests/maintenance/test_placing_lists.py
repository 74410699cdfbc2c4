"""How many orders find their place by themselves, and how many of those are right: on lists of people's own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from assets import files, register, revisions
from assets.models import Station
from tests import factories
from tests.maintenance.placing_lists import ROOT, apart, demo, judge
from twin.importing import import_revision

SAMPLES = ROOT / "ifc_samples"
REGISTERS = ("MTS", "SFA", "CHN")

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]


@pytest.fixture(scope="module")
def stations(django_db_setup, django_db_blocker):
    """The sample station from its models, and stations that only have a register; taken away afterwards."""
    with django_db_blocker.unblock():
        made = [Station.objects.create(code="VDO", name="Gare de Val-d'Orme")]
        try:
            for discipline in ("ARC", "PLB", "CFO", "CVC", "INC"):
                path = SAMPLES / f"VDO_{discipline}.ifc"
                receipt = revisions.receive(made[0], files.store_path(path), file_name=path.name)
                import_revision(receipt.revision, beside=SAMPLES)
                revisions.publish(receipt.revision)
            for code in REGISTERS:
                made.append(Station.objects.create(code=code, name=f"Gare {code}"))
                text = Path(SAMPLES / "portfolio" / code / "register.csv").read_text(encoding="utf-8")
                register.take_in(made[-1], register.read(text))
            yield made
        finally:
            factories.forget(*made)


def test_the_list_is_as_hard_as_it_says():
    """A third or more without a code, a tenth or more that belongs to nothing, two hundred orders and more."""
    listed = apart()

    assert len(listed) >= 200
    assert sum(not one.equipment_code for one in listed) >= 0.30 * len(listed)
    assert sum(not one.asset and not one.rooms for one in listed) >= 0.10 * len(listed)


@pytest.mark.parametrize("half", [0, 1], ids=["looked at while tuning", "only counted"])
def test_orders_written_apart_find_their_place(stations, half, capsys):
    judged = judge([one for one in apart() if one.half == half], factories.source())

    with capsys.disabled():
        print(f"\n  half {half}: {judged}", *judged.wrong, sep="\n    ")
    assert judged.precision >= 0.99, judged.wrong
    assert judged.share >= 0.70


def test_orders_of_the_demo_find_their_place(stations, capsys):
    listed = demo()
    if not listed:
        pytest.skip("the pretend CMMS is not here yet")

    judged = judge(listed, factories.source())

    with capsys.disabled():
        print(f"\n  demo: {judged}", *judged.wrong, sep="\n    ")
    assert judged.precision >= 0.99, judged.wrong
    assert judged.share >= 0.70
