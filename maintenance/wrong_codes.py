"""Somebody guesses the code of a firm's link: she waits longer and longer, and in the end the link is closed."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext

from assets import history, reading_languages
from maintenance.models import Dossier, DossierUse

log = logging.getLogger(__name__)

WRONG, LET_IN, RENEWED, CLOSED = "code wrong", "let in", "renewed", "closed"
BETWEEN_CODES = timedelta(seconds=20)
LONGEST = timedelta(hours=1)
PATIENCE = 5  # wrong ones after which the wait doubles, each time
MOST_WRONG = 50  # of one link


def wait(dossier: Dossier) -> timedelta:
    """How long after a code another may be asked for: twice as long for every five wrong ones since the last right."""
    doubled = _wrong_since(dossier, LET_IN, RENEWED, CLOSED) // PATIENCE
    return min(BETWEEN_CODES * 2**doubled, LONGEST)


def close_after_too_many(dossier: Dossier) -> None:
    """The link and its codes are void, until whoever invites makes a new one; the inviter is told by e-mail, once."""
    if _wrong_since(dossier, RENEWED, CLOSED) < MOST_WRONG:
        return
    with transaction.atomic():
        if not Dossier.objects.filter(pk=dossier.pk, serial=dossier.serial).update(serial=F("serial") + 1):
            return  # somebody who guessed at the same time has closed it
        dossier.codes.filter(used_at=None).update(used_at=timezone.now())
        DossierUse.objects.create(dossier=dossier, what=CLOSED)
        after = {"name": dossier.organisation.name, "wrong": MOST_WRONG}
        history.record("closed", dossier, station=dossier.station, after=after)
    _tell_the_inviter(dossier)


def _wrong_since(dossier: Dossier, *what: str) -> int:
    last = dossier.uses.filter(what__in=what).order_by("-pk").values_list("pk", flat=True).first()
    return dossier.uses.filter(what=WRONG, pk__gt=last or 0).count()


def _tell_the_inviter(dossier: Dossier) -> None:
    inviter = dossier.created_by
    if inviter is None or not inviter.email:
        return
    with translation.override(reading_languages.of(inviter)):
        said = {"firm": dossier.organisation.name, "station": dossier.station.name, "count": MOST_WRONG}
        subject = gettext("The link of %(firm)s to %(station)s is closed") % said
        text = gettext(
            "Somebody typed %(count)d wrong codes at the link of %(firm)s. It opens nothing any more.\n\n"
            "Call the firm. If it is well, send it the new link that stands on its page."
        )
        try:
            send_mail(subject, text % said, None, [inviter.email])
        except OSError as unreachable:  # smtplib's errors are OSErrors; the history and the page say it too
            log.warning(
                "nobody could be told that the link of dossier %s is closed: %s", dossier.pk, unreachable
            )
