"""What every page knows: the person's theme and languages, whether this is the demo, and what she may open."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

THEMES = {"light": _("Light"), "dark": _("Dark"), "contrast": _("High contrast")}
THEME_COOKIE = "theme"


def preferences(request: HttpRequest) -> dict:
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "theme": theme if theme in THEMES else "",
        "themes": THEMES,
        "languages": settings.LANGUAGES,
        "is_demo": settings.DEBUG,
    }
