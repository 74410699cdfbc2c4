"""Who hears of what by e-mail: orders that are new, changed or late, notes, and what became of a declaration.

What is to be said is a row first (`Notice`, with a key that is unique: nothing is said twice), then a digest, then a
mail. A digest is claimed before it is sent and marked after; one that a killed worker left between the two is sent
again as the very same mail, under the same Message-ID, so that mail servers and readers know it for one.
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime, timedelta

from celery import shared_task
from django.db.models import QuerySet
from django.utils import timezone

from assets import jobs, reading_languages
from maintenance import agenda, digests
from maintenance.models import ENDED, Change, Declaration, Dossier, Note, Notice, Status, WorkOrder

SEND = "send_notices"
NEW, CHANGED, LATE, GONE, NOTE = "new", "changed", "late", "gone", "note"
REFUSED, RETURNED = "refused", "returned"
FORGOTTEN_AFTER = timedelta(days=30)
"""Orders that have not moved for so long are no news to anybody."""


@shared_task(name="maintenance.notices.tell_people")
def tell_people() -> int:
    """Of beat: writes down what is new, and wakes the sender when there is something to say. Says how many."""
    written = announce()
    if Notice.objects.filter(sent_at=None).exists():
        jobs.enqueue(SEND, key="site")
    return written


@jobs.handler(SEND)
def _send(job, report) -> dict[str, int]:
    return {"sent": send_digests()}


def announce(at: datetime | None = None) -> int:
    """One notice for each firm's order that is new, has changed or is late now; run again it writes nothing more."""
    now = at or timezone.now()
    written = 0
    for dossier in _open_dossiers(now):
        orders = WorkOrder.objects.filter(
            station=dossier.station, organisation=dossier.organisation, changed_at__gt=now - FORGOTTEN_AFTER
        )
        said = _already_said(dossier)
        notices = [notice for order in orders for notice in _about(order, dossier, said, now)]
        written += _write(notices)
    return written


def _open_dossiers(now: datetime) -> QuerySet[Dossier]:
    lasting = Dossier.objects.filter(revoked_at=None, expires_at__gt=now).exclude(email="")
    return lasting.select_related("station", "organisation")


def _already_said(dossier: Dossier) -> set[int]:
    """The orders this firm has heard of."""
    heard = Notice.objects.filter(dossier=dossier, work_order__isnull=False)
    return set(heard.values_list("work_order", flat=True))


def _about(order: WorkOrder, dossier: Dossier, heard: set[int], now: datetime) -> list[Notice]:
    ended = order.gone_at is not None or order.status in ENDED
    if ended and (order.pk not in heard or not _ended_unexpectedly(order)):
        return []
    what = GONE if ended else CHANGED if order.pk in heard else NEW
    found = [_notice(order, dossier, what, "gone" if ended else fingerprint(order))]
    if agenda.is_late(order, now):
        found.append(_notice(order, dossier, LATE, f"late {order.due_at:%Y%m%d%H%M}"))
    return found


def _ended_unexpectedly(order: WorkOrder) -> bool:
    """Cancelled, or taken away over there before its firm had finished it."""
    return order.status not in (Status.DONE, Status.CLOSED)


def _notice(order: WorkOrder, dossier: Dossier, what: str, said: str) -> Notice:
    return Notice(
        email=dossier.email,
        language=dossier.language,
        what=what,
        key=f"order {order.pk} dossier {dossier.pk} {said}",
        work_order=order,
        dossier=dossier,
    )


def fingerprint(order: WorkOrder) -> str:
    """Of what a firm must hear of. Its own progress is no news to it, and a new version number is none to anybody."""
    said = [
        order.title,
        order.description,
        order.priority,
        order.asset_id,
        order.location_id,
        *(moment.isoformat() if moment else "" for moment in (order.scheduled_at, order.due_at)),
    ]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def announce_note(note: Note) -> None:
    """In the note's transaction. Nobody is told what she wrote to herself, or without an address."""
    person = note.addressed_to
    if person is None or not person.email or person.pk == note.author_id:
        return
    dossier = Dossier.objects.filter(user=person).first()
    language = dossier.language if dossier else reading_languages.of(person)
    _write([Notice(email=person.email, language=language, what=NOTE, key=f"note {note.pk}", note=note)])


def announce_refusal(change: Change, *, by) -> None:
    """In the verdict's transaction: who declared the value reads why it is refused."""
    _tell_the_declarer(change.declaration, by, REFUSED, change.reason, f"change {change.pk}", change=change)


def announce_return(declaration: Declaration, *, by) -> None:
    """In the step's transaction: who declared it reads what is missing. It may come back to her more than once."""
    sent = f"{declaration.submitted_at:%Y%m%d%H%M%S%f}" if declaration.submitted_at else ""
    _tell_the_declarer(declaration, by, RETURNED, declaration.reason, f"declaration {declaration.pk} {sent}")


def _tell_the_declarer(
    declaration: Declaration, by, what: str, reason: str, about: str, change: Change | None = None
) -> None:
    """A person of a firm is written to as her dossier says; nobody without an address, nor of her own word."""
    author = declaration.author
    if author is None or author.pk == by.pk:
        return
    dossier = Dossier.objects.filter(user=author, revoked_at=None).first()
    email = (dossier.email if dossier else "") or author.email
    if not email:
        return
    notice = Notice(
        email=email,
        language=dossier.language if dossier else reading_languages.of(author),
        what=what,
        key=f"{what} {about}",
        declaration=declaration,
        change=change,
        dossier=dossier,
        reason=reason,
    )
    _write([notice])


def _write(notices: list[Notice]) -> int:
    known = set(Notice.objects.filter(key__in=[each.key for each in notices]).values_list("key", flat=True))
    new = [notice for notice in notices if notice.key not in known]
    Notice.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def send_digests() -> int:
    """Every receiver's notices in one mail. Says how many mails went out; one that fails waits for the next round."""
    _claim()
    waiting = Notice.objects.filter(sent_at=None, digest__isnull=False).order_by()
    sent = 0
    for digest in list(waiting.values_list("digest", flat=True).distinct()):
        sent += _send_one(digest)
    return sent


def _claim() -> None:
    """Ties what waits to a digest, one for each address and language; who comes second finds it tied."""
    free = Notice.objects.filter(sent_at=None, digest=None)
    for email, language in set(free.values_list("email", "language")):
        free.filter(email=email, language=language).update(digest=uuid.uuid4())


def _send_one(digest: uuid.UUID) -> int:
    mine = Notice.objects.filter(digest=digest, sent_at=None)
    notices = list(
        mine.select_related(
            "work_order__asset", "work_order__location__parent", "work_order__station", "work_order__source",
            "note__asset", "note__location", "note__station", "note__author", "dossier", "change",
            "declaration__asset", "declaration__station", "declaration__work_order",
        ).order_by("pk")
    )  # fmt: skip
    if not notices or not digests.send(notices, digest):
        return 0
    mine.update(sent_at=timezone.now())
    return 1
