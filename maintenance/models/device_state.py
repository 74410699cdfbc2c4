"""What somebody saw of a valve or a breaker: open, closed, stuck, out of reach, locked out."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assets.models.kept_person import kept_person


class DeviceState(models.Model):
    """One word of one person about one device, written once and never changed (triggers see to it).

    People and orders are ids without a constraint of the database, so that forgetting them changes no row.
    `organisation` is hers when she is not one of the operator's own people. `seen_at` is the time on site.
    """

    class Said(models.TextChoices):
        """A closed valve blocks, a closed breaker conducts: so it is said by what it lets through."""

        CONDUCTS = "conducts", _("lets through")
        BLOCKS = "blocks", _("lets nothing through")
        STUCK = "stuck", _("stuck")
        OUT_OF_REACH = "out-of-reach", _("out of reach")
        LOCKED_OUT = "locked-out", _("locked out")
        FREE = "free", _("can be operated again")

    asset = models.ForeignKey("assets.Asset", on_delete=models.CASCADE, related_name="states")
    said = models.CharField(max_length=12, choices=Said)
    key = models.UUIDField(default=uuid.uuid4, unique=True, help_text=_("sent twice, taken once"))
    by = kept_person()
    organisation = models.ForeignKey(
        "assets.Organisation",
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        help_text=_("of who said so, when that is not the operator"),
    )
    work_order = models.ForeignKey(
        "maintenance.WorkOrder",
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="device_states",
    )
    seen_at = models.DateTimeField()
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-seen_at", "-pk"]
        indexes = [models.Index(fields=["asset", "-seen_at"])]
        constraints = [
            models.CheckConstraint(
                name="device_state_is_seen_before_it_is_said", condition=Q(seen_at__lte=F("said_at"))
            ),
            models.CheckConstraint(name="device_state_is_said_by_somebody", condition=Q(by__isnull=False)),
        ]

    def __str__(self):
        return f"{self.asset_id} {self.said} {self.seen_at:%Y-%m-%d %H:%M}"
