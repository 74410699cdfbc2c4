"""Who did which verb to what."""

from django.db import models

from assets.models.kept_person import kept_person


class HistoryEntry(models.Model):
    """One act, written in the transaction that did it and never changed afterwards (triggers see to it).

    Entries of a station form a chain: each carries the hash of the one before (`assets.history`). People and stations
    are ids without a constraint of the database, so that forgetting a person's name or a station changes no entry.
    """

    station = models.ForeignKey(
        "assets.Station",
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="history",
    )
    number = models.PositiveBigIntegerField(help_text="1, 2, 3… within its chain")
    at = models.DateTimeField()
    actor = kept_person()
    verb = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.PositiveBigIntegerField()
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "history entries"
        indexes = [models.Index(fields=["subject_kind", "subject_id"])]
        constraints = [
            models.UniqueConstraint(fields=["station", "number"], name="one_entry_a_number"),
            models.UniqueConstraint(
                fields=["number"], condition=models.Q(station=None), name="one_entry_a_number_of_the_site"
            ),
        ]

    def __str__(self):
        return f"{self.verb} {self.subject_kind} {self.subject_id}"


class HistoryHead(models.Model):
    """Where a chain stands: its last number and hash; `chain` is a station's id or "site". Whoever appends holds it."""

    chain = models.CharField(max_length=20, unique=True)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    def __str__(self):
        return f"{self.chain} #{self.number}"
