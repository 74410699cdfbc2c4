"""What Celery runs. A message carries a job's id and nothing else."""

from celery import shared_task

from assets import jobs, proposal_search  # noqa: F401  # its jobs


@shared_task(name="assets.tasks.run_job")
def run_job(job_id: int) -> str:
    return jobs.run_one(job_id).state


@shared_task(name="assets.tasks.requeue_expired")
def requeue_expired() -> int:
    return jobs.requeue_expired()
