"""Documents and what they are about."""

from django.db import models
from django.utils.translation import gettext_lazy as _

SUBJECTS = ("asset", "location", "type", "system")


def _at_most_one_of(*fields: str) -> models.Q:
    """All of `fields` empty but one at the most."""
    condition = models.Q()
    for kept in fields:
        condition |= models.Q(**{f"{field}__isnull": True for field in fields if field != kept})
    return condition


class Document(models.Model):
    """A file about assets, places or types. `path` is empty while only its reference is known."""

    station = models.ForeignKey("assets.Station", on_delete=models.CASCADE, related_name="documents")
    discipline = models.CharField(max_length=8, blank=True, help_text=_("of the model that names it"))
    identification = models.CharField(max_length=255)
    name = models.CharField(max_length=255, blank=True)
    purpose = models.CharField(max_length=255, blank=True)
    reference = models.CharField(max_length=500, blank=True, help_text=_("where the model says it is"))
    path = models.CharField(max_length=400, blank=True, help_text=_("stored bytes, below DATA_DIR/files"))
    media_type = models.CharField(max_length=80, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    revision_label = models.CharField(max_length=60, blank=True)
    confidentiality = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "discipline", "identification"], name="one_document_an_identification"
            )
        ]

    def __str__(self):
        return self.name or self.identification


class DocumentLink(models.Model):
    """A document hung on one asset, place, type or system — or on the station when all are empty."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="links")
    asset = models.ForeignKey(
        "assets.Asset", null=True, blank=True, on_delete=models.CASCADE, related_name="document_links"
    )
    location = models.ForeignKey(
        "assets.Location", null=True, blank=True, on_delete=models.CASCADE, related_name="document_links"
    )
    type = models.ForeignKey(
        "assets.AssetType", null=True, blank=True, on_delete=models.CASCADE, related_name="document_links"
    )
    system = models.ForeignKey(
        "assets.System", null=True, blank=True, on_delete=models.CASCADE, related_name="document_links"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="document_link_has_one_subject", condition=_at_most_one_of(*SUBJECTS)
            ),
            *(
                models.UniqueConstraint(
                    fields=["document", subject],
                    condition=models.Q(**{f"{subject}__isnull": False}),
                    name=f"one_document_link_a_{subject}",
                )
                for subject in SUBJECTS
            ),
        ]

    def __str__(self):
        return f"{self.document} → {self.asset or self.location or self.type or self.system or self.document.station}"
