"""What someone found or did on site, on its way into the register and the model."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assets.models.hanging import Hanging, on_one_subject
from assets.models.kept_person import kept_person


class Declaration(Hanging):
    """One or more changes of one asset or place, by one person, after one visit. `performed_at` is the time on site.

    Values are declared of assets; an isolation card of any subject.
    """

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("draft")
        SUBMITTED = "SUBMITTED", _("submitted")
        CHECKS_FAILED = "CHECKS_FAILED", _("to be completed")
        IN_REVIEW = "IN_REVIEW", _("in review")
        CHANGES_REQUESTED = "CHANGES_REQUESTED", _("sent back")
        CONFLICT = "CONFLICT", _("in conflict")
        REJECTED = "REJECTED", _("refused")
        APPROVED = "APPROVED", _("approved")
        APPLIED = "APPLIED", _("in the register")
        RELEASED = "RELEASED", _("in the model")
        WITHDRAWN = "WITHDRAWN", _("withdrawn")

    station = models.ForeignKey("assets.Station", on_delete=models.CASCADE, related_name="declarations")
    work_order = models.ForeignKey(
        "maintenance.WorkOrder", null=True, blank=True, on_delete=models.SET_NULL, related_name="declarations"
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, help_text=_("sent twice, taken once"))
    author = kept_person(null=False, related_name="declarations")
    organisation = models.ForeignKey(
        "assets.Organisation",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("the author's, when she is not one of the operator's own people"),
    )
    state = models.CharField(max_length=18, choices=State, default=State.DRAFT)
    message = models.TextField(blank=True)
    performed_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text=_("why it was sent back or refused"))
    evidence = models.ManyToManyField("maintenance.Evidence", blank=True, related_name="declarations")

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["station", "state"])]
        constraints = [on_one_subject("declaration_has_one_subject")]

    def __str__(self):
        return f"{self.code} {self.state}"


class Change(models.Model):
    """One value of a declaration, decided on by itself. `base` is what was seen when it was written.

    Four eyes are a constraint: who approves is never who declared, and where a second steward is needed she is a third
    person. Only "verified, unchanged" may be taken without review, because it changes no value. That neither works for
    a contractor is a trigger (maintenance/four_eyes.py), because it needs other tables.
    """

    class Kind(models.TextChoices):
        VERIFY = "VERIFY", _("verified, unchanged")
        CORRECT = "CORRECT", _("value corrected")
        REPLACE = "REPLACE", _("unit replaced")
        CARD = "CARD", _("isolation card")

    class Verdict(models.TextChoices):
        PENDING = "PENDING", _("waiting")
        APPROVED = "APPROVED", _("approved")
        REFUSED = "REFUSED", _("refused")
        TAKEN = "TAKEN", _("taken without review")

    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="changes")
    card = models.ForeignKey(
        "assets.IsolationCard",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="changes",
        help_text=_("the card that it revises; empty: a new one"),
    )
    author = kept_person(null=False, help_text=_("the declaration's; here for the constraint"))
    kind = models.CharField(max_length=8, choices=Kind)
    field = models.CharField(
        max_length=60, blank=True, help_text=_("key of assets.fields; empty: the whole sheet")
    )
    set_name = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=120, blank=True)
    base = models.JSONField(null=True, blank=True)
    value = models.JSONField(null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    base_version = models.PositiveBigIntegerField(null=True, blank=True, help_text=_("PropertyVersion seen"))
    findings = models.JSONField(default=list, blank=True, help_text="[{severity, code, message}, …]")
    verdict = models.CharField(max_length=8, choices=Verdict, default=Verdict.PENDING)
    needs_second = models.BooleanField(default=False)
    reviewed_by = kept_person()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    seconded_by = kept_person()
    seconded_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    released_in = models.ForeignKey(
        "assets.Revision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="who_declared_does_not_review",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("author")),
            ),
            models.CheckConstraint(name="only_a_card_revises_one", condition=Q(card=None) | Q(kind="CARD")),
            models.CheckConstraint(
                name="who_declared_or_reviewed_does_not_second",
                condition=Q(seconded_by=None)
                | (~Q(seconded_by=F("author")) & ~Q(seconded_by=F("reviewed_by"))),
            ),
            models.CheckConstraint(
                name="a_verdict_has_its_reviewers",
                condition=Q(verdict="PENDING")
                | Q(verdict="TAKEN", kind="VERIFY")
                | Q(verdict="REFUSED", reviewed_by__isnull=False)
                | Q(verdict="APPROVED", reviewed_by__isnull=False, needs_second=False)
                | Q(verdict="APPROVED", reviewed_by__isnull=False, seconded_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.field} = {self.value}"


class Verification(models.Model):
    """Somebody stood before it and found it as the register says. `field` is empty for the whole sheet."""

    asset = models.ForeignKey("assets.Asset", on_delete=models.CASCADE, related_name="verifications")
    field = models.CharField(max_length=60, blank=True)
    verified_at = models.DateTimeField()
    by = kept_person()
    declaration = models.ForeignKey(
        Declaration, null=True, blank=True, on_delete=models.SET_NULL, related_name="verifications"
    )
    work_order = models.ForeignKey(
        "maintenance.WorkOrder", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-verified_at"]
        indexes = [models.Index(fields=["asset", "field", "-verified_at"])]

    def __str__(self):
        return f"{self.asset_id} {self.field} {self.verified_at:%Y-%m-%d}"
