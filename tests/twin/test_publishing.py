"""A steward's word, and the job that keeps it: killed at the worst moment, too late, or about an older revision."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from assets import jobs, revisions
from assets.models import Job, Revision
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
