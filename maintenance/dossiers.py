"""The contractor's way in: a signed link to her firm's orders in one station, and a code by e-mail.

    dossier = dossiers.invite(station, firm, email="…", by=manager)
    dossiers.link(dossier)            # the words that open it; signed, not kept
    dossiers.opened(words, visit)     # the dossier they open, or Refused
    dossiers.send_code(dossier, visit)
    dossiers.let_in(dossier, "042137", visit)   # its user, or Refused

Every use is written down with its address and browser. A renewed link has a new serial number, so the former ones open
nothing any more, and whoever was in is out.
"""

from __future__ import annotations

import logging
import math
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext, ngettext

from assets import history
from assets.models import Employment, Membership, Organisation, Station
from maintenance import tokens, wrong_codes
from maintenance.models import AccessToken, Dossier, DossierUse, SecondFactor

log = logging.getLogger(__name__)

LASTS_DAYS = 90
CODE_LASTS = timedelta(minutes=10)
MOST_TRIES = 5  # wrong codes before a new one is needed
MOST_CODES = 5  # mails in an hour
_SALT = "maintenance.dossiers"


class Refused(Exception):
    """The door stays closed. The message says why and what to do."""


@dataclass(frozen=True)
class Visit:
    """Who knocks: the address her request comes from, and her browser's own words."""

    address: str | None
    browser: str


@transaction.atomic
def invite(
    station: Station, firm: Organisation, *, email: str, by, days: int = LASTS_DAYS, language: str = "fr"
) -> Dossier:
    """The firm's open dossier in the station, made when there is none; renewed when there is one.

    Raises Refused for the address of one of the operator's own people: nobody is two persons here.
    """
    if is_of_the_operator(email):
        raise Refused(gettext("Somebody of the operator has this address: she has an account of her own."))
    until = timezone.now() + timedelta(days=days)
    known = (
        Dossier.objects.select_for_update()
        .filter(station=station, organisation=firm, revoked_at=None)
        .first()
    )
    if known is not None:
        Dossier.objects.filter(pk=known.pk).update(email=email, language=language)
        return renew(known, by=by, days=days)
    dossier = Dossier.objects.create(
        station=station, organisation=firm, user=_account(station, firm), email=email, language=language,
        expires_at=until, created_by=by,
    )  # fmt: skip
    history.record("invited", dossier, station=station, by=by, after={"name": firm.name, "until": until})
    return dossier


def is_of_the_operator(email: str) -> bool:
    """Is it the address of an account that is no firm's?"""
    people = get_user_model()._default_manager.filter(email__iexact=email.strip(), is_active=True)
    firms = Organisation.objects.exclude(role=Organisation.Role.OPERATOR)
    return people.exclude(employment__organisation__in=firms).exists()


def _account(station: Station, firm: Organisation):
    """Somebody of the firm who works in the station, and whom no password lets in."""
    name = f"dossier-{station.code}-{secrets.token_hex(4)}".lower()
    user = get_user_model()._default_manager.create_user(name, first_name=firm.name[:150])
    Membership.objects.create(user=user, station=station, role=Membership.Role.CONTRACTOR)
    Employment.objects.create(user=user, organisation=firm)
    return user


@transaction.atomic
def renew(dossier: Dossier, *, by, days: int = LASTS_DAYS) -> Dossier:
    """A new link; the former one and its codes are void, who came in by it is out, with the keys she made for herself.

    No key that the station made for the firm's software outlives the new link.
    """
    until = timezone.now() + timedelta(days=days)
    Dossier.objects.filter(pk=dossier.pk).update(serial=F("serial") + 1, expires_at=until)
    AccessToken.objects.filter(user=dossier.user_id, revoked_at=None, expires_at__gt=until).update(
        expires_at=until
    )
    for token in AccessToken.objects.filter(
        user=dossier.user_id, created_by=dossier.user_id, revoked_at=None
    ):
        tokens.revoke(token, station=dossier.station, by=by)
    DossierUse.objects.create(dossier=dossier, what=wrong_codes.RENEWED)
    _put_out(dossier)
    history.record(
        "renewed",
        dossier,
        station=dossier.station,
        by=by,
        after={"name": dossier.organisation.name, "until": until},
    )
    dossier.refresh_from_db()
    return dossier


@transaction.atomic
def revoke(dossier: Dossier, *, by) -> None:
    """Nothing opens it any more: neither link nor code nor key of the firm's software."""
    if not Dossier.objects.filter(pk=dossier.pk, revoked_at=None).update(revoked_at=timezone.now()):
        return
    _put_out(dossier)
    get_user_model()._default_manager.filter(pk=dossier.user_id).update(is_active=False)
    for token in AccessToken.objects.filter(user=dossier.user_id, revoked_at=None):
        tokens.revoke(token, station=dossier.station, by=by)
    history.record(
        "revoked", dossier, station=dossier.station, by=by, before={"name": dossier.organisation.name}
    )


def _put_out(dossier: Dossier) -> None:
    """Sessions are tied to the account's (unusable) password; a new one ends them all."""
    dossier.codes.filter(used_at=None).update(used_at=timezone.now())
    user = dossier.user
    user.set_unusable_password()
    user.save(update_fields=["password"])


def link(dossier: Dossier) -> str:
    """The words in the link: the same each time, until the dossier is renewed."""
    return Signer(salt=_SALT).sign_object([dossier.pk, dossier.serial])


def opened(words: str, visit: Visit | None = None) -> Dossier:
    """The dossier these words open. With `visit`, the use is noted. Raises Refused."""
    try:
        pk, serial = Signer(salt=_SALT).unsign_object(words)
    except (BadSignature, ValueError, TypeError):
        raise Refused(
            gettext(
                "This link is not complete. Open it once more from the mail it came with; if it stays so, ask the"
                " person of the station who sent you that mail for a new one."
            )
        ) from None
    dossier = Dossier.objects.filter(pk=pk).select_related("station", "organisation", "user").first()
    if dossier is None or dossier.revoked_at is not None or dossier.serial != serial:
        _note(dossier, "refused", visit)
        raise Refused(gettext("This link has been replaced or withdrawn. Ask the station for a new one."))
    if dossier.expires_at <= timezone.now():
        _note(dossier, "expired", visit)
        raise Refused(gettext("This link has expired. Ask the station for a new one."))
    _note(dossier, "opened", visit)
    return dossier


def send_code(dossier: Dossier, visit: Visit) -> None:
    """A code of six digits by e-mail, good for ten minutes. Raises Refused when too many were asked for."""
    code = f"{secrets.randbelow(10**6):06d}"
    with transaction.atomic():
        held = Dossier.objects.select_for_update().get(pk=dossier.pk)
        _refuse_haste(held)
        held.codes.filter(used_at=None).update(used_at=timezone.now())
        held.codes.create(code_hash=_hash(held, code), expires_at=timezone.now() + CODE_LASTS)
        _note(held, "code sent", visit)
    _mail(dossier, code)


def _refuse_haste(dossier: Dossier) -> None:
    now = timezone.now()
    lately = dossier.codes.filter(created_at__gt=now - timedelta(hours=1))
    if lately.filter(created_at__gt=now - wrong_codes.wait(dossier)).exists():
        if wrong_codes.wait(dossier) > wrong_codes.BETWEEN_CODES:
            raise Refused(_wait_after_wrong_codes(dossier))
        raise Refused(gettext("A code has just been sent. Look into your mail before asking for another."))
    if lately.count() >= MOST_CODES:
        raise Refused(gettext("Too many codes were asked for. Wait an hour, or call the station."))


def _wait_after_wrong_codes(dossier: Dossier) -> str:
    last = dossier.codes.order_by("-created_at").first()
    free = last.created_at + wrong_codes.wait(dossier) if last else timezone.now()
    minutes = max(1, math.ceil((free - timezone.now()).total_seconds() / 60))
    return ngettext(
        "Too many wrong codes: in %(count)d minute you can ask for another, or call the station.",
        "Too many wrong codes: in %(count)d minutes you can ask for another, or call the station.",
        minutes,
    ) % {"count": minutes}


def _mail(dossier: Dossier, code: str) -> None:
    with translation.override(dossier.language):
        said = {
            "code": code,
            "station": dossier.station.name,
            "minutes": int(CODE_LASTS.total_seconds() // 60),
        }
        subject = gettext("%(code)s is your code for %(station)s") % said
        text = gettext(
            "Your code: %(code)s\n\nType it on the page you have just opened. It is good for %(minutes)d minutes.\n"
            "If you did not ask for it, tell the station."
        )
        try:
            send_mail(subject, text % said, None, [dossier.email])
        except OSError as unreachable:  # smtplib's errors are OSErrors
            log.warning("no code could be mailed for dossier %s: %s", dossier.pk, unreachable)
            raise Refused(
                gettext("The mail could not be sent. Try again in a minute, or call the station.")
            ) from None


def let_in(dossier: Dossier, code: str, visit: Visit):
    """The account to be signed in. Raises Refused; each try counts, also of those who try at once."""
    now = timezone.now()
    sent = dossier.codes.filter(used_at=None, expires_at__gt=now).order_by("-pk").first()
    # A try is taken before it is looked at: two at once cannot share one.
    counted = sent is not None and SecondFactor.objects.filter(
        pk=sent.pk, used_at=None, attempts__lt=MOST_TRIES
    ).update(attempts=F("attempts") + 1)
    right = constant_time_compare(_hash(dossier, code), sent.code_hash if sent else _hash(dossier, ""))
    if sent is None or not counted:
        _note(dossier, "refused", visit)
        if wrong_codes.wait(dossier) > wrong_codes.BETWEEN_CODES:
            raise Refused(gettext("This code is no longer good.") + " " + _wait_after_wrong_codes(dossier))
        raise Refused(gettext("This code is no longer good. Ask for a new one."))
    if not right or not SecondFactor.objects.filter(pk=sent.pk, used_at=None).update(used_at=now):
        _note(dossier, wrong_codes.WRONG, visit)
        wrong_codes.close_after_too_many(dossier)
        raise Refused(gettext("This is not the code of the mail. Look at the newest mail and try again."))
    _note(dossier, wrong_codes.LET_IN, visit)
    return dossier.user


def _hash(dossier: Dossier, code: str) -> str:
    """With the site's secret in it: a stolen database does not tell which of a million codes it was."""
    digits = "".join(letter for letter in code if letter.isdecimal())
    return salted_hmac(_SALT, f"{dossier.pk} {dossier.serial} {digits}", algorithm="sha256").hexdigest()


def _note(dossier: Dossier | None, what: str, visit: Visit | None) -> None:
    if dossier is not None and visit is not None:
        DossierUse.objects.create(
            dossier=dossier, what=what, address=visit.address, browser=visit.browser[:255]
        )
