"""One IFC file as received or written: immutable, with its ISO 19650 state."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

DISCIPLINES = ("ARC", "STR", "CVC", "PLB", "CFO", "CFA", "INC")


class RevisionQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=Revision.State.PUBLISHED)


class Revision(models.Model):
    """A file of one discipline of a station. Its bytes never change; only its state does.

    A revision stays WIP until everything about it is ready (`outcome` says why it stopped there, if it did);
    the rows read from it and its scene appear in the transaction that makes it SHARED.
    """

    class State(models.TextChoices):
        WIP = "WIP", _("being checked")
        SHARED = "SHARED", _("shared")
        PUBLISHED = "PUBLISHED", _("published")
        ARCHIVED = "ARCHIVED", _("archived")

    class Outcome(models.TextChoices):
        PENDING = "pending", _("waiting")
        READ = "read", _("read")
        REFUSED = "refused", _("refused")
        FAILED = "failed", _("failed")

    station = models.ForeignKey("assets.Station", on_delete=models.CASCADE, related_name="revisions")
    discipline = models.CharField(max_length=8)
    number = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("1, 2, 3… within the station and discipline, once it was read")
    )
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    path = models.CharField(max_length=400, help_text=_("received bytes, below DATA_DIR/files"))
    size = models.PositiveBigIntegerField()
    schema = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WIP)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.PENDING)
    reason = models.TextField(blank=True, help_text=_("why it was refused or failed, in one sentence"))
    report = models.JSONField(default=dict, blank=True, help_text=_("counts, findings, kernels, seconds"))
    time_stamp = models.CharField(max_length=40, blank=True, help_text=_("as the file's header says"))
    application = models.CharField(max_length=200, blank=True)
    length_unit = models.FloatField(null=True, blank=True, help_text=_("metres in one unit of the file"))
    georeference = models.JSONField(null=True, blank=True)
    code_rule = models.CharField(max_length=120, blank=True)
    documents = models.JSONField(
        default=list, blank=True, help_text=_("documents the file names, until published")
    )
    received_at = models.DateTimeField(auto_now_add=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["station_id", "discipline", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["station", "discipline", "number"], name="one_revision_a_number"),
            models.UniqueConstraint(fields=["station", "discipline", "sha256"], name="one_revision_a_file"),
            models.UniqueConstraint(
                fields=["station", "discipline"],
                condition=models.Q(state="PUBLISHED"),
                name="one_published_revision_a_discipline",
            ),
        ]

    def __str__(self):
        return f"{self.station.code} {self.discipline} {self.label}"

    @property
    def label(self) -> str:
        """The revision code people write on drawings: P01, P02…"""
        return f"P{self.number:02d}" if self.number else "–"
