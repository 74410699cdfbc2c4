"""Kinds of jobs that only the tests of the workers know; the worker is started with `--include`."""

import os
import time
from pathlib import Path

from assets import jobs


@jobs.handler("test.note")
def note(job, report):
    """Writes one line for each time it is really done."""
    with Path(job.payload["file"]).open("a") as stream:
        stream.write(f"{job.key} {os.getpid()}\n")


@jobs.handler("test.slow")
def slow(job, report):
    """Says who is at it, then works until the test lets it end."""
    with Path(job.payload["file"]).open("a") as stream:
        stream.write(f"{os.getpid()}\n")
    report(0.3, "working")
    while not Path(job.payload["until"]).exists():
        time.sleep(0.02)


@jobs.handler("test.crash")
def crash(job, report):
    """As a crash inside a library does: the process is gone, no exception is raised."""
    os._exit(11)
