"""Publishing a revision: codes stay, what is gone waits to be confirmed, nothing is half done."""

from __future__ import annotations

import pytest

from assets import registering, revisions
from assets.models import (
    Asset,
    AssetAlias,
    Document,
    DocumentLink,
    Element,
    HistoryEntry,
    Location,
    Revision,
    Run,
    Station,
    Unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def station() -> Station:
    return Station.objects.create(code="VDO", name="Val-d'Orme")


@pytest.fixture
def room(station: Station) -> Location:
    storey = Location.objects.create(station=station, kind="storey", code="S1", name="S-1", elevation=-4)
    return Location.objects.create(station=station, kind="space", code="S1-012", name="012", parent=storey)


def shared(station: Station, number: int, discipline: str = "PLB", **said) -> Revision:
    return Revision.objects.create(
        station=station,
        discipline=discipline,
        number=number,
        file_name=f"{discipline}-{number}.ifc",
        sha256=f"{discipline}{number}",
        size=1,
        state=Revision.State.SHARED,
        **said,
    )


def pump(revision: Revision, step_id: int = 1, **said) -> Element:
    values = {
        "global_id": f"guid{step_id}",
        "ifc_class": "IfcPump",
        "resolved_class": "IfcPump",
        "kind": "pump",
        "layer": "network_equipment",
        "maintainable": True,
        "name": "Pompe",
        "tag": str(145788 + step_id),
        **said,
    }
    return Element.objects.create(revision=revision, step_id=step_id, **values)


def pipe(revision: Revision, step_id: int, run_group: int, **said) -> Element:
    values = {
        "ifc_class": "IfcPipeSegment",
        "resolved_class": "IfcPipeSegment",
        "maintainable": False,
        "name": "",
    }
    return pump(
        revision,
        step_id,
        **{**values, "kind": "pipe", "layer": "network_run", "run_group": run_group, **said},
    )


def test_a_maintainable_element_becomes_an_asset_with_a_code_that_tells_where(station, room):
    element = pump(shared(station, 1), location=room, storey=room.parent)

    revisions.publish(element.revision)

    asset = Asset.objects.get()
    assert asset.code.endswith("-S1-012-1")
    assert (asset.code_source, asset.location) == (Asset.CodeSource.PROPOSED, room)
    assert Element.objects.get().code == asset.code


def test_the_files_code_is_the_assets_code(station):
    revisions.publish(pump(shared(station, 1), file_code="EFS-P-01").revision)

    assert Asset.objects.values_list("code", "code_source").get() == ("EFS-P-01", Asset.CodeSource.FILE)


def test_a_code_another_discipline_has_already_is_not_given_twice(station):
    revisions.publish(pump(shared(station, 1), file_code="P-01").revision)
    revisions.publish(pump(shared(station, 1, "CVC"), file_code="P-01").revision)

    first, second = Asset.objects.order_by("pk")
    assert first.code == "P-01"
    assert second.code != "P-01"
    assert second.code_source == Asset.CodeSource.PROPOSED


def test_the_second_revision_keeps_asset_code_and_documents_when_the_globalid_stays(station, room):
    first = pump(shared(station, 1), location=room)
    revisions.publish(first.revision)
    asset = Asset.objects.get()
    DocumentLink.objects.create(
        document=Document.objects.create(station=station, identification="N-1"), asset=asset
    )

    again = pump(shared(station, 2), step_id=77, global_id="guid1", name="Pompe neuve")
    differences = revisions.publish(again.revision)

    asset.refresh_from_db()
    assert Asset.objects.count() == 1
    assert (differences.kept, differences.added, differences.to_confirm) == (1, [], [])
    assert Element.objects.get(revision=again.revision).code == asset.code
    assert asset.name == "Pompe neuve"
    assert asset.document_links.count() == 1
    assert Revision.objects.get(number=1).state == Revision.State.ARCHIVED


def test_what_disappeared_is_to_be_confirmed_on_site_and_what_is_new_is_listed(station):
    first = shared(station, 1)
    pump(first, 1), pump(first, 2)
    revisions.publish(first)
    gone = Element.objects.get(revision=first, step_id=2).code

    second = shared(station, 2)
    pump(second, 1), pump(second, 3)
    differences = revisions.publish(second)

    new = Element.objects.get(revision=second, step_id=3).code
    assert differences.to_confirm == [(gone, "Pompe")]
    assert differences.added == [(new, "Pompe")]
    assert Asset.objects.get(code=gone).presence == Asset.Presence.TO_CONFIRM
    assert Asset.objects.get(code=gone).removed_at is None


def test_an_asset_that_comes_back_is_in_place_again(station):
    for number, step_ids in ((1, (1, 2)), (2, (1,)), (3, (1, 2))):
        revision = shared(station, number)
        for step_id in step_ids:
            pump(revision, step_id, file_code=f"P-{step_id}")
        revisions.publish(revision)

    assert Asset.objects.count() == 2
    assert set(Asset.objects.values_list("presence", flat=True)) == {Asset.Presence.PRESENT}


def test_a_code_the_designer_changed_is_listed_and_leads_to_the_same_asset(station):
    revisions.publish(pump(shared(station, 1), file_code="P-01").revision)
    differences = revisions.publish(pump(shared(station, 2), file_code="P-99").revision)

    asset = Asset.objects.get()
    assert asset.code == "P-01"
    assert differences.codes_differ == [("P-01", "P-99")]
    assert AssetAlias.objects.get(alias="P-99").asset == asset


def test_a_new_pump_that_took_the_label_of_an_old_one_is_another_asset(station):
    """First: guid1 is P-01. Then the designer labels guid1 P-09 and gives P-01 to a new pump, guid2."""
    revisions.publish(pump(shared(station, 1), 1, file_code="P-01").revision)
    second = shared(station, 2)
    pump(second, 1, file_code="P-09"), pump(second, 2, file_code="P-01")

    revisions.publish(second)

    drawn = dict(Element.objects.filter(revision=second).values_list("global_id", "match__asset__code"))
    assert drawn["guid1"] == "P-01"
    assert drawn["guid2"] not in ("P-01", None)
    assert Asset.objects.count() == 2


def test_what_was_gone_for_one_revision_comes_back_as_itself(station):
    """By its GlobalId, although the file never gave it a code."""
    first = shared(station, 1)
    pump(first, 1), pump(first, 2)
    revisions.publish(first)
    code = Element.objects.get(revision=first, step_id=2).code
    second = shared(station, 2)
    pump(second, 1)
    revisions.publish(second)
    assert Asset.objects.get(code=code).presence == Asset.Presence.TO_CONFIRM

    third = shared(station, 3)
    pump(third, 1), pump(third, 2)
    revisions.publish(third)

    assert Element.objects.get(revision=third, step_id=2).code == code
    assert Asset.objects.get(code=code).presence == Asset.Presence.PRESENT
    assert Asset.objects.count() == 2


def test_an_element_of_no_published_revision_cannot_become_an_asset(station):
    with pytest.raises(registering.NotPointedAt):
        registering.become_asset(pump(shared(station, 1)))


def test_an_asset_of_the_register_waits_for_the_model_that_draws_it(station):
    known = Asset.objects.create(
        station=station, code="P-01", code_key="P1", code_source=Asset.CodeSource.REGISTER, kind="pump"
    )
    revisions.publish(pump(shared(station, 1), file_code="P-01").revision)

    assert Asset.objects.get() == known
    assert known.matches.get().method == "code"


def test_a_run_is_one_thing_with_one_code_and_keeps_it(station):
    """
    valve ──1──╮
               ├─ 2 (elbow) ── 3 ─▶ tap        : 1, 2 and 3 are one run
    """
    first = shared(station, 1)
    for step_id in (1, 2, 3):
        pipe(first, step_id, run_group=1)
    revisions.publish(first)
    code = Run.objects.get().code
    assert set(Element.objects.values_list("code", flat=True)) == {code}
    assert Asset.objects.count() == 0

    second = shared(station, 2)
    for step_id in (2, 3, 4):
        pipe(second, step_id, run_group=2)
    revisions.publish(second)

    assert Run.objects.count() == 1
    assert set(Element.objects.filter(revision=second).values_list("code", flat=True)) == {code}


def test_a_pipe_becomes_an_asset_when_something_is_hung_on_it(station):
    revision = shared(station, 1)
    for step_id in (1, 2):
        pipe(revision, step_id, run_group=1)
    revisions.publish(revision)
    run = Run.objects.get()

    asset = registering.become_asset(run.elements.first())

    assert asset.code == run.code
    assert asset.matches.count() == 2
    assert registering.become_asset(run.elements.last()) == asset


def document(**said) -> dict:
    """A document as a revision keeps it until it is published."""
    return {
        "step_id": 9,
        "identification": "DOC-01",
        "name": "",
        "location": "documents/doc.pdf",
        "purpose": "",
        "revision": "",
        "confidentiality": None,
        "about": [1],
        "path": "",
        "sha256": "",
        "media_type": "application/pdf",
        **said,
    }


def test_one_number_in_two_disciplines_is_two_documents(station):
    for discipline, name in (("PLB", "Notice de la pompe"), ("CVC", "Notice de la centrale")):
        revision = shared(station, 1, discipline, documents=[document(name=name)])
        pump(revision, 1, file_code=f"{discipline}-01")
        revisions.publish(revision)

    held = Document.objects.values_list("name", "links__asset__code")
    assert set(held) == {("Notice de la pompe", "PLB-01"), ("Notice de la centrale", "CVC-01")}


def test_documents_without_a_number_are_told_apart_by_where_they_are(station):
    places = ("a.pdf", "b.pdf")
    said = [document(identification="", location=place, step_id=i) for i, place in enumerate(places)]
    revision = shared(station, 1, documents=said)
    pump(revision, 1)

    revisions.publish(revision)

    assert set(Document.objects.values_list("reference", flat=True)) == set(places)


def test_a_document_about_a_wall_makes_the_wall_an_asset_in_the_same_act(station):
    said = document(identification="DOE-7", name="Plan de coffrage", location="documents/doe7.pdf")
    revision = shared(station, 1, documents=[said])
    pump(
        revision,
        1,
        maintainable=False,
        ifc_class="IfcWall",
        resolved_class="IfcWall",
        kind="wall",
        layer="wall",
    )

    revisions.publish(revision)

    link = DocumentLink.objects.get()
    assert link.asset.code == Element.objects.get().code
    assert link.document.name == "Plan de coffrage"


def test_a_serial_number_in_the_file_is_a_unit_fitted_there(station):
    serial = [["Pset_ManufacturerOccurrence", "SerialNumber", "SN-42", "IfcIdentifier", None, 5]]

    revisions.publish(pump(shared(station, 1), properties=serial).revision)

    assert Unit.objects.get().serial == "SN-42"
    assert Unit.objects.get().asset == Asset.objects.get()


def test_only_a_shared_revision_is_published_and_only_once(station):
    revision = shared(station, 1)
    revisions.publish(revision)

    with pytest.raises(revisions.NotPublishable):
        revisions.publish(revision)
    assert HistoryEntry.objects.filter(verb="published").count() == 1


def test_a_revision_that_would_take_most_away_is_told(station):
    first = shared(station, 1)
    for step_id in range(1, 11):
        pump(first, step_id)
    revisions.publish(first)
    second = shared(station, 2)
    for step_id in range(1, 8):
        pump(second, step_id)

    assert revisions.share_lost(second) == pytest.approx(0.3)


def test_two_assets_of_one_code_cannot_live_in_one_station(station):
    from django.db import IntegrityError

    Asset.objects.create(station=station, code="P-01", code_key="P1", code_source="file", kind="pump")
    with pytest.raises(IntegrityError):
        Asset.objects.create(station=station, code="P-01", code_key="P1", code_source="file", kind="pump")


def test_going_back_behind_a_newer_revision_is_not_done_in_passing(station):
    """Two imports at once: the later one was faster."""
    older, newer = shared(station, 1), shared(station, 2)
    pump(older, 1), pump(newer, 1)
    revisions.publish(newer)

    with pytest.raises(revisions.Overtaken):
        revisions.publish(older, forward_only=True)
    assert Revision.objects.published().get() == newer

    revisions.publish(older)
    assert Revision.objects.published().get() == older
