"""The demo's mail: each message is a file of `DATA_DIR/mails`, named after it, so that one sent again is one still."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as Message
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class MailFiles(BaseEmailBackend):
    """A mail backend of Django that writes files."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAILS_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in messages:
            _write(folder, message)
        return len(messages)


def _write(folder: Path, message: EmailMessage) -> None:
    written = message.message()
    name = hashlib.sha256(str(written["Message-ID"]).encode()).hexdigest()[:20]
    unfinished = folder / f"{name}.{os.getpid()}.part"
    unfinished.write_bytes(written.as_bytes())
    unfinished.replace(folder / f"{name}.eml")


@dataclass(frozen=True)
class Mail:
    """One mail as people read it."""

    name: str
    to: str
    subject: str
    sent_at: datetime
    text: str


def mails() -> list[Mail]:
    """The newest first."""
    paths = Path(settings.MAILS_DIR).glob("*.eml")
    return sorted((_read(path) for path in paths), key=lambda mail: mail.sent_at, reverse=True)


def _read(path: Path) -> Mail:
    message = message_from_bytes(path.read_bytes(), _class=Message, policy=policy.default)
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    # The sender's zone is not told ("-0000"): the moment is in UTC.
    sent_at = parsedate_to_datetime(message["Date"]).replace(tzinfo=UTC)
    return Mail(path.stem, str(message["To"]), str(message["Subject"]), sent_at, text)
