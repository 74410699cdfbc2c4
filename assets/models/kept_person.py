"""A person kept as an id: forgetting her name, or her account, changes no row that says what she did."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models


def kept_person(*, related_name: str = "+", null: bool = True, **more: Any) -> models.ForeignKey:
    """A key to an account without a constraint of the database; `select_related` gives None for one that is gone."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=null,
        blank=null,
        related_name=related_name,
        **more,
    )
