"""External information systems (a CMMS), what was pulled from them, and what could not be understood."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.Model):
    """An external information system. `kind` names its connector.

    `cursor` moves only with the commit of what it covers.

    `settings` are the connector's own (database, field names, stages); the secret is read from the environment
    variable `secret_variable` names, or kept in `secret` by the demo alone.
    """

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    url = models.URLField(max_length=400)
    login = models.CharField(max_length=200, blank=True)
    secret = models.CharField(max_length=400, blank=True)
    secret_variable = models.CharField(max_length=80, blank=True)
    settings = models.JSONField(default=dict, blank=True)
    station = models.ForeignKey(
        "assets.Station",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="sources",
        help_text=_("when it knows one station only"),
    )
    active = models.BooleanField(default=True)
    cursor = models.DateTimeField(null=True, blank=True)
    last_success_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True, help_text=_("why it does not answer, in one sentence"))
    last_error_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0, help_text=_("in a row"))
    paused_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Sync(models.Model):
    """One pull: fetched = applied + unchanged + dead-lettered, always."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="syncs")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    window_from = models.DateTimeField(null=True, blank=True)
    window_to = models.DateTimeField(null=True, blank=True)
    fetched = models.PositiveIntegerField(default=0)
    applied = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    dead_lettered = models.PositiveIntegerField(default=0)
    pushed = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="nothing_fetched_is_lost",
                condition=models.Q(
                    fetched=models.F("applied") + models.F("unchanged") + models.F("dead_lettered")
                ),
            )
        ]

    def __str__(self):
        return f"{self.source} {self.started_at:%Y-%m-%d %H:%M}"


class DeadLetter(models.Model):
    """A record that could not be taken in, with why and its bytes, until a person replays or dismisses it."""

    class Why(models.TextChoices):
        PARSE = "parse", _("could not be read")
        MAPPING = "mapping", _("names a station or state nobody knows here")
        REFUSED = "refused", _("refused by the other system")
        AUTH = "auth", _("the other system does not let us in")
        RATE = "rate", _("too many requests")
        TRANSIENT = "transient", _("the other system did not answer")

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="dead_letters")
    external_id = models.CharField(max_length=120)
    why = models.CharField(max_length=10, choices=Why)
    reason = models.TextField()
    payload = models.JSONField(default=dict)
    first_at = models.DateTimeField(auto_now_add=True)
    last_at = models.DateTimeField(auto_now=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolution = models.CharField(max_length=255, blank=True)

    class Meta:
        ordering = ["-last_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=models.Q(resolved_at=None),
                name="one_open_dead_letter_a_record",
            )
        ]

    def __str__(self):
        return f"{self.source} {self.external_id}: {self.reason}"


class SourceAlias(models.Model):
    """What another system calls an asset or a place: learnt from a person, or from a code that fitted exactly.

    A whole title that a person settled is one too, its key marked by a "=".
    """

    class Method(models.TextChoices):
        EXACT = "exact", _("same code")
        NORMALISED = "normalised", _("same code, written otherwise")
        PERSON = "person", _("said by a person")

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="aliases")
    station = models.ForeignKey("assets.Station", on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=255)
    key = models.CharField(max_length=255, help_text=_("the text without case, accents and separators"))
    asset = models.ForeignKey(
        "assets.Asset", null=True, blank=True, on_delete=models.CASCADE, related_name="source_aliases"
    )
    location = models.ForeignKey(
        "assets.Location", null=True, blank=True, on_delete=models.CASCADE, related_name="source_aliases"
    )
    method = models.CharField(max_length=12, choices=Method)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name_plural = "source aliases"
        constraints = [
            models.UniqueConstraint(fields=["source", "station", "key"], name="one_alias_a_text"),
            models.CheckConstraint(
                name="alias_leads_to_an_asset_or_a_place",
                condition=models.Q(asset__isnull=True, location__isnull=False)
                | models.Q(asset__isnull=False, location__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.text} → {self.asset or self.location}"
