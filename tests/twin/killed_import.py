"""`manage.py import_ifc` that kills itself with -9 at a chosen moment: a test's child, so that no kill comes by luck.

python -m tests.twin.killed_import MOMENT FILE…     (as arguments of import_ifc)
"""

from __future__ import annotations

import os
import signal
import sys

# Moments of the first transaction and before, by what the progress bar is told; then those of the second.
PROGRESS = {
    "opening": (0.0, "opening"),
    "reading": (0.0, "reading"),
    "shaping": (0.0, "shaping"),
    "placing": (0.0, "placing"),
    "drawing": (0.0, "drawing"),
    "before writing": (0.0, "writing"),
    "all rows written, not committed": (0.95, "writing"),
}
SHARED = "shared, not yet published"
PUBLISHING = "published, not committed"
MOMENTS = (*PROGRESS, SHARED, PUBLISHING)


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm(moment: str) -> None:
    """Put the kill where the ordinary command will come by."""
    from assets import history, revisions
    from twin import terminal

    if moment == SHARED:
        revisions.publish = die
    elif moment == PUBLISHING:
        record = history.record
        history.record = lambda act, *args, **more: (
            die() if act == "published" else record(act, *args, **more)
        )
    else:
        part, wanted = PROGRESS[moment]
        terminal.Bar.show = lambda _self, fraction, step: (
            die() if step == wanted and fraction >= part else None
        )


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twin.settings")
    import django
    from django.core.management import call_command

    django.setup()
    arm(sys.argv[1])
    call_command("import_ifc", *sys.argv[2:])


if __name__ == "__main__":
    main()
