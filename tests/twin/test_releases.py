"""The pages of a release: what waits, asked for with one button, read, published by another steward or set aside."""

from __future__ import annotations

import pytest
from django.test import Client

from assets import files, jobs, revisions
from assets.models import Asset, Job, Revision
from maintenance import writeback
from maintenance.models import Change, Declaration
from tests import factories, small_model
from tests.maintenance import declaring
from twin import importing, reception, writebacks

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
