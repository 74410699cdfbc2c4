"""A firm's own software comes in with a key: `Authorization: Bearer st_…`, and reaches a few addresses only."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, NotFound
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from maintenance import tokens
from maintenance.models import AccessToken

# What each scope opens, by the name of the address. What is not written here is not there for a key.
OPENS = {
    "work-order-list": tokens.READ,
    "work-order-detail": tokens.READ,
    "work-orders-json": tokens.READ,
    "work-orders-csv": tokens.READ,
    "work-orders-ics": tokens.READ,
    "work-order-acts": tokens.ACT,
}

IN_THE_ADDRESS = "work-orders-ics"


class TokenAuthentication(BaseAuthentication):
    """`request.auth` is the AccessToken; the user is the one it acts as."""

    def authenticate(self, request: Request) -> tuple[Any, AccessToken] | None:
        text = _key(request)
        if not text:
            return None
        token = tokens.find(text)
        if token is None:
            raise AuthenticationFailed("This key is unknown, has expired or was withdrawn.")
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Station Twin"'


def _key(request: Request) -> str:
    """Of the header; a calendar knows an address only, so its key may stand in that (`?key=`)."""
    kind, _, text = get_authorization_header(request).decode("latin-1").partition(" ")
    if kind.lower() == "bearer":
        return text.strip()
    match = request.resolver_match
    return request.query_params.get("key", "") if match and match.url_name == IN_THE_ADDRESS else ""


class WithinScope(BasePermission):
    """Whoever comes with a key reaches what its scopes open; a session is not limited by this."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not isinstance(request.auth, AccessToken):
            return True
        match = request.resolver_match
        scope = OPENS.get(match.url_name or "") if match else None
        if scope is None:
            raise NotFound
        self.message = f"This key may not do that: it lacks the scope {scope}."
        return scope in request.auth.scopes


class _Scheme(OpenApiAuthenticationExtension):
    """Its name in the description of the API."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "st_…"}
