"""A steward's word, and the job that keeps it: killed at the worst moment, too late, or about an older revision."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from assets import jobs, revisions
from assets.models import HistoryEntry, Job, Revision
from tests import factories
from twin import reception

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    return factories.station("VDO")


@pytest.fixture
def person(station):
    return factories.person("steward", station=station)


@pytest.fixture
def steward(person):
    client = Client(headers={"accept-language": "fr"})
    client.force_login(person)
    return client


@pytest.fixture
def shared(station):
    return factories.revision(station, state="SHARED", number=1)


def address(revision: Revision, rest: str = "") -> str:
    return f"/stations/VDO/revisions/{revision.pk}/{rest}"


def text_of(answer) -> str:
    return answer.content.decode()


def test_a_job_killed_after_its_commit_is_done_when_it_is_taken_up_again(shared, person, steward):
    job = reception.ask_to_publish(shared, by=person)
    reception.publish(shared, by=person)

    done = jobs.run_one(job.pk)

    assert (done.state, done.reason) == (Job.State.DONE, "")
    assert done.result == {"revision": shared.pk, "state": "PUBLISHED"}
    assert "notice error" not in text_of(steward.get(address(shared)))


def test_a_job_that_comes_after_somebody_else_is_refused_with_a_reason_in_words(shared, person, station):
    job = reception.ask_to_publish(shared, by=person)
    revisions.publish(shared, by=factories.person("steward", station=station))

    done = jobs.run_one(job.pk)

    assert (done.state, done.reason) == (Job.State.FAILED, reception.NOT_WAITING)


@pytest.mark.parametrize("state", ["PUBLISHED", "ARCHIVED"])
def test_what_came_in_is_not_said_to_have_failed_whatever_became_of_its_job(station, steward, state):
    revision = factories.revision(station, state=state)
    Job.objects.create(
        kind=reception.PUBLICATION,
        key=f"revision-{revision.pk}",
        station=station,
        state=Job.State.FAILED,
        reason=jobs.WORKER_LOST.format(attempts=3),
    )

    assert "notice error" not in text_of(steward.get(address(revision)))


def test_a_publication_that_failed_is_told_in_the_readers_language(shared, person, steward):
    job = reception.ask_to_publish(shared, by=person)
    Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, reason=reception.NOT_WAITING)

    page = text_of(steward.get(address(shared)))

    assert "n&#x27;a pas pu être publiée" in page or "n'a pas pu être publiée" in page
    assert "quelqu&#x27;un a été plus rapide" in page


def test_who_asked_may_publish_alone_when_nobody_else_could_and_is_told_so_before(shared, person, steward):
    Revision.objects.update(received_by=person)

    page = text_of(steward.get(address(shared)))

    assert "personne d'autre ici ne peut la publier" in page
    steward.post(address(shared, "publish/"))
    jobs.run_one(Job.objects.get().pk)
    assert HistoryEntry.objects.filter(verb="published_alone", subject_id=shared.pk).exists()


def test_who_asked_is_refused_and_told_who_could_when_an_administrator_could(shared, person, steward):
    Revision.objects.update(received_by=person)
    factories.person(is_superuser=True, first_name="Ada", last_name="Min")

    page = text_of(steward.get(address(shared)))
    steward.post(address(shared, "publish/"))

    assert ("Ici, c'est Ada Min." in page, "/publish/" in page) == (True, False)
    assert not Job.objects.exists()


@pytest.mark.parametrize("outcome", ["refused", "failed"])
def test_a_file_that_was_refused_stands_apart_with_one_sentence_until_it_is_removed(
    station, steward, outcome
):
    published = factories.revision(station, number=1)
    reason = "Ce fichier n'est pas un modèle."
    broken = factories.revision(
        station, state="WIP", outcome=outcome, reason=reason, file_name="texte.ifc", discipline="ARC",
        report={"findings": [{"severity": "error", "code": "x", "message": reason}]},
    )  # fmt: skip

    listed = text_of(steward.get("/stations/VDO/revisions/"))
    models, _, apart = listed.partition("Fichiers qui ne sont pas entrés")
    page = text_of(steward.get(address(broken)))

    assert ("texte.ifc" in models, "texte.ifc" in apart) == (False, True)
    assert page.count("n&#x27;est pas un modèle") == 1
    steward.post(address(published, "remove/"))
    steward.post(address(broken, "remove/"))
    assert list(Revision.objects.all()) == [published]
    assert HistoryEntry.objects.get(verb="removed").before["file"] == "texte.ifc"


def test_an_older_revision_is_published_only_by_who_read_that_it_is_older(station, shared, steward):
    newer = factories.revision(station, number=2)

    page = text_of(steward.get(address(shared)))
    assert "Cette révision (P01) est plus ancienne que celle qui est publiée (P02)." in page
    [asked] = re.findall(r'name="instead_of" value="(\d+)"', page)

    steward.post(address(shared, "publish/"))
    assert not Job.objects.exists()

    steward.post(address(shared, "publish/"), {"instead_of": asked})
    jobs.run_one(Job.objects.get().pk)
    assert [each.state for each in Revision.objects.order_by("number")] == ["PUBLISHED", "ARCHIVED"]
    assert asked == str(newer.pk)


def test_what_was_published_after_the_page_was_read_is_told_before_anything_is_done(station, shared, steward):
    factories.revision(station, number=2)

    page = text_of(steward.post(address(shared, "publish/"), follow=True))

    assert "a été publiée entre-temps" in page
    assert Revision.objects.get(pk=shared.pk).state == "SHARED"


@pytest.mark.parametrize(("discipline", "number"), [("PLB", 1), ("ARC", 9)])
def test_a_newer_revision_is_published_without_a_warning(station, steward, discipline, number):
    factories.revision(station, discipline=discipline, number=number)
    shared = factories.revision(station, state="SHARED", number=5)

    page = text_of(steward.get(address(shared)))

    assert "instead_of" not in page
    assert "plus ancienne" not in page
