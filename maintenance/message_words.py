"""What is written into another system's order, in the language its people read."""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from maintenance import evidence
from maintenance.connectors.base import Attached
from maintenance.models import Evidence, OutboxMessage, Status

log = logging.getLogger(__name__)

Kind = OutboxMessage.Kind


def of(message: OutboxMessage) -> str:
    """Plain lines: what happened, when, by which firm; people are not named."""
    with translation.override(settings.LANGUAGE_CODE):
        lines = [_heading(message), *_body(message)]
    return "\n".join(line for line in lines if line)


def _heading(message: OutboxMessage) -> str:
    said = message.payload
    if message.kind == Kind.STATUS:
        heading = str(Status(said["status"]).label).capitalize()
    elif message.kind == Kind.REPORT:
        heading = gettext("Report")
    elif message.kind == Kind.PROPOSAL:
        heading = gettext("Data of %(code)s, checked on site") % {"code": said.get("equipment_code", "")}
    else:
        heading = gettext("Photos of the fault")
    firm = message.act.organisation.name if message.act and message.act.organisation else ""
    at = said.get("at") or (message.act.at.isoformat() if message.act else "")
    return " · ".join(part for part in (heading, firm, _when(at)) if part)


def _body(message: OutboxMessage) -> list[str]:
    said = message.payload
    if message.kind == Kind.PROPOSAL:
        return [f"{name}: {value}" for name, value in said.get("values", {}).items()]
    if message.kind == Kind.REQUEST:
        return []
    return [said.get("reason", ""), said.get("text", "")]


def _when(iso: str) -> str:
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return ""
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


def photos(message: OutboxMessage) -> list[Attached]:
    """As they may be shown: without position, nothing that runs. One that is lost does not keep the words back."""
    ids = [int(pk) for pk in message.payload.get("photos", ())]
    rows = Evidence.objects.in_bulk(ids) if ids else {}
    found = [rows[pk] for pk in ids if pk in rows]
    if not found:
        return []
    attached = []
    for each in found:
        try:
            with evidence.open_shown(each) as stream:
                name = each.file_name or f"photo-{each.pk}"
                attached.append(Attached(str(each.pk), name, each.media_type, stream.read()))
        except FileNotFoundError:
            log.error("outbox %s goes without photo %s: its file is not there any more", message.pk, each.pk)
    return attached
