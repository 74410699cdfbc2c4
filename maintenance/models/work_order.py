"""Work orders and requests, owned by another system, and what people here did about them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Canonical; each source maps its own states to these."""

    REQUESTED = "REQUESTED", _("requested")
    WAITING_APPROVAL = "WAITING_APPROVAL", _("waiting for approval")
    APPROVED = "APPROVED", _("to do")
    WAITING = "WAITING", _("waiting")
    IN_PROGRESS = "IN_PROGRESS", _("in progress")
    DONE = "DONE", _("done")
    CLOSED = "CLOSED", _("closed")
    CANCELLED = "CANCELLED", _("cancelled")


OPEN = (Status.WAITING_APPROVAL, Status.APPROVED, Status.WAITING, Status.IN_PROGRESS)
ENDED = (Status.DONE, Status.CLOSED, Status.CANCELLED)


class Placed(models.TextChoices):
    """By what an order was placed on an asset or a place."""

    CODE = "code", _("by its code")
    ALIAS = "alias", _("by a known name of the other system")
    NAME = "name", _("by the equipment's name")
    ROOM = "room", _("by the room in its text")
    PERSON = "person", _("by a person")
    NONE = "", _("not located")


class FromSource(models.Model):
    """What its source says of it: never edited here. `version` is its own, `retrieved_at` when it was last read."""

    source = models.ForeignKey("maintenance.Source", on_delete=models.CASCADE, related_name="%(class)ss")
    external_id = models.CharField(max_length=120)
    number = models.CharField(max_length=80, blank=True, help_text=_("the source's own"))
    url = models.URLField(max_length=400, blank=True)
    title = models.CharField(max_length=500)
    description = models.TextField(blank=True, help_text=_("plain text"))
    source_status = models.CharField(max_length=120, blank=True, help_text=_("in the source's words"))
    version = models.CharField(max_length=60, blank=True)
    payload = models.JSONField(default=dict, blank=True)
    payload_hash = models.CharField(max_length=64, blank=True)
    retrieved_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True, help_text=_("no longer in the source"))

    class Meta:
        abstract = True


class OnSomething(models.Model):
    """Where it was placed, by what, and the sentence that says why."""

    station = models.ForeignKey("assets.Station", on_delete=models.CASCADE, related_name="%(class)ss")
    asset = models.ForeignKey(
        "assets.Asset", null=True, blank=True, on_delete=models.SET_NULL, related_name="%(class)ss"
    )
    location = models.ForeignKey(
        "assets.Location", null=True, blank=True, on_delete=models.SET_NULL, related_name="%(class)ss"
    )
    placed = models.CharField(max_length=8, choices=Placed, blank=True, default=Placed.NONE)
    placed_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True


class WorkOrder(FromSource, OnSomething):
    """An order to do work on an asset or a place. Its source owns it; `proposed` is what we asked it to become."""

    class Kind(models.TextChoices):
        CORRECTIVE = "CORRECTIVE", _("corrective")
        PREVENTIVE = "PREVENTIVE", _("preventive")
        INSPECTION = "INSPECTION", _("statutory inspection")
        MODIFICATION = "MODIFICATION", _("modification")

    class Priority(models.TextChoices):
        P1 = "P1", _("safety, evacuation")
        P2 = "P2", _("travellers disturbed")
        P3 = "P3", _("comfort, technical")
        P4 = "P4", _("can be planned")

    status = models.CharField(max_length=16, choices=Status)
    proposed = models.CharField(max_length=16, choices=Status, blank=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.CORRECTIVE)
    priority = models.CharField(max_length=2, choices=Priority, default=Priority.P3)
    organisation = models.ForeignKey(
        "assets.Organisation", null=True, blank=True, on_delete=models.SET_NULL, related_name="work_orders"
    )
    team = models.CharField(max_length=200, blank=True, help_text=_("as the source says it"))
    equipment_code = models.CharField(max_length=200, blank=True, help_text=_("as the source says it"))
    place_text = models.CharField(max_length=300, blank=True, help_text=_("as the source says it"))
    reported_at = models.DateTimeField(null=True, blank=True)
    scheduled_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True, help_text=_("some sources know the day only"))
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["priority", "due_at", "pk"]
        indexes = [
            models.Index(fields=["station", "status"]),
            models.Index(fields=["organisation", "status"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="one_work_order_a_record")
        ]

    def __str__(self):
        return f"{self.number or self.external_id} {self.title}"

    @property
    def given_to(self) -> str:
        """The firm, else the team it was given to over there: a team of the operator's own is no firm."""
        return self.organisation.name if self.organisation else self.team

    @property
    def shown_status(self) -> str:
        """What people here see: what was asked for, until the source has said its word."""
        return self.proposed or self.status


class Request(OnSomething):
    """A fault somebody reported, not yet an order. Sent to the source once; `reference` finds it there again."""

    class State(models.TextChoices):
        WAITING = "waiting", _("being sent")
        SENT = "sent", _("received by the other system")
        ORDERED = "ordered", _("an order was made of it")
        REFUSED = "refused", _("refused by the other system")
        CLOSED = "closed", _("closed")

    class Urgency(models.TextChoices):
        DANGER = "danger", _("somebody may get hurt")
        DISTURBED = "disturbed", _("travellers are disturbed")
        NORMAL = "normal", _("can wait")

    source = models.ForeignKey(
        "maintenance.Source", null=True, blank=True, on_delete=models.CASCADE, related_name="requests"
    )
    reference = models.UUIDField(default=uuid.uuid4, unique=True)
    external_id = models.CharField(max_length=120, blank=True)
    number = models.CharField(max_length=80, blank=True)
    url = models.URLField(max_length=400, blank=True)
    text = models.TextField()
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.NORMAL)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=500, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    work_order = models.ForeignKey(
        WorkOrder, null=True, blank=True, on_delete=models.SET_NULL, related_name="requests"
    )
    evidence = models.ManyToManyField("maintenance.Evidence", blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~models.Q(external_id=""),
                name="one_request_a_record",
            )
        ]

    def __str__(self):
        return f"{self.number or self.reference} {self.text[:60]}"


class Act(models.Model):
    """What somebody did about an order: read its precautions, started, waits, finished, wrote. Never edited."""

    class Verb(models.TextChoices):
        ACKNOWLEDGED = "acknowledged", _("read what is dangerous there")
        STARTED = "started", _("started")
        WAITS = "waits", _("waits")
        DONE = "done", _("done")
        REPORTED = "reported", _("wrote a report")

    work_order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="acts")
    verb = models.CharField(max_length=12, choices=Verb)
    key = models.UUIDField(default=uuid.uuid4, unique=True, help_text=_("sent twice, done once"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    organisation = models.ForeignKey(
        "assets.Organisation", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    precautions = models.JSONField(default=list, blank=True, help_text=_("what was read, as it stood"))
    evidence = models.ManyToManyField("maintenance.Evidence", blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.work_order} {self.verb}"
