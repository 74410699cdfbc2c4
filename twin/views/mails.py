"""The mails that the demo wrote instead of sending them. There is no such page on a server."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from twin import mail_files

MOST = 100


def mails(request: HttpRequest) -> HttpResponse:
    """`?to=`: those to one address."""
    if not settings.DEBUG:
        raise Http404
    written = mail_files.mails()
    asked = request.GET.get("to", "")
    context = {
        "mails": [mail for mail in written if asked in ("", mail.to)][:MOST],
        "receivers": sorted({mail.to for mail in written}),
        "asked": asked,
    }
    return render(request, "twin/mails.html", context)
