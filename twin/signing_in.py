"""Who opens the doors: Django's own accounts, except that the demo's password opens none of them on a real server."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from assets import reading_languages
from twin import wording

DEMO_PASSWORD = "station-twin-demo"  # noqa: S105 - the demo's, printed in the README


def is_refused(password: str | None) -> bool:
    """Is it the password that everybody knows, on a server? A demo's accounts may have been carried over to it."""
    return not settings.DEBUG and password == DEMO_PASSWORD


class AccountsBackend(ModelBackend):
    """Asked by every door: our sign-in page, the administration's, and whatever calls `authenticate`."""

    def authenticate(
        self, request: Any, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Any:
        if is_refused(password):
            return None
        return super().authenticate(request, username=username, password=password, **kwargs)

    async def aauthenticate(
        self, request: Any, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Any:
        if is_refused(password):
            return None
        return await super().aauthenticate(request, username=username, password=password, **kwargs)


@receiver(user_logged_in, dispatch_uid="twin.signing_in")
def _met(user: Any, **_: Any) -> None:
    """What is written to her later is in the language of the page she came in by, unless she chooses another."""
    reading_languages.met(user, wording.language())
