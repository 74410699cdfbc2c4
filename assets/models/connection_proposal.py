"""Connections that no file declares: found by where ends lie, decided by a steward."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assets.models.kept_person import kept_person
from assets.networks.evidence import Evidence, Reason
from assets.networks.proposing import REASONS


class ConnectionProposalQuerySet(models.QuerySet["ConnectionProposal"]):
    def standing(self) -> ConnectionProposalQuerySet:
        """Both things are in the models that are published now."""
        published = {f"{end}__revision__state": "PUBLISHED" for end in ("one", "other")}
        return self.filter(**published)

    def found(self) -> ConnectionProposalQuerySet:
        """By where ends lie; without what a file declares."""
        return self.exclude(evidence="X")

    def waiting(self) -> ConnectionProposalQuerySet:
        return self.filter(state=ConnectionProposal.State.PROPOSED)


class ConnectionProposal(models.Model):
    """Two ports (class D) or two things, one at least without ports (class E), that lie together; or two ports that a
    file joins and that is not believed (class X, `why`): a task that ends by itself with the file that mends it.

    `one_key` and `other_key` name them whatever the revision: the asset or else the GlobalId, and the port's index.
    `one` and `other` are the elements that these names mean in the published revisions, none while they mean nothing
    there. The keys are in order, so that a pair has one row. A decision is kept through the revisions that follow.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("to decide")
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", _("refused")

    class Class(models.TextChoices):
        D = "D", _("two open ports")
        E = "E", _("an end without a port")
        X = "X", _("declared and not believed")

    class Flow(models.TextChoices):
        ONWARD = "onward", _("from the first to the second")
        BACK = "back", _("from the second to the first")

    station = models.ForeignKey(
        "assets.Station", on_delete=models.CASCADE, related_name="connection_proposals"
    )
    one_key = models.CharField(max_length=40)
    other_key = models.CharField(max_length=40)
    one = models.ForeignKey(
        "assets.Element", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    other = models.ForeignKey(
        "assets.Element", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    one_port = models.ForeignKey(
        "assets.Port", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    other_port = models.ForeignKey(
        "assets.Port", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    evidence = models.CharField(max_length=1, choices=Class)
    why = models.CharField(max_length=20, blank=True, help_text=_("why it is not believed (class X)"))
    medium = models.CharField(max_length=60)
    apart = models.FloatField(help_text=_("metres"))
    flow = models.CharField(max_length=6, choices=Flow, blank=True, help_text=_("as the two ports say"))
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    decided_by = kept_person()
    decided_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ConnectionProposalQuerySet.as_manager()

    class Meta:
        ordering = ["apart", "pk"]
        indexes = [models.Index(fields=["station", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "one_key", "other_key", "evidence"], name="one_connection_proposal_a_pair"
            ),
            models.CheckConstraint(
                name="connection_proposal_says_why_it_is_not_believed",
                condition=(Q(evidence="X") & ~Q(why="")) | (~Q(evidence="X") & Q(why="")),
            ),
            models.CheckConstraint(
                name="connection_proposal_joins_two_things", condition=~Q(one_key=F("other_key"))
            ),
            models.CheckConstraint(
                name="connection_proposal_is_decided_by_somebody",
                condition=Q(state="proposed", decided_by=None, decided_at=None)
                | (~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"{self.one or self.one_key} – {self.other or self.other_key}"

    @property
    def reason(self) -> Reason:
        return Reason(self.why) if self.why else REASONS[Evidence[self.evidence]]

    @property
    def may_be_joined(self) -> bool:
        """May a person say that they are? Not of one thing with itself, nor of what carries different things."""
        return not self.why or self.why == Reason.TOO_FAR
