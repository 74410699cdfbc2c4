"""The contractor's door: the link from the mail, a code by e-mail, and in — within a minute."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from maintenance import dossiers
from maintenance.models import Dossier
from twin.visits import visit_of

HOURS = 12  # of one session at the most


@never_cache
@sensitive_post_parameters("code")
def door(request: HttpRequest, words: str) -> HttpResponse:
    """GET says where the code will go (a mail scanner that opens the link sends nothing); POST sends it, or lets in."""
    posted = request.method == "POST"
    try:
        dossier = dossiers.opened(words, None if posted else visit_of(request))
    except dossiers.Refused as refusal:
        return _careful(
            render(request, "twin/contractor/door_closed.html", {"refusal": str(refusal)}, status=404)
        )
    if request.user == dossier.user:
        return _careful(redirect(_way(request)))
    with translation.override(request.COOKIES.get("django_language") or dossier.language):
        return _careful(_answer(request, dossier, posted))


def _answer(request: HttpRequest, dossier: Dossier, posted: bool) -> HttpResponse:
    sent, refusal = "code" in request.POST, ""
    if posted:
        try:
            if sent:
                return _let_in(request, dossier)
            dossiers.send_code(dossier, visit_of(request))
            sent = True
        except dossiers.Refused as refused:
            refusal, sent = str(refused), sent or dossier.codes.filter(used_at=None).exists()
    context = {"dossier": dossier, "sent": sent, "refusal": refusal, "email": _hinted(dossier.email)}
    return render(request, "twin/contractor/door.html", context, status=422 if refusal else 200)


def _let_in(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    user = dossiers.let_in(dossier, request.POST["code"], visit_of(request))
    login(request, user)
    left = (dossier.expires_at - timezone.now()).total_seconds()
    request.session.set_expiry(max(1, int(min(left, HOURS * 3600))))
    return redirect(_way(request))


def _way(request: HttpRequest) -> str:
    """Where she was going, when that is among her own pages."""
    asked = request.GET.get("next", "")
    safe = asked.startswith("/my-orders/") and url_has_allowed_host_and_scheme(asked, {request.get_host()})
    return asked if safe else "work"


def _hinted(email: str) -> str:
    """ "p…r@hydro.example": enough for who knows it, too little for who does not."""
    name, _, host = email.partition("@")
    return f"{name[:1]}…{name[-1:] if len(name) > 1 else ''}@{host}"


def _careful(response: HttpResponse) -> HttpResponse:
    """The address is a key: no search engine lists it. (No other site is told it: `SECURE_REFERRER_POLICY`.)"""
    response.headers["X-Robots-Tag"] = "noindex"
    return response
