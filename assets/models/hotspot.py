"""Places of a drawing that stand for equipment."""

from django.db import models
from django.utils.translation import gettext_lazy as _

_INSIDE = 1.0001  # shares are rounded


class Hotspot(models.Model):
    """A rectangle of a drawing's page that stands for an asset, in shares of the page from its upper left corner.

    It keeps the asset's code, so that it can say what it meant when the asset is gone, or find it when it comes.
    `edition` is the stored file it was placed on or carried over to; when that is not the document's file any more, the
    document has a newer edition on which nobody has looked for it yet (`assets.hotspots.carry_over`). Who is on site
    proposes; a steward confirms.
    """

    class Standing(models.TextChoices):
        PLACED = "placed", _("in its place")
        PROPOSED = "proposed", _("proposed by somebody on site, to confirm")
        KEPT = "kept", _("kept in the new edition, to confirm")
        LOST = "lost", _("not found in the new edition")

    class Why(models.TextChoices):
        PAGE_GONE = "page_gone", _("this page is no longer there")
        OTHER_PICTURE = "other_picture", _("this page shows something else now")
        ELEMENT_GONE = "element_gone", _("the drawing no longer marks it")
        UNREADABLE = "unreadable", _("the new edition cannot be read")

    document = models.ForeignKey("assets.Document", on_delete=models.CASCADE, related_name="hotspots")
    asset = models.ForeignKey(
        "assets.Asset", null=True, blank=True, on_delete=models.SET_NULL, related_name="hotspots"
    )
    code = models.CharField(max_length=80)
    page = models.PositiveSmallIntegerField(default=1)
    x = models.FloatField()
    y = models.FloatField()
    width = models.FloatField()
    height = models.FloatField()
    mark = models.CharField(max_length=200, blank=True, help_text=_("the drawing's own element it follows"))
    standing = models.CharField(max_length=8, choices=Standing, default=Standing.PLACED)
    why = models.CharField(max_length=14, choices=Why, blank=True)
    edition = models.CharField(max_length=400, help_text=_("stored bytes it stands on"))

    class Meta:
        ordering = ["document_id", "page", "id"]
        constraints = [
            models.CheckConstraint(
                name="hotspot_lies_on_its_page",
                condition=models.Q(
                    x__gte=0,
                    y__gte=0,
                    width__gt=0,
                    height__gt=0,
                    width__lte=_INSIDE - models.F("x"),
                    height__lte=_INSIDE - models.F("y"),
                ),
            ),
            models.UniqueConstraint(
                fields=["document", "page", "mark"],
                condition=~models.Q(mark=""),
                name="one_hotspot_an_element_of_a_drawing",
            ),
        ]

    def __str__(self):
        return f"{self.code} · {self.document}"
