"""What a page may load: our own files only. The viewer's mesh decoder is WebAssembly, its workers are blobs."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# In the demo, programs that drive the page (browser tests) may evaluate expressions in it; on a server nothing may.
SCRIPTS = "'self' 'wasm-unsafe-eval'" + (" 'unsafe-eval'" if settings.DEBUG else "")
POLICY = "; ".join(
    (
        "default-src 'self'",
        f"script-src {SCRIPTS}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "connect-src 'self' blob: data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


class ContentSecurityPolicyMiddleware:
    """Adds the policy to every answer that does not bring its own (an uploaded file brings `sandbox`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response
