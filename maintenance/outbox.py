"""Telling another system: a row beside the act, in its transaction; the worker delivers it (`maintenance.syncing`)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from assets import jobs
from assets.models import Job
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
    """Append a message in the caller's transaction; the worker is woken once that is committed.

    So is its job made: who writes to one source would otherwise wait for who else does, with what each of them holds.
    Who is killed in between is made up for by `sweep_outbox`.
    """
    message = OutboxMessage.objects.create(
        source=source,
        kind=kind,
        payload=payload,
        work_order=work_order,
        request=request,
        act=act,
        expected_version=work_order.version if work_order else "",
    )
    transaction.on_commit(lambda: ask_to_deliver(source), robust=True)
    return message


def ask_to_deliver(source: Source) -> Job:
    return jobs.enqueue(DELIVER, key=f"source-{source.pk}", payload={"source": source.pk})
