"""What the browser loads of a revision."""

from django.db import models


class Scene(models.Model):
    """The chunks of one revision. `features[i]` is the STEP id of feature number i."""

    revision = models.OneToOneField("assets.Revision", on_delete=models.CASCADE, related_name="scene")
    origin = models.JSONField(help_text="metres of the file's frame that the chunks count from: [x, y, z]")
    home = models.JSONField(null=True, help_text="box to look at first, counted like the chunks' boxes")
    bytes = models.PositiveBigIntegerField()
    elements = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"{self.revision} · {self.elements}"


class SceneChunk(models.Model):
    """One GLB, named after its content: the same bytes serve every revision that has them.

    `ranges` (index and vertex ranges of each feature) lets the server cut a chunk down without a kernel; it is kept
    on disk beside the GLB.
    """

    scene = models.ForeignKey(Scene, on_delete=models.CASCADE, related_name="chunks")
    sha256 = models.CharField(max_length=64, db_index=True)
    recipe = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="digest of what it was made of"
    )
    storey = models.ForeignKey(
        "assets.Location", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    first_feature = models.PositiveIntegerField()
    features = models.PositiveIntegerField()
    triangles = models.PositiveIntegerField()
    bytes = models.PositiveIntegerField()
    box = models.JSONField(
        help_text="[x min, y min, z min, x max, y max, z max] in metres from the origin, z up"
    )

    class Meta:
        ordering = ["scene_id", "first_feature"]

    def __str__(self):
        return f"{self.scene} {self.sha256[:8]}"
