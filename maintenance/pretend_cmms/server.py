"""The HTTP server: `/jsonrpc` for programs, `/` and `/odoo/maintenance/<id>` for people. Loopback only."""

from __future__ import annotations

import base64
import json
import sys
import time
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from maintenance.pretend_cmms.faults import Fault, Faults
from maintenance.pretend_cmms.jsonrpc import JsonRpc, MalformedJson
from maintenance.pretend_cmms.models import MODELS
from maintenance.pretend_cmms.pages import Pages, Refused
from maintenance.pretend_cmms.records import Records

MAX_BODY = 64 * 2**20
SHOWN_INLINE = ("image/jpeg", "image/png", "image/webp", "image/gif")


class PretendCmms(ThreadingHTTPServer):
    """`records` and `faults` may be reached into by a test that runs it in a thread."""

    daemon_threads = True

    def __init__(self, data: Path | str, *, port: int = 0, controlled: bool = False) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.controlled = controlled
        self.faults = Faults()
        self.records = Records(data)
        self.records.clock = self.faults.now
        self.rpc = JsonRpc(self.records)
        self.pages = Pages(self.records)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked may have been killed meanwhile: that is no news."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: PretendCmms
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are two writes
    server_version = "PretendCmms"
    sys_version = ""

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        parts = [part for part in address.path.split("/") if part]
        if not parts:
            asked = {name: values[-1] for name, values in parse_qs(address.query).items()}
            self._page(self.server.pages.all_orders(asked))
        elif parts[:2] == ["odoo", "maintenance"] and len(parts) == 3 and parts[2].isdigit():
            self._page(self.server.pages.order(int(parts[2])))
        elif parts[:2] == ["web", "content"] and len(parts) == 3 and parts[2].isdigit():
            self._attachment(int(parts[2]))
        else:
            self._send(404, "text/plain", b"Not found")

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > MAX_BODY:
            self.close_connection = True
            self._send(413, "text/plain", b"Too large")
            return
        body = self.rfile.read(length)
        parts = [part for part in urlsplit(self.path).path.split("/") if part]
        if parts == ["jsonrpc"]:
            self._answer(body)
        elif parts == ["faults"] and self.server.controlled:
            self._control(json.loads(body))
        elif parts[:2] == ["odoo", "maintenance"] and len(parts) == 4 and parts[2].isdigit():
            self._act(int(parts[2]), parts[3], body)
        else:
            self._send(404, "text/plain", b"Not found")

    def _answer(self, body: bytes) -> None:
        fault = self.server.faults.strikes(_method(body))
        if fault is not None and fault.kind == "status":
            more = {"Retry-After": fault.retry_after} if fault.retry_after else {}
            self._send(fault.status, "text/html", b"<h1>It fails on purpose</h1>", more)
            return
        if fault is not None and fault.kind == "timeout":
            time.sleep(fault.seconds)
        try:
            answer = self.server.rpc.answer(body) if not _expired(fault) else _session_expired(body)
        except MalformedJson:
            self._send(400, "text/html; charset=utf-8", b"Invalid JSON data")
            return
        if fault is not None and fault.kind == "drop":
            self.close_connection = True
            self.connection.close()
            return
        if b'"maintenance.request", "search_read"' in body:
            answer = self.server.faults.spoilt(fault, answer)
        self._send(200, "application/json; charset=utf-8", json.dumps(answer).encode())

    def _act(self, pk: int, verb: str, body: bytes) -> None:
        """A person pressed a button of the page; only a form of this very site may."""
        origin = self.headers.get("Origin")
        if origin and urlsplit(origin).netloc != self.headers.get("Host"):
            self._send(403, "text/plain", b"Not from here")
            return
        form = {name: values[-1] for name, values in parse_qs(body.decode()).items()}
        try:
            self.server.pages.act(pk, verb, form)
        except Refused as refusal:
            self._send(422, "text/plain; charset=utf-8", str(refusal).encode())
            return
        self._send(303, "text/plain", b"", {"Location": f"/odoo/maintenance/{pk}"})

    def _control(self, asked: dict[str, Any]) -> None:
        """{"clear": true} · {"skew": 90} · {"kind": "status", "status": 429, "retry_after": "3", "times": 2, …}"""
        if asked.pop("clear", False):
            self.server.faults.clear()
        if "skew" in asked:
            self.server.faults.skew = float(asked.pop("skew"))
        if asked:
            self.server.faults.plan(**asked)
        self._send(200, "application/json", b"{}")

    def _attachment(self, pk: int) -> None:
        rows = self.server.records.read(MODELS["ir.attachment"], [pk], ["mimetype", "datas"])
        if not rows:
            self._send(404, "text/plain", b"Not found")
            return
        content = base64.b64decode(rows[0]["datas"] or "")
        if rows[0]["mimetype"] in SHOWN_INLINE:
            self._send(200, rows[0]["mimetype"], content)
        else:
            self._send(200, "application/octet-stream", content, {"Content-Disposition": "attachment"})

    def _page(self, content: str | None) -> None:
        if content is None:
            self._send(404, "text/plain; charset=utf-8", b"Cette fiche n'existe pas.")
        else:
            self._send(200, "text/html; charset=utf-8", content.encode())

    def _send(self, status: int, kind: str, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header(
            "Content-Security-Policy",
            "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; form-action 'self'",
        )
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The clock that a test may put ahead or behind."""
        return format_datetime(self.server.faults.now(), usegmt=True)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (its name in the library)
        """Nothing: every pull would write a line."""


def _method(body: bytes) -> str:
    """The Odoo method a call is about ("authenticate", "search_read" …), for faults that choose."""
    try:
        params = json.loads(body)["params"]
        return str(params["args"][4] if params["method"] == "execute_kw" else params["method"])
    except (ValueError, KeyError, TypeError, IndexError):
        return ""


def _expired(fault: Fault | None) -> bool:
    return fault is not None and fault.kind == "expired"


def _session_expired(body: bytes) -> dict[str, Any]:
    from maintenance.pretend_cmms.errors import session_expired

    return {"jsonrpc": "2.0", "id": json.loads(body).get("id"), "error": session_expired().answer()}
