"""What every connector gives and takes: frozen records in our words, whatever the other system calls them.

Other systems are late, wrong and repeated. A connector never raises for one bad record: it gives an `Unreadable` in its
place. It raises `TemporaryError` when asking again later may help, `PermanentError` when a person must do something.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class Access:
    """How to reach one system. `settings` are the connector's own (`Source.settings`)."""

    url: str
    login: str = ""
    secret: str = field(default="", repr=False)
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class WorkOrderRecord:
    """An order as its system says it. Times are aware, text is plain, `status` … `priority` are our values.

    `version` sorts: of two records of one order, the later one has the greater version. `payload` is what was received.
    `reference` is ours when the order began as a fault report of ours.
    """

    external_id: str
    version: str
    number: str
    url: str
    title: str
    description: str
    status: str
    source_status: str
    kind: str
    priority: str
    team: str
    station_code: str
    equipment_code: str
    place_text: str
    reference: str
    reported_at: datetime | None
    scheduled_at: datetime | None
    due_at: datetime | None
    closed_on: date | None
    payload: Mapping[str, Any]


@dataclass(frozen=True)
class RequestRecord(WorkOrderRecord):
    """A fault report that nobody has made an order of yet."""


@dataclass(frozen=True)
class Unreadable:
    """A record that says something we cannot use. `why` is "parse" or "mapping", `reason` a sentence."""

    external_id: str
    why: str
    reason: str
    payload: Mapping[str, Any]


Received = WorkOrderRecord | Unreadable


@dataclass(frozen=True)
class Attached:
    """A photo or paper to send along. `key` tells it from the others of the same message."""

    key: str
    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class NewRequest:
    """A fault report to hand over; `reference` finds it again."""

    reference: str
    station_code: str
    title: str
    text: str
    equipment_code: str
    place: str
    urgency: str


class Connector(Protocol):
    """`changes` and `read` look, the rest write. Everything that writes may be done twice and changes nothing then."""

    def clock(self) -> datetime:
        """What time it is over there: windows end by its clock, not by ours."""
        ...

    def changes(self, since: datetime | None, until: datetime) -> Iterator[list[Received]]:
        """Pages of what was written from `since` (None: ever) until before `until`, whole seconds; each record once."""
        ...

    def ids(self) -> set[str]:
        """The external ids of everything that is there, archived or not."""
        ...

    def read(self, external_id: str) -> Received | None:
        """As it stands now; None when it is gone."""
        ...

    def set_status(self, external_id: str, status: str) -> None: ...

    def post(self, external_id: str, text: str, reference: str, attached: Sequence[Attached] = ()) -> None:
        """A message with its attachments on an order, once for each `reference`."""
        ...

    def create_request(self, request: NewRequest) -> str:
        """Its external id: of the one that has this reference already, else of a new one."""
        ...

    def propose(self, equipment_code: str, text: str, reference: str) -> bool:
        """A message on a piece of equipment, once. False when the equipment is not known there."""
        ...


class ConnectorError(Exception):
    """`sentence` is an English pattern for people, filled by `said`; kept as text, told again in their language."""

    def __init__(self, sentence: str, **said: object) -> None:
        super().__init__(sentence.format(**said) if said else sentence)

    @property
    def reason(self) -> str:
        return str(self)


class TemporaryError(ConnectorError):
    """Asking again may help. `retry_after` seconds, when the other system said how long; `reached`: did it answer?"""

    def __init__(
        self, sentence: str, *, retry_after: float | None = None, reached: bool = True, **said: object
    ) -> None:
        super().__init__(sentence, **said)
        self.retry_after = retry_after
        self.reached = reached


class PermanentError(ConnectorError):
    """Nothing changes until a person does something."""


class NotLetIn(PermanentError):
    """The account or its rights are not what is needed."""


class Refused(PermanentError):
    """The other system understood and said no, to this one thing."""


class Gone(Refused):
    """What is spoken about is no longer there."""
