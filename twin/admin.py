"""Administration of scenes: made by the import, looked at here."""

from __future__ import annotations

from django.contrib import admin

from assets.admin import ReadOnly
from twin import models


@admin.register(models.Scene)
class SceneAdmin(ReadOnly):
    list_display = ("revision", "elements", "bytes", "created_at")
    search_fields = ("revision__station__code", "revision__file_name")
    list_select_related = ("revision__station",)


@admin.register(models.SceneChunk)
class SceneChunkAdmin(ReadOnly):
    list_display = ("scene", "sha256", "storey", "features", "triangles", "bytes")
    search_fields = ("sha256", "scene__revision__station__code")
    list_select_related = ("scene__revision__station", "storey")
