"""In which language a person reads, for what is written to her while she is away: pages ask her browser instead."""

from __future__ import annotations

from django.conf import settings

from assets.models import ReadingLanguage


def of(user) -> str:
    """What she chose, else what she first signed in with; the site's when she never did either."""
    known = ReadingLanguage.objects.filter(user=user).values_list("language", flat=True).first()
    return known or settings.LANGUAGE_CODE


def chosen(user, language: str) -> None:
    ReadingLanguage.objects.update_or_create(user=user, defaults={"language": language})


def met(user, language: str) -> None:
    """She signed in and was spoken to in this language; a choice of hers is not touched."""
    ReadingLanguage.objects.get_or_create(user=user, defaults={"language": language})
