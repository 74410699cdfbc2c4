"""Odoo's JSON-RPC (`POST /jsonrpc`, up to Odoo 18): one call, its answer, and what its errors mean.

Nearly every error comes as HTTP 200 with `error.data.name`; which of them deserve another try was seen on a real one.
"""

from __future__ import annotations

import json
import re
import socket
import urllib.error
import urllib.request
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_noop

from maintenance.connectors.base import (
    Access,
    ConnectorError,
    Gone,
    NotLetIn,
    PermanentError,
    Refused,
    TemporaryError,
)

UNREACHABLE = gettext_noop("The other system does not answer.")
TOO_SLOW = gettext_noop("The other system takes too long to answer.")
TROUBLED = gettext_noop("The other system has a fault (error {status}).")
BUSY = gettext_noop("The other system asks us to come less often.")
NOT_ODOO = gettext_noop("At this address nothing answers as Odoo does.")
UNKNOWN_DATABASE = gettext_noop("The other system has no database of this name.")
WRONG_PASSWORD = gettext_noop("The other system does not know this account, or its password has changed.")
NO_RIGHT = gettext_noop("The account has not the right to do this in the other system.")
SESSION_OVER = gettext_noop("The session with the other system was over.")
SAID_NO = gettext_noop("The other system refused: {words}")
GONE = gettext_noop("It is no longer in the other system.")
FAILED = gettext_noop("The other system could not do it: {words}")

MAX_ANSWER = 64 * 2**20
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class OdooRpc:
    """`call(model, method, …)` as the account of `access`; logs in at the first call, again when its session ends."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self.seconds = float(access.settings.get("seconds", 15))
        self.database = str(access.settings.get("database", ""))
        self.clock: datetime | None = None
        self._uid: int | None = None
        proxies: dict[str, str] | None = {} if urlsplit(access.url).hostname in _LOOPBACK else None
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler(proxies), _NoRedirect())

    def call(self, model: str, method: str, *args: Any, **named: Any) -> Any:
        """The result. Raises TemporaryError or PermanentError."""
        try:
            return self._execute(model, method, args, named)
        except _SessionOver:
            self._uid = None
            try:
                return self._execute(model, method, args, named)
            except _SessionOver:
                raise TemporaryError(SESSION_OVER) from None

    def rows(self, model: str, method: str, *args: Any, **named: Any) -> list[dict[str, Any]]:
        """Of `search_read` or `read`. Anything else is an error: taken for "no rows", it would lose some."""
        found = self.call(model, method, *args, **named)
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            raise PermanentError(NOT_ODOO)
        return found

    def whole_rows(
        self, model: str, method: str, *args: Any, fields: Sequence[str], **named: Any
    ) -> list[dict[str, Any]]:
        """Rows with an id and every field asked for, as Odoo always gives them."""
        found = self.rows(model, method, *args, fields=list(fields), **named)
        if not all(isinstance(row.get("id"), int) and row.keys() >= set(fields) for row in found):
            raise PermanentError(NOT_ODOO)
        return found

    def ids(self, model: str, domain: list[Any], **named: Any) -> list[int]:
        found = self.call(model, "search", domain, **named)
        if not isinstance(found, list) or not all(isinstance(pk, int) for pk in found):
            raise PermanentError(NOT_ODOO)
        return found

    def create(self, model: str, values: dict[str, Any]) -> int:
        made = self.call(model, "create", values)
        if not isinstance(made, int):
            raise PermanentError(NOT_ODOO)
        return made

    def _execute(self, model: str, method: str, args: Any, named: Any) -> Any:
        if self._uid is None:
            self._uid = self._log_in()
        who = [self.database, self._uid, self.access.secret]
        return self._ask("object", "execute_kw", [*who, model, method, list(args), named])

    def _log_in(self) -> int:
        uid = self._ask("common", "authenticate", [self.database, self.access.login, self.access.secret, {}])
        if not isinstance(uid, int) or not uid:
            raise NotLetIn(WRONG_PASSWORD)
        return uid

    def version(self) -> str:
        told = self._ask("common", "version", [])
        if not isinstance(told, dict):
            raise PermanentError(NOT_ODOO)
        return str(told.get("server_version", ""))

    def _ask(self, service: str, method: str, args: list[Any]) -> Any:
        params = {"service": service, "method": method, "args": args}
        answer = self._post({"jsonrpc": "2.0", "method": "call", "id": 1, "params": params})
        if answer.get("error") is not None:
            raise error_of(answer["error"])
        return answer.get("result")  # absent: the method returned nothing

    def _post(self, said: dict[str, Any]) -> dict[str, Any]:
        request = urllib.request.Request(
            f"{self.access.url.rstrip('/')}/jsonrpc",
            data=json.dumps(said).encode(),
            headers={"Content-Type": "application/json", "User-Agent": "StationTwin"},
        )
        try:
            with self._opener.open(request, timeout=self.seconds) as response:
                self._set_clock(response.headers.get("Date"))
                body = response.read(MAX_ANSWER + 1)
        except urllib.error.HTTPError as error:
            error.close()
            raise _of_status(error.code, error.headers.get("Retry-After")) from None
        except TimeoutError:
            raise TemporaryError(TOO_SLOW) from None
        except (urllib.error.URLError, OSError, HTTPException) as error:
            raise _unreachable(error) from None
        try:
            answer = json.loads(body) if len(body) <= MAX_ANSWER else None
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise PermanentError(NOT_ODOO)
        return answer

    def _set_clock(self, date: str | None) -> None:
        try:
            self.clock = parsedate_to_datetime(date or "").astimezone(UTC)
        except (TypeError, ValueError):
            self.clock = datetime.now(UTC)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A password is not sent on to wherever somebody points."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class _SessionOver(ConnectorError):
    pass


def _unreachable(error: Exception) -> TemporaryError:
    """Connecting failed: surely nothing was done. Once connected, nobody knows how far it came."""
    reason = getattr(error, "reason", error)
    never = isinstance(reason, (ConnectionRefusedError, socket.gaierror, TimeoutError))
    return TemporaryError(UNREACHABLE, reached=not never)


def _of_status(status: int, retry_after: str | None) -> ConnectorError:
    if status == 429:
        return TemporaryError(BUSY, retry_after=seconds_of(retry_after) or 60.0)
    if status == 503 and retry_after:
        return TemporaryError(TROUBLED, status=status, retry_after=seconds_of(retry_after))
    if status in (502, 503, 504):  # a gateway says that what is behind it does not answer
        return TemporaryError(TROUBLED, status=status, reached=False)
    if status >= 500 or status == 408:
        return TemporaryError(TROUBLED, status=status)
    return NotLetIn(NO_RIGHT) if status in (401, 403) else PermanentError(NOT_ODOO)


def seconds_of(retry_after: str | None) -> float | None:
    """Retry-After of RFC 9110: seconds, or a date. None when it says nothing we understand."""
    text = (retry_after or "").strip()
    if text.isdigit():
        return float(min(int(text), 86400))
    try:
        wait = (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds()
    except (TypeError, ValueError):
        return None
    return min(max(wait, 0.0), 86400.0)


_TRY_AGAIN = (
    "SerializationFailure",
    "LockNotAvailable",
    "DeadlockDetected",
    "OperationalError",
    "ConcurrencyError",
)


def error_of(error: Any) -> ConnectorError:
    """What an `error` object of an answer means for us."""
    if not isinstance(error, dict) or not isinstance(error.get("data") or {}, dict):
        return PermanentError(NOT_ODOO)
    said = error.get("data") or {}
    name, words = str(said.get("name", "")), _first_line(str(said.get("message", "")))
    if error.get("code") == 100 or name.endswith("SessionExpiredException"):
        return _SessionOver(SESSION_OVER)
    if re.search(r'database ".*" does not exist', words):
        return PermanentError(UNKNOWN_DATABASE)
    if name.endswith(_TRY_AGAIN):
        return TemporaryError(FAILED, words=words, reached=not name.endswith("OperationalError"))
    if name.endswith("AccessDenied"):
        return NotLetIn(WRONG_PASSWORD)
    if name.endswith("AccessError"):
        return Refused(NO_RIGHT)
    if name.endswith("MissingError"):
        return Gone(GONE)
    if name.endswith(("ValidationError", "UserError", "ValueError")):
        return Refused(SAID_NO, words=words)
    return Refused(FAILED, words=words or name)


def _first_line(message: str) -> str:
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    return " ".join(lines)[:300]
