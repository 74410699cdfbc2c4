"""Long acts as rows (assets/jobs.py), without a broker: who claims, who holds, who gives up."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from assets import jobs
from assets.models import Job


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch):
    """Registers a handler for the kind "test" for as long as the test runs."""

    def register(function):
        monkeypatch.setitem(jobs._handlers, "test", function)
        return function

    return register


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Ids of the jobs for which a message was sent."""
    messages: list[int] = []
    monkeypatch.setattr(jobs, "_send", lambda job_id, seconds: messages.append(job_id))
    return messages


def expire(job: Job) -> None:
    """As if its worker had been killed a while ago."""
    Job.objects.filter(pk=job.pk).update(
        state="running", lease_token="of the dead", lease_until=timezone.now() - timedelta(seconds=1)
    )


@pytest.mark.django_db
def test_asking_twice_makes_one_job_and_asking_after_its_end_another(kind, sent):
    first = jobs.enqueue("test", key="pump")
    again = jobs.enqueue("test", key="pump")
    other = jobs.enqueue("test", key="valve")

    kind(lambda job, report: None)
    jobs.run_one(first.pk)
    after = jobs.enqueue("test", key="pump")

    assert again == first
    assert len({first.pk, other.pk, after.pk}) == 3


@pytest.mark.django_db
def test_the_database_itself_refuses_a_second_open_job_of_one_key():
    Job.objects.create(kind="test", key="pump")

    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind="test", key="pump")


@pytest.mark.django_db(transaction=True)
def test_a_message_is_sent_only_when_the_row_can_be_seen(sent):
    with transaction.atomic():
        job = jobs.enqueue("test", key="pump")
        assert sent == []

    assert sent == [job.pk]


@pytest.mark.django_db
def test_a_job_that_is_done_keeps_its_result_and_its_last_sentence(kind, sent):
    @kind
    def work(job, report):
        report(0.5, "reading")
        return {"read": job.payload["file"]}

    job = jobs.run_one(jobs.enqueue("test", key="pump", payload={"file": "a.ifc"}).pk)

    assert (job.state, job.progress, job.sentence, job.result) == ("done", 1.0, "reading", {"read": "a.ifc"})
    assert (job.attempts, job.lease_token, job.reason) == (1, "", "")
    assert job.finished_at is not None


@pytest.mark.django_db
def test_a_refused_job_is_failed_at_once_with_its_sentence(kind, sent):
    @kind
    def work(job, report):
        raise jobs.JobRefused("This file is cut: export it again.")

    job = jobs.run_one(jobs.enqueue("test", key="pump").pk)

    assert (job.state, job.attempts, job.reason) == ("failed", 1, "This file is cut: export it again.")


@pytest.mark.django_db
def test_a_job_that_breaks_is_tried_three_times_then_failed_with_a_sentence(kind, sent):
    @kind
    def work(job, report):
        raise ZeroDivisionError

    job = jobs.enqueue("test", key="pump")
    states = [jobs.run_one(job.pk).state for _ in range(4)]

    job.refresh_from_db()
    assert states == ["queued", "queued", "failed", "failed"]
    assert job.attempts == 3
    assert "tried 3 times" in job.reason
    assert "ZeroDivision" not in job.reason


@pytest.mark.django_db
def test_a_kind_that_nobody_knows_is_refused_with_a_sentence(sent):
    job = jobs.run_one(jobs.enqueue("never heard of", key="1").pk)

    assert (job.state, job.reason) == ("failed", jobs.NOT_KNOWN)


@pytest.mark.django_db
def test_a_job_that_is_taken_is_not_done_twice(kind, sent):
    done = []
    kind(lambda job, report: done.append(job.pk))
    job = jobs.enqueue("test", key="pump")
    Job.objects.filter(pk=job.pk).update(
        state="running", lease_token="somebody", lease_until=timezone.now() + timedelta(minutes=1)
    )

    assert jobs.run_one(job.pk).state == "running"
    assert done == []


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_that_look_at_once_one_does_the_job(kind, sent):
    done = []
    kind(lambda job, report: done.append(threading.get_ident()))
    job = jobs.enqueue("test", key="pump")
    together = threading.Barrier(2)

    def worker() -> None:
        together.wait()
        jobs.run_one(job.pk)
        connection.close()

    workers = [threading.Thread(target=worker) for _ in range(2)]
    for thread in workers:
        thread.start()
    for thread in workers:
        thread.join()

    assert len(done) == 1


@pytest.mark.django_db
def test_a_job_whose_worker_died_is_queued_again_and_announced(sent):
    job = jobs.enqueue("test", key="pump")
    sent.clear()
    expire(job)

    assert jobs.requeue_expired() == 1
    assert jobs.requeue_expired() == 0
    job.refresh_from_db()
    assert (job.state, job.lease_token) == ("queued", "")


@pytest.mark.django_db
def test_a_job_whose_worker_died_three_times_is_failed(sent):
    job = jobs.enqueue("test", key="pump")
    expire(job)
    Job.objects.filter(pk=job.pk).update(attempts=3)

    assert jobs.requeue_expired() == 0
    job.refresh_from_db()
    assert job.state == "failed"
    assert "stopped 3 times" in job.reason


@pytest.mark.django_db
def test_a_running_job_with_a_good_lease_is_left_alone(sent):
    job = jobs.enqueue("test", key="pump")
    expire(job)
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() + timedelta(seconds=20))

    assert jobs.requeue_expired() == 0
    job.refresh_from_db()
    assert job.state == "running"


@pytest.mark.django_db(transaction=True)
def test_a_queued_job_whose_message_was_lost_is_announced_again(sent):
    job = jobs.enqueue("test", key="pump")
    Job.objects.filter(pk=job.pk).update(woken_at=timezone.now() - timedelta(minutes=5))
    sent.clear()

    assert jobs.requeue_expired() == 1
    assert sent == [job.pk]


@pytest.mark.django_db
def test_a_worker_thought_dead_that_comes_back_changes_nothing(kind, sent):
    """
    worker A ── claims ─────────── (silent) ───────────── reports: refused
    worker B               lease over, claims, works on ─────────────▶
    """

    @kind
    def work(job, report):
        expire(job)
        jobs.requeue_expired()
        Job.objects.filter(pk=job.pk).update(state="running", lease_token="B", progress=0.25)
        report(0.9, "writing")

    job = jobs.run_one(jobs.enqueue("test", key="pump").pk)

    assert (job.state, job.lease_token, job.progress) == ("running", "B", 0.25)


@pytest.mark.django_db(transaction=True)
def test_the_lease_is_renewed_while_a_silent_act_goes_on(kind, sent, settings):
    settings.JOB_LEASE_SECONDS = 0.6
    ends = []

    @kind
    def work(job, report):
        for _ in range(3):
            threading.Event().wait(0.5)
            ends.append(Job.objects.get(pk=job.pk).lease_until)
        assert jobs.requeue_expired() == 0

    job = jobs.run_one(jobs.enqueue("test", key="pump").pk)

    assert job.state == "done"
    assert ends == sorted(set(ends))


@pytest.mark.django_db(transaction=True)
def test_a_report_just_before_a_long_commit_renews_the_lease_with_it(kind, sent, settings):
    """SQLite: the transaction holds the only write lock, nobody can renew until it ends."""
    settings.JOB_LEASE_SECONDS = 0.4

    @kind
    def work(job, report):
        with transaction.atomic():
            report(0.1, "indexing")
            threading.Event().wait(0.8)
            report(0.9, "committing")
        assert jobs.requeue_expired() == 0

    assert jobs.run_one(jobs.enqueue("test", key="pump").pk).state == "done"


@pytest.mark.django_db
def test_progress_never_goes_back_and_stays_a_fraction(kind, sent, settings):
    seen = []

    @kind
    def work(job, report):
        for fraction, sentence in ((0.5, "a"), (0.2, "b"), (7.0, "c")):
            report(fraction, sentence)
            seen.append(Job.objects.get(pk=job.pk).progress)

    jobs.run_one(jobs.enqueue("test", key="pump").pk)

    assert seen == [0.5, 0.5, 1.0]


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_does_not_answer_costs_nothing_but_a_wait(monkeypatch):
    def refuse(*_, **__):
        raise ConnectionError("no broker")

    monkeypatch.setattr(jobs.current_app, "send_task", refuse)

    job = jobs.enqueue("test", key="pump")

    assert Job.objects.get(pk=job.pk).state == "queued"
