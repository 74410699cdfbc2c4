"""`manage.py write_back` that kills itself with -9 at a chosen moment: a test's child, so that no kill comes by luck.

python -m tests.maintenance.killed_release MOMENT    (in station VDO)
"""

from __future__ import annotations

import os
import signal
import sys

WRITING = "the file is being written"
WRITTEN = "written, not yet checked"
CHECKED = "checked, not yet stored"
STORED = "stored, not yet received"
RECEIVED = "received and tied, not committed"
COMMITTED = "received, not yet read"
READING = "being read"
NOT_SHARED = "all rows written, not committed"
MOMENTS = (WRITING, WRITTEN, CHECKED, STORED, RECEIVED, COMMITTED, READING, NOT_SHARED)


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm(moment: str) -> None:
    """Put the kill where the ordinary command will come by."""
    from assets import files, history
    from assets.ifc import validation, writing
    from twin import writebacks

    def half_a_file(source, target, edits, **_):
        target.write_bytes(source.read_bytes()[:1000])
        die()

    if moment == WRITING:
        writing.write = half_a_file
    elif moment == WRITTEN:
        validation.new_errors = die
    elif moment == CHECKED:
        files.store_path = die
    elif moment == STORED:
        stored = files.store_path
        files.store_path = lambda path: (stored(path), die())
    elif moment == RECEIVED:
        record = history.record
        history.record = lambda act, *args, **more: (
            die() if act == "written back" else record(act, *args, **more)
        )
    elif moment == COMMITTED:
        writebacks.import_revision = die
    else:
        ordinary = writebacks.import_revision
        step, least = ("reading", 0.0) if moment == READING else ("writing", 0.95)
        writebacks.import_revision = lambda revision, progress: ordinary(
            revision, progress=lambda part, name: die() if name == step and part >= least else None
        )


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twin.settings")
    import django
    from django.core.management import call_command

    django.setup()
    arm(sys.argv[1])
    call_command("write_back", "--station", "VDO")


if __name__ == "__main__":
    main()
