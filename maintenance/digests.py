"""One mail of several notices, in the receiver's language, with the links inside."""

from __future__ import annotations

import logging
import uuid
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assets import fields
from maintenance import dossiers
from maintenance.models import Change, Note, Notice, WorkOrder

log = logging.getLogger(__name__)

HEADINGS = {
    "new": gettext_lazy("New"),
    "changed": gettext_lazy("Changed"),
    "late": gettext_lazy("Late"),
    "gone": gettext_lazy("Cancelled"),
    "note": gettext_lazy("A note for you"),
    "refused": gettext_lazy("Refused value"),
    "returned": gettext_lazy("Sent back to you"),
}


def send(notices: list[Notice], digest: uuid.UUID) -> bool:
    """False when the mail server did not take it; the reason is in the log, and it is tried again."""
    message = compose(notices, digest)
    try:
        return bool(message.send())
    except OSError as unreachable:  # smtplib's errors are OSErrors too
        log.warning("digest %s waits: the mail server did not take it (%s)", digest, unreachable)
        return False


def compose(notices: list[Notice], digest: uuid.UUID) -> EmailMessage:
    """All to one address in one language; the Message-ID is the digest's, however often it is sent."""
    with translation.override(notices[0].language):
        return EmailMessage(
            subject=_subject(notices),
            body="\n\n".join([*_blocks(notices), _foot(notices)]) + "\n",
            to=[notices[0].email],
            headers={"Message-ID": f"<{digest}@station-twin>", "Auto-Submitted": "auto-generated"},
        )


def _subject(notices: list[Notice]) -> str:
    """What it is about when there is one thing; else how many there are."""
    stations = sorted({_station(notice).name for notice in notices})
    about_each = {(each.work_order_id, each.note_id, each.declaration_id) for each in notices}
    count = len(about_each)
    said = ngettext("%(count)d piece of news", "%(count)d pieces of news", count) % {"count": count}
    if count == 1:
        notice = notices[0]
        about = _about(notice)
        said = f"{HEADINGS[notice.what]} · {' '.join(about.split())[:70]}"
    return (
        f"{', '.join(stations)} : {said}"
        if translation.get_language() == "fr"
        else f"{', '.join(stations)}: {said}"
    )


def _about(notice: Notice) -> str:
    if notice.work_order:
        return notice.work_order.title
    return _declared(notice) if notice.declaration else notice.note.text


def _station(notice: Notice):
    return (notice.work_order or notice.declaration or notice.note).station


def _blocks(notices: list[Notice]) -> list[str]:
    order = list(HEADINGS)
    ranked = sorted(_each_once(notices), key=lambda notice: (order.index(notice.what), notice.pk))
    return [
        "\n\n".join([str(HEADINGS[what]).upper(), *(_told(notice) for notice in group)])
        for what, group in groupby(ranked, key=lambda notice: notice.what)
    ]


def _each_once(notices: list[Notice]) -> list[Notice]:
    """An order that is new and late already is one piece of news: it is told as late."""
    late = {notice.work_order_id for notice in notices if notice.what == "late"}
    return [
        notice
        for notice in notices
        if notice.what == "late" or notice.work_order_id is None or notice.work_order_id not in late
    ]


def _told(notice: Notice) -> str:
    if notice.work_order:
        return _order(notice.work_order, notice)
    return _verdict(notice) if notice.declaration else _note(notice.note)


def _order(order: WorkOrder, notice: Notice) -> str:
    lines = [
        f"{order.number or order.external_id} · {order.title}",
        f"{order.station.name} · {_place(order)}",
    ]
    said = [f"{order.priority} ({order.get_priority_display()})"]
    if order.due_at:
        said.append(_("due %(when)s") % {"when": _moment(order.due_at)})
    return "\n".join([*lines, " · ".join(said), address(_page_of(order, notice))])


def _place(order: WorkOrder) -> str:
    if order.asset:
        return f"{order.asset.code} {order.asset.name}".strip()
    return order.location.label if order.location else _("place not known yet")


def _page_of(order: WorkOrder, notice: Notice) -> str:
    """A firm's people have pages of their own, behind the door of their firm: they have no password to sign in with."""
    if notice.dossier:
        door = reverse("dossier_door", args=[dossiers.link(notice.dossier)])
        return f"{door}?next={reverse('work_order', args=[order.pk])}"
    return reverse("order", args=[order.station.code, order.pk])


def _verdict(notice: Notice) -> str:
    """What was declared, where, and why it was refused or came back."""
    why = _("Why: %(reason)s") % {"reason": notice.reason}
    page = address(_page_of_declaration(notice))
    return "\n".join([_declared(notice), notice.declaration.station.name, why, page])


def _declared(notice: Notice) -> str:
    """ "P-01 Pompe · Débit"; the whole declaration when it is not about one value."""
    asset = notice.declaration.asset
    words = [f"{asset.code} {asset.name}".strip() if asset else notice.declaration.code]
    if notice.change and notice.change.kind == Change.Kind.CARD:
        words.append(_("isolation card"))
    if notice.change and notice.change.field in fields.fields():
        words.append(fields.fields()[notice.change.field].label(translation.get_language() or ""))
    return " · ".join(words)


def _page_of_declaration(notice: Notice) -> str:
    """Where she goes on: her form when it came back, else the sheet; a firm's people their order."""
    declaration = notice.declaration
    station, code = declaration.station.code, declaration.code
    if notice.dossier:
        door = reverse("dossier_door", args=[dossiers.link(notice.dossier)])
        order = declaration.work_order
        return f"{door}?next={reverse('work_order', args=[order.pk])}" if order else door
    kinds = set(declaration.changes.values_list("kind", flat=True))
    if Change.Kind.CARD in kinds:
        return _page_of_card(notice)
    if notice.what == "refused" or kinds <= {Change.Kind.VERIFY}:
        return reverse("sheet", args=[station, code])
    step = "replace" if Change.Kind.REPLACE in kinds else "correct"
    return reverse("declare", args=[station, step, code])


def _page_of_card(notice: Notice) -> str:
    """Her form when it came back, else the cards of the station: a network has no sheet."""
    declaration = notice.declaration
    if notice.what == "refused":
        return reverse("isolation_cards", args=[declaration.station.code])
    return f"{reverse('isolation_card_new', args=[declaration.station.code])}?draft={declaration.pk}"


def _note(note: Note) -> str:
    who = note.author.get_full_name() or note.author.get_username() if note.author else _("Somebody")
    about = note.asset or note.location
    where = f"{note.station.name} · {getattr(about, 'label', None) or about or _('a point of the 3D')}"
    return "\n".join(
        [f"{who} : {note.text}", where, address(reverse("note", args=[note.station.code, note.pk]))]
    )


def _moment(when) -> str:
    return date_format(timezone.localtime(when, timezone.get_default_timezone()), "SHORT_DATETIME_FORMAT")


def address(path: str) -> str:
    """A link that works from a mail or a printed label: SITE_URL says how the site is called from outside."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def _foot(notices: list[Notice]) -> str:
    if any(notice.work_order for notice in notices):
        return _("Written by Station Twin. The order itself stays in the system that gave it.")
    return _("Written by Station Twin.")
