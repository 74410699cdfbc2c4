"""Telling another system: a row beside the act, in its transaction; the worker delivers it (`maintenance.syncing`)."""

from __future__ import annotations

from typing import Any

from assets import jobs
from maintenance.models import Act, OutboxMessage, Request, Source, WorkOrder

DELIVER = "deliver_outbox"


def tell(
    source: Source,
    kind: str,
    payload: dict[str, Any],
    *,
    work_order: WorkOrder | None = None,
    request: Request | None = None,
    act: Act | None = None,
) -> OutboxMessage:
    """Append a message in the caller's transaction; the worker is woken once that is committed."""
    message = OutboxMessage.objects.create(
        source=source,
        kind=kind,
        payload=payload,
        work_order=work_order,
        request=request,
        act=act,
        expected_version=work_order.version if work_order else "",
    )
    jobs.enqueue(DELIVER, key=f"source-{source.pk}", payload={"source": source.pk})
    return message
