"""What another system must know: written in the transaction of the act, delivered by the worker, once."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxMessage(models.Model):
    """One thing to tell a source. `reference` goes with it, so that telling it twice changes nothing there."""

    class Kind(models.TextChoices):
        STATUS = "status", _("new state of an order")
        REPORT = "report", _("report or photo on an order")
        REQUEST = "request", _("fault report")
        PROPOSAL = "proposal", _("data of the equipment")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DELIVERED = "delivered", _("delivered")
        REFUSED = "refused", _("refused")

    source = models.ForeignKey("maintenance.Source", on_delete=models.CASCADE, related_name="outbox")
    kind = models.CharField(max_length=10, choices=Kind)
    reference = models.UUIDField(default=uuid.uuid4, unique=True)
    work_order = models.ForeignKey(
        "maintenance.WorkOrder", null=True, blank=True, on_delete=models.CASCADE, related_name="outbox"
    )
    request = models.ForeignKey(
        "maintenance.Request", null=True, blank=True, on_delete=models.CASCADE, related_name="outbox"
    )
    act = models.ForeignKey(
        "maintenance.Act", null=True, blank=True, on_delete=models.CASCADE, related_name="outbox"
    )
    payload = models.JSONField(default=dict)
    expected_version = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField(blank=True, help_text=_("why it was refused or has to wait, in words"))
    created_at = models.DateTimeField(auto_now_add=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["source", "state", "next_at"])]

    def __str__(self):
        return f"{self.kind} → {self.source} ({self.state})"
