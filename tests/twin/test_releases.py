"""The pages of a release: what waits, asked for with one button, read, published by another steward or set aside."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import translation

from assets import files, jobs, revisions
from assets.models import Asset, Job, Revision
from maintenance import writeback
from maintenance.models import Change, Declaration
from tests import factories, small_model
from tests.maintenance import declaring
from twin import importing, reception, writebacks, written_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def station(tmp_path):
    made = factories.station("VDO")
    path = small_model.write(tmp_path / "essai_PLB.ifc", pumps=2)
    receipt = revisions.receive(made, files.store_path(path), file_name=path.name, discipline="PLB")
    importing.import_revision(receipt.revision, with_scene=False)
    revisions.publish(receipt.revision)
    return made


@pytest.fixture
def declaration(station):
    pump = Asset.objects.get(station=station, code="EFS-P-02")
    return declaring.applied(
        pump, ("serial_number", "SN-2026"), author=factories.person("agent", username="Zoé")
    )


def signed_in(person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def text_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_one_button_and_a_second_steward_bring_a_value_into_the_model(station, declaration):
    asking, publishing = (factories.person("steward", station=station) for _ in range(2))
    page = text_of(signed_in(asking).get("/stations/VDO/releases/"))
    assert [word in page for word in ("EFS-P-02", "SN-2026", "SN-2", "Zoé", "Prepare the new revision")] == [
        True
    ] * 5

    signed_in(asking).post("/stations/VDO/releases/prepare/")
    signed_in(asking).post("/stations/VDO/releases/prepare/")  # twice by mistake
    (job,) = Job.objects.filter(kind=writebacks.KIND)
    assert "Waiting for its turn" in text_of(signed_in(asking).get("/stations/VDO/releases/"))
    assert jobs.run_one(job.pk).state == Job.State.DONE

    revision = Revision.objects.get(state="SHARED")
    page = text_of(signed_in(asking).get("/stations/VDO/releases/"))
    assert (f"/stations/VDO/revisions/{revision.pk}/" in page, "Prepare the new revision" in page) == (
        True,
        False,
    )
    own = text_of(signed_in(asking).get(f"/stations/VDO/revisions/{revision.pk}/"))
    other = text_of(signed_in(publishing).get(f"/stations/VDO/revisions/{revision.pk}/"))
    assert ["Publish: everybody" in page for page in (own, other)] == [False, True]
    assert ["SN-2026" in page and "Made from P01" in page for page in (own, other)] == [True, True]

    signed_in(publishing).post(f"/stations/VDO/revisions/{revision.pk}/publish/")
    jobs.run_one(Job.objects.get(kind=reception.PUBLICATION).pk)

    declaration.refresh_from_db()
    assert declaration.state == Declaration.State.RELEASED
    assert "Nothing waits" in text_of(signed_in(asking).get("/stations/VDO/releases/"))
    answer = signed_in(asking).get(f"/stations/VDO/revisions/{revision.pk}/file/")
    assert b"".join(answer.streaming_content) == files.absolute(revision.path).read_bytes()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="VDO_PLB_P02.ifc"'


def test_the_count_is_of_what_was_written_and_the_rest_is_told_apart(station, declaration):
    pump, other = (Asset.objects.get(station=station, code=code) for code in ("EFS-P-02", "EFS-P-01"))
    declaring.applied(pump, ("serial_number", "SN-2027"))
    declaring.applied(other, ("serial_number", "SN-1"))
    steward = factories.person("steward", station=station)

    waiting = text_of(signed_in(steward).get("/stations/VDO/releases/"))
    (released,) = writebacks.carry_out(station)
    page = text_of(signed_in(steward).get(f"/stations/VDO/revisions/{released.revision.pk}/"))

    assert re.findall(r"PLB P01 <span class=\"count\">(\d+)<", waiting) == ["1"]
    assert re.findall(r"What was written <span class=\"count\">(\d+)<", page) == ["1"]
    told = "3 declared values in all: 1 written, 1 the model said already, 1 replaced by a later one."
    assert told in " ".join(page.split())


def test_what_waits_stands_beside_what_the_model_says_not_what_the_register_said(station, declaration):
    Change.objects.update(base="what the register said")
    page = text_of(signed_in(factories.person("steward", station=station)).get("/stations/VDO/releases/"))

    assert ("The model says" in page, "what the register said" in page) == (True, False)
    assert '<td class="soft">SN-2</td><td><strong>SN-2026</strong></td>' in page


def test_a_former_number_has_a_unit_even_where_the_file_gives_none():
    entry = {
        "asset": "P", "field": "power", "set": "S", "name": "N", "old": 2200, "new": 2400, "unit": "W",
        "file_unit": "", "result": "written", "reason": "", "declared_by": None, "approved_by": [], "order": "",
    }  # fmt: skip
    with translation.override("en"):
        line = written_words._line(entry, "pump", {})

    assert (line.old, line.new) == ("2.2 kW", "2.4 kW")


def test_a_revision_that_is_set_aside_gives_its_changes_back(station, declaration):
    steward = factories.person("steward", station=station)
    (released,) = writebacks.carry_out(station)

    answer = signed_in(steward).post(
        f"/stations/VDO/revisions/{released.revision.pk}/give-back/", follow=True
    )

    assert "Prepare the new revision" in text_of(answer)
    assert Change.objects.get(declaration=declaration).released_in is None
    assert writeback.waiting_revisions(station) == []


def test_a_revision_that_was_written_and_never_read_is_asked_for_once_more(station, declaration):
    steward = factories.person("steward", station=station)
    (released,) = writeback.release(station)  # and its worker is killed, for the third time
    page = text_of(signed_in(steward).get("/stations/VDO/releases/"))
    assert ["Prepare the new revision" in page, "waits to be published" in page] == [True, False]

    signed_in(steward).post("/stations/VDO/releases/prepare/")
    jobs.run_one(Job.objects.get(kind=writebacks.KIND).pk)

    assert Revision.objects.get(state="SHARED") == released.revision
    page = text_of(signed_in(steward).get("/stations/VDO/releases/"))
    assert ["Prepare the new revision" in page, "waits to be published" in page] == [False, True]


def test_only_a_revision_we_wrote_can_be_set_aside(station):
    steward = factories.person("steward", station=station)
    own = Revision.objects.get()

    assert signed_in(steward).post(f"/stations/VDO/revisions/{own.pk}/give-back/").status_code == 404


@pytest.mark.parametrize("role", ["agent", "manager", "contractor"])
def test_nobody_else_sees_these_pages(station, role):
    client = signed_in(factories.person(role, station=station))
    pages = ("releases/", "releases/progress/", "disagreements/", "disagreements.csv")

    assert [client.get(f"/stations/VDO/{page}").status_code for page in pages] == [404] * 4


def test_a_file_that_breaks_a_rule_of_its_format_is_not_taken_in_and_says_so(
    station, declaration, monkeypatch
):
    monkeypatch.setattr("assets.ifc.validation.new_errors", lambda *_, **__: ("#7 Name: too long",))
    steward = factories.person("steward", station=station)

    jobs.run_one(writebacks.ask(station, by=steward).pk)

    page = text_of(signed_in(steward).get("/stations/VDO/releases/"))
    assert "The written file would break rules of its format: #7 Name: too long" in page
    assert Revision.objects.count() == 1
    assert Change.objects.get(declaration=declaration).released_in is None
