"""Callers of the API are known by their session, as on the pages."""

from __future__ import annotations

from drf_spectacular.authentication import SessionScheme
from rest_framework import authentication
from rest_framework.request import Request


class SessionAuthentication(authentication.SessionAuthentication):
    """A stranger is told to sign in (401) and how: by a session. Browsers ask for no password at this word."""

    def authenticate_header(self, request: Request) -> str:
        return 'Session realm="Station Twin"'


class _Scheme(SessionScheme):
    """Its name in the description of the API."""

    target_class = SessionAuthentication
