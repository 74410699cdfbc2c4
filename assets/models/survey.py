"""What was looked at, room by room and discipline by discipline, so that an empty room is not taken for a known one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Survey(models.Model):
    """What a person says of one discipline in one room. The last word counts; the ones before it are kept."""

    class Extent(models.TextChoices):
        WHOLE = "whole", _("surveyed")
        PARTLY = "partly", _("partly surveyed")
        NOT = "not", _("not surveyed")

    class Method(models.TextChoices):
        VISIT = "visit", _("on-site visit")
        SCAN = "scan", _("laser scan")
        MODEL = "model", _("as-built model")
        DRAWINGS = "drawings", _("from drawings")
        SUPPOSED = "supposed", _("supposed")

    station = models.ForeignKey("assets.Station", on_delete=models.CASCADE, related_name="surveys")
    location = models.ForeignKey("assets.Location", on_delete=models.CASCADE, related_name="surveys")
    discipline = models.CharField(max_length=8)
    extent = models.CharField(max_length=8, choices=Extent)
    method = models.CharField(max_length=10, choices=Method, blank=True)
    found = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("how many things there are; 0: nothing there; empty: not counted")
    )
    surveyed_on = models.DateField(null=True, blank=True)
    surveyor = models.CharField(max_length=200, blank=True, help_text=_("person or firm that looked"))
    source = models.CharField(
        max_length=255, blank=True, help_text=_("the report or the system that says so")
    )
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(name="last_word_of_a_room", fields=["station", "location", "discipline"])]
        constraints = [
            models.CheckConstraint(
                name="survey_says_how_or_that_it_was_not",
                condition=models.Q(extent="not", method="", found=None)
                | (~models.Q(extent="not") & ~models.Q(method="")),
            )
        ]

    def __str__(self):
        return f"{self.location} · {self.discipline}: {self.get_extent_display()}"


class DrawnRoom(models.Model):
    """How many objects of a file lie in a room or pass through it, counted when files are published.

    By the discipline whose network they belong to: the file of the electrician may draw cameras too.
    """

    location = models.ForeignKey("assets.Location", on_delete=models.CASCADE, related_name="drawn_in")
    revision = models.ForeignKey("assets.Revision", on_delete=models.CASCADE, related_name="drawn_rooms")
    discipline = models.CharField(max_length=8)
    elements = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["location", "revision", "discipline"], name="one_count_a_room")
        ]

    def __str__(self):
        return f"{self.location} · {self.discipline}: {self.elements}"
