"""A person at a page, without a browser: she opens it, fills in one of its forms and sends it; and again, when the
connection broke, the very same form."""

from __future__ import annotations

import http.client
import re
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

PATIENCE, MOST_REDIRECTS = 90.0, 5  # seconds; a browser follows a few
BROKEN = (ConnectionError, http.client.HTTPException, TimeoutError)


class Refused(AssertionError):
    """The page said no, or broke; the message holds what it said."""


@dataclass
class Form:
    """`fields`: what the page has filled in. `choices`: of each list, the values by their words."""

    action: str
    multipart: bool
    fields: dict[str, Any] = field(default_factory=dict)
    choices: dict[str, dict[str, str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    url: str
    text: str
    forms: list[Form]

    def form(self, action: str) -> Form:
        """The one that is sent to an address with this in it; "" for the one that is sent to the page's own."""
        found = self.find(action)
        assert found is not None, f"no form “{action}” on {self.url}:\n{self.text[-3000:]}"
        return found

    def find(self, action: str) -> Form | None:
        fits = [form for form in self.forms if (action in form.action if action else not form.action)]
        return fits[0] if fits else None


class Person:
    """With cookies of her own."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.pressed_again = 0
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(), _NoRedirect)
        self._opener.addheaders = [("Accept-Language", "en")]

    def open(self, address: str) -> Page:
        return self._ask(urljoin(self.site, address), None, "")

    def send(self, page: Page, form: Form, **typed: Any) -> Page:
        """What stands in the form, and what she types: text, a file, or the button (`name="value"`)."""
        said = form.fields | typed
        kind = MULTIPART_CONTENT if form.multipart else "application/x-www-form-urlencoded"
        body = encode_multipart(BOUNDARY, said) if form.multipart else urlencode(said).encode()
        return self._ask(urljoin(page.url, form.action or page.url), body, kind)

    def sign_in(self, name: str, password: str) -> None:
        page = self.open("/sign-in/")
        form = next(form for form in page.forms if "password" in form.fields)
        inside = self.send(page, form, username=name, password=password)
        assert "/sign-in/" not in inside.url, inside.text[-2000:]

    def _ask(self, url: str, body: bytes | None, kind: str) -> Page:
        """As a browser does: what a redirect leads to is asked by itself, and reloaded by itself when that breaks."""
        headers = {"Content-Type": kind} if kind else {}
        for _ in range(MOST_REDIRECTS):
            answer = self._pressed(urllib.request.Request(url, data=body, headers=headers))
            if isinstance(answer, Page):
                return answer
            url, body, headers = urljoin(url, answer), None, {}
        raise Refused(f"redirected for ever: {url}")

    def _pressed(self, asked: urllib.request.Request) -> Page | str:
        """The page, or where it sends her. Pressed again as long as nobody answers."""
        ends = time.monotonic() + PATIENCE
        while True:
            try:
                with self._opener.open(asked, timeout=30) as answer:
                    return read(answer.geturl(), answer.read().decode())
            except urllib.error.HTTPError as no:
                if no.code in (302, 303):
                    return no.headers["Location"]
                raise Refused(f"{no.code} from {no.url}\n{_why(no.read().decode(errors='replace'))}") from no
            except (urllib.error.URLError, *BROKEN) as broken:
                if time.monotonic() > ends:
                    raise Refused(f"nobody answers at {asked.full_url}: {broken}") from broken
            self.pressed_again += 1
            time.sleep(0.15)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def _why(text: str) -> str:
    """What a page says in red, else its end."""
    said = re.findall(r'class="[^"]*error[^"]*"[^>]*>(.*?)</p>', text, re.DOTALL)
    return "\n".join(re.sub(r"<[^>]*>", " ", each).strip() for each in said) or text[-3000:]


def read(url: str, text: str) -> Page:
    reader = _Reader()
    reader.feed(text)
    return Page(url, text, reader.forms)


class _Reader(HTMLParser):
    """The forms of a page, with what a browser would send of each."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._area = self._list = self._option = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name, value = said.get("name", ""), said.get("value", "")
        if tag == "form" and said.get("method") != "dialog":  # that one sends nothing
            self._form = Form(said.get("action", ""), said.get("enctype") == "multipart/form-data")
            self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag == "input" and name:
            self._input(said.get("type", "text"), name, value, checked="checked" in said)
        elif tag == "button" and name:
            self._form.buttons.append((name, value))
        elif tag == "textarea":
            self._area = name
            self._form.fields[name] = ""
        elif tag == "select":
            self._list = name
            self._form.choices[name] = {}
        elif tag == "option" and self._list:
            self._option = value
            if "selected" in said or self._list not in self._form.fields:
                self._form.fields[self._list] = value

    def _input(self, kind: str, name: str, value: str, *, checked: bool) -> None:
        assert self._form is not None
        if kind != "file" and (kind not in ("radio", "checkbox") or checked):
            self._form.fields[name] = value

    def handle_data(self, data: str) -> None:
        if self._form is None:
            return
        if self._area:
            self._form.fields[self._area] += data
        elif self._list and data.strip():
            self._form.choices[self._list][data.strip()] = self._option

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._list = ""
