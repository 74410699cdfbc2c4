"""Coming in: the demo's cards, the ordinary sign-in, and the two preferences of a visitor."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from assets import reading_languages
from twin import trials
from twin.context import THEME_COOKIE, THEMES
from twin.forms import SignInForm
from twin.views.home import first_page

# The accounts of the demo that have something to see. Nobody comes in this way on a real server.
CARDS = ("agent", "contractor", "steward", "manager")
A_YEAR = 365 * 24 * 3600


def entry(request: HttpRequest) -> HttpResponse:
    """The first page of the demo; elsewhere the ordinary sign-in is the first page."""
    if not settings.DEBUG:
        return redirect("login")
    known = set(
        get_user_model().objects.filter(username__in=CARDS, is_active=True).values_list("username", flat=True)
    )
    context = {
        "cards": [card for card in CARDS if card in known],
        "next": _safe(request, request.GET.get("next", "")),
    }
    return render(request, "twin/entry.html", context)


@require_POST
def enter(request: HttpRequest, role: str) -> HttpResponse:
    """One tap on a card."""
    user = get_user_model().objects.filter(username=role, is_active=True).first()
    if not settings.DEBUG or role not in CARDS or user is None:
        raise Http404
    login(request, user)
    return redirect(_safe(request, request.POST.get("next", "")) or first_page(user))


@require_POST
def enter_with_own_model(request: HttpRequest) -> HttpResponse:
    """Each visit is a visitor of its own, so that nobody sees another's model."""
    if not settings.DEBUG:
        raise Http404
    login(request, trials.new_visitor())
    return redirect("try")


class SignIn(LoginView):
    template_name = "twin/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


def choose_language(request: HttpRequest) -> HttpResponse:
    """Django's own view, which sets the cookie and leads back; the mails of who is signed in follow."""
    language = request.POST.get("language")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES):
        reading_languages.chosen(request.user, language)
    return set_language(request)


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark or high contrast; anything else follows the device again."""
    response = redirect(_back(request))
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie(THEME_COOKIE, theme, max_age=A_YEAR, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie(THEME_COOKIE)
    return response


def _back(request: HttpRequest) -> str:
    return _safe(request, request.POST.get("next", "")) or "/"


def _safe(request: HttpRequest, asked: str) -> str:
    """The address asked for when it is one of ours, else nothing."""
    safe = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if safe else ""
