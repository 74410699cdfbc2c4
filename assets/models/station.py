"""A passenger station, with or without a model."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

CODE = r"^[A-Z0-9-]+$"


class StationQuerySet(models.QuerySet):
    def lasting(self):
        """Stations of the portfolio, without visitors' trial stations."""
        return self.filter(trial_owner=None)

    def expired(self):
        """Trial stations whose day is over."""
        return self.filter(trial_expires_at__lte=timezone.now())


class Station(models.Model):
    """One passenger station. A *trial* station belongs to one visitor and is deleted after a day."""

    class TwinMode(models.TextChoices):
        MODEL_3D = "MODEL_3D", _("3D model")
        PLAN_2D = "PLAN_2D", _("plans and photos")
        REGISTER = "REGISTER", _("register")

    code = models.CharField(
        max_length=12,
        unique=True,
        validators=[RegexValidator(CODE, _("Capitals, digits and dashes only."))],
    )
    name = models.CharField(max_length=200)
    twin_mode = models.CharField(max_length=10, choices=TwinMode, default=TwinMode.REGISTER)
    city = models.CharField(max_length=120, blank=True)
    uic_codes = models.JSONField(default=list, blank=True)
    line_positions = models.JSONField(default=list, blank=True, help_text="[[line code, kilometre point], …]")
    legal_category = models.CharField(max_length=1, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    area_m2 = models.FloatField(null=True, blank=True)
    passengers_per_year = models.JSONField(default=dict, blank=True, help_text="{year: passengers}")
    trial_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="trial_stations",
    )
    trial_expires_at = models.DateTimeField(null=True, blank=True, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="station_code_can_stand_in_an_address", condition=models.Q(code__regex=CODE)
            ),
            models.CheckConstraint(
                name="trial_station_has_owner_and_end",
                condition=models.Q(trial_owner=None, trial_expires_at=None)
                | models.Q(trial_owner__isnull=False, trial_expires_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_trial(self) -> bool:
        return self.trial_owner_id is not None
