"""What hangs on one thing of a station: on an asset, a run, a network or a place."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from assets.models.asset import Asset
from assets.models.element import Run
from assets.models.location import Location
from assets.models.network import System

Subject = Asset | Run | System | Location
SUBJECTS = ("asset", "run", "system", "location")


def on_one_subject(name: str) -> models.CheckConstraint:
    """Exactly one of the four."""
    ways = Q()
    for chosen in SUBJECTS:
        ways |= Q(**{f"{each}__isnull": each != chosen for each in SUBJECTS})
    return models.CheckConstraint(name=name, condition=ways)


class Hanging(models.Model):
    """`subject` is what it hangs on; `code` is what people call that."""

    asset = models.ForeignKey(
        "assets.Asset", null=True, blank=True, on_delete=models.CASCADE, related_name="%(class)ss"
    )
    run = models.ForeignKey(
        "assets.Run", null=True, blank=True, on_delete=models.CASCADE, related_name="%(class)ss"
    )
    system = models.ForeignKey(
        "assets.System", null=True, blank=True, on_delete=models.CASCADE, related_name="%(class)ss"
    )
    location = models.ForeignKey(
        "assets.Location", null=True, blank=True, on_delete=models.CASCADE, related_name="%(class)ss"
    )

    class Meta:
        abstract = True

    @property
    def subject(self) -> Subject:
        return next(getattr(self, name) for name in SUBJECTS if getattr(self, f"{name}_id"))

    @property
    def code(self) -> str:
        """The code of an asset, a run or a place; a network has only its name."""
        return self.system.name if self.system_id else self.subject.code


def hung_on(subject: Subject) -> dict[str, Subject]:
    """{"asset": …}: the column that says so, for a filter or a new row."""
    return {str(subject._meta.model_name): subject}
