"""Photos and papers from the site, for who may see what they hang on."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from maintenance import evidence as kept
from twin.serving import sandboxed
from twin.views.access import signed_in


@signed_in
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(kept.visible_to(request.user), pk=pk)
    try:
        handle = kept.open_shown(found)
    except FileNotFoundError:
        raise Http404 from None
    suffix = ".pdf" if found.media_type == kept.PDF else ".jpg"
    return sandboxed(
        handle, media_type=found.media_type, name=f"{found.sha256[:12]}{suffix}", etag=f"shown-{found.sha256}"
    )
