"""Failing on purpose, for tests: what goes wrong with the next calls, and how often."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

KINDS = ("status", "timeout", "drop", "repeat", "shuffle", "expired")


@dataclass
class Fault:
    """`kind`: status (with `status`, `retry_after`) · timeout (waits `seconds`) · drop (does it, then hangs up without
    a word) · repeat (the page before, once more) · shuffle (out of order) · expired (session).
    It strikes `times` calls of the Odoo method `on` ("" for any), after letting `skip` of them pass."""

    kind: str
    on: str = ""
    times: int = 1
    skip: int = 0
    status: int = 500
    retry_after: str = ""
    seconds: float = 0.0


@dataclass
class Faults:
    planned: list[Fault] = field(default_factory=list)
    skew: float = 0.0
    """Seconds the server's clock is ahead (negative: behind)."""
    called: list[str] = field(default_factory=list)
    """The methods called, in order: tests count them."""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _page: list[Any] | None = None

    def plan(self, kind: str, **more: Any) -> None:
        if kind not in KINDS:
            raise ValueError(kind)
        with self._lock:
            self.planned.append(Fault(kind, **more))

    def clear(self) -> None:
        with self._lock:
            self.planned, self.skew = [], 0.0

    def strikes(self, method: str) -> Fault | None:
        """The fault of this call, if there is one."""
        with self._lock:
            self.called.append(method)
            for fault in self.planned:
                if fault.on not in ("", method):
                    continue
                if fault.skip:
                    fault.skip -= 1
                    continue
                fault.times -= 1
                if fault.times <= 0:
                    self.planned.remove(fault)
                return fault
        return None

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.skew)

    def spoilt(self, fault: Fault | None, answer: dict[str, Any]) -> dict[str, Any]:
        """The answer with its page repeated or out of order."""
        rows = answer.get("result")
        if not isinstance(rows, list):
            return answer
        if fault is not None and fault.kind == "repeat" and self._page is not None:
            rows = self._page
        if fault is not None and fault.kind == "shuffle":
            rows = rows[::-1]
        self._page = rows
        return answer | {"result": rows}
