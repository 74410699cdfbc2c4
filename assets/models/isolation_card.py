"""How to cut something off, as people who know wrote it, and others have checked."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assets.ifc.families import FAMILIES, UNKNOWN
from assets.models.hanging import Hanging, on_one_subject
from assets.models.kept_person import kept_person

MEDIA = tuple(key for key in FAMILIES if key not in (UNKNOWN, "transport", "rail"))
"""What can be cut: the families of networks that carry something to a place."""
HIGHEST = 60.0  # metres


class IsolationCardQuerySet(models.QuerySet["IsolationCard"]):
    def standing(self) -> IsolationCardQuerySet:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)


class IsolationCard(Hanging):
    """What one closes, where it is and how, to cut `medium` off what the card hangs on and the other `rooms`.

    A row is what two people said: who wrote it on site, and who checked it. What was said before is in the history,
    as is who said it. `device` is the thing to operate when the register has it; `device_words` says it in any case;
    where one device does not cut it, `further` are the others, in their order.
    `change` is the declared change (of the maintenance application) that brought what it says now, `photos` the ids of
    its pictures there.
    """

    class Turn(models.TextChoices):
        CLOCKWISE = "clockwise", _("turn clockwise until it stops")
        ANTICLOCKWISE = "anticlockwise", _("turn anticlockwise until it stops")
        QUARTER = "quarter", _("a quarter turn: the lever across the pipe")
        LEVER_DOWN = "lever_down", _("push the lever down")
        LEVER_UP = "lever_up", _("push the lever up")
        PULL = "pull", _("pull it out")
        PUSH = "push", _("push the button")
        KEY = "key", _("turn the key")

    station = models.ForeignKey("assets.Station", on_delete=models.CASCADE, related_name="isolation_cards")
    number = models.PositiveIntegerField(help_text=_("by which people call it, in its station"))
    medium = models.CharField(max_length=24, choices=[(key, key) for key in MEDIA])
    cuts = models.CharField(max_length=300, blank=True, help_text=_("what is without afterwards, in words"))
    rooms = models.ManyToManyField("assets.Location", blank=True, related_name="cut_by")
    device = models.ForeignKey(
        "assets.Asset", null=True, blank=True, on_delete=models.SET_NULL, related_name="operated_by"
    )
    device_words = models.CharField(max_length=200)
    further = models.JSONField(
        default=list, blank=True, help_text=_("what must be closed as well, afterwards: codes, or words")
    )
    device_room = models.ForeignKey(
        "assets.Location", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    height = models.FloatField(null=True, blank=True, help_text=_("metres above the floor of its room"))
    behind = models.CharField(max_length=200, blank=True, help_text=_("behind which panel, above what"))
    turn = models.CharField(max_length=14, choices=Turn, blank=True)
    steps = models.JSONField(default=list, blank=True, help_text=_("one after the other"))
    photos = models.JSONField(default=list, blank=True)

    revision = models.PositiveIntegerField(default=1)
    written_by = kept_person(null=False)
    verified_by = kept_person(null=False)
    verified_on = models.DateTimeField(help_text=_("when who wrote it stood before it"))
    organisation = models.ForeignKey(
        "assets.Organisation",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("of who wrote it, when that is not the operator"),
    )
    change = models.PositiveBigIntegerField(db_index=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = IsolationCardQuerySet.as_manager()

    class Meta:
        ordering = ["station_id", "number"]
        constraints = [
            on_one_subject("isolation_card_has_one_subject"),
            models.UniqueConstraint(fields=["station", "number"], name="one_isolation_card_a_number"),
            models.CheckConstraint(name="isolation_card_cuts_a_known_medium", condition=Q(medium__in=MEDIA)),
            models.CheckConstraint(name="isolation_card_says_what_is_closed", condition=~Q(device_words="")),
            models.CheckConstraint(
                name="who_wrote_a_card_does_not_verify_it", condition=~Q(verified_by=F("written_by"))
            ),
            models.CheckConstraint(
                name="isolation_card_height_is_in_a_room",
                condition=Q(height=None) | (Q(height__gte=-HIGHEST) & Q(height__lte=HIGHEST)),
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """ "M-012"."""
        return f"M-{self.number:03d}"
