"""What people established about an asset on site: one row a value, never overwritten."""

from django.db import models
from django.utils import timezone

from assets.models.kept_person import kept_person


class PropertyVersion(models.Model):
    """A value of the register from `valid_from` on. It outlives every revision; the model may say something else.

    `set_name` and `name` are the canonical names of a characteristic (`assets.fields`), whatever the file's schema.
    `recorded_at` is when it became known here, which may be long after. The newest row of a characteristic is what
    holds; the others are its history. `change` is the declared change (of the maintenance application) that brought it.
    """

    asset = models.ForeignKey("assets.Asset", on_delete=models.CASCADE, related_name="property_versions")
    set_name = models.CharField(max_length=120)
    name = models.CharField(max_length=120)
    value = models.JSONField(null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    valid_from = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = kept_person()
    change = models.PositiveBigIntegerField(null=True, blank=True, db_index=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["asset", "set_name", "name"],
                condition=models.Q(superseded_at=None),
                name="one_current_value_a_property",
            )
        ]

    def __str__(self):
        return f"{self.asset_id} {self.set_name}.{self.name} = {self.value}"
