"""`manage.py sync_work_orders` that kills itself with -9 at a chosen moment: a test's child, so no kill comes by luck.

python -m tests.maintenance.killed_sync MOMENT SOURCE
"""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable

PULLING = (
    "before the first record",
    "two pages committed, in the third",
    "a page written, not committed",
    "all pages committed, cursor not moved",
    "cursor moved, not committed",
)
PUSHING = (
    "held, nothing sent",
    "state changed over there, not known here",
    "message written over there, not known here",
    "photo sent, its message not",
    "request made over there, not known here",
    "delivered, not committed",
)
RECORDS = {"before the first record": 1, "two pages committed, in the third": 8}  # pages of three
AFTER = {
    "state changed over there, not known here": "set_status",
    "message written over there, not known here": "post",
    "photo sent, its message not": "_attach",
    "request made over there, not known here": "create_request",
}


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def after(done: Callable) -> Callable:
    def then_die(*args, **more):
        done(*args, **more)
        die()

    return then_die


def at_record(number: int, take: Callable, *, taken: bool) -> Callable:
    """Dies at the so-manyeth record, when it is `taken` or before it is."""
    seen = [0]

    def counting(*args):
        seen[0] += 1
        if seen[0] == number and not taken:
            die()
        outcome = take(*args)
        if seen[0] == number:
            die()
        return outcome

    return counting


def arm(moment: str) -> None:
    """Put the kill where the ordinary command will come by."""
    from maintenance import receiving, sending, source_health, syncing
    from maintenance.connectors.odoo import Odoo

    take = receiving.Reception._take_in
    if moment in RECORDS:
        receiving.Reception._take_in = at_record(RECORDS[moment], take, taken=False)
    elif moment == "a page written, not committed":
        receiving.Reception._take_in = at_record(6, take, taken=True)
    elif moment == "all pages committed, cursor not moved":
        syncing._end_well = die
    elif moment == "cursor moved, not committed":
        source_health.answered = die
    elif moment == "held, nothing sent":
        Odoo.set_status = Odoo.post = Odoo.create_request = die
    elif moment == "delivered, not committed":
        sending._nothing_more_is_asked = die
    else:
        setattr(Odoo, AFTER[moment], after(getattr(Odoo, AFTER[moment])))


def photos_can_be_read() -> None:
    """The tests' photos have no file behind them."""
    from maintenance import evidence

    evidence.open_shown = lambda _evidence: io.BytesIO(b"\xff\xd8 jpeg")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twin.settings")
    import django
    from django.core.management import call_command

    django.setup()
    photos_can_be_read()
    if sys.argv[1]:
        arm(sys.argv[1])
    call_command("sync_work_orders", *sys.argv[2:])


if __name__ == "__main__":
    main()
