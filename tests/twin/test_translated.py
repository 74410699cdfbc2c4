"""What a page says stands in the catalogue, which is whole in both languages (`make lint`)."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from tests.conftest import ROOT
from twin import build_messages

TEMPLATES = sorted(
    path for app in ("assets", "maintenance", "twin") for path in (ROOT / app).rglob("templates/**/*.html")
)
NAMES = {
    "Station Twin",
    "PDF",
    "CSV",
    "XLSX",
    "GlobalId",
    "JavaScript",
    "QR",
    "IFC",
    "COBie",
    "BCF",
    "iCalendar",
    "GraphML",
    "JSON",
}
"""The same in both languages, as names are."""

NOT_SAID = re.compile(
    r"{%\s*comment.*?endcomment\s*%}|{#.*?#}"  # to other programmers
    r"|{%\s*blocktranslate.*?endblocktranslate\s*%}"  # already in the catalogue
    r"|{%\s*block (?:body_class|html_attributes)\s*%}.*?{%\s*endblock\s*%}"
    r"|<(script|style|svg)\b.*?</\1>",
    re.DOTALL,
)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
READ_ALOUD = re.compile(r"""\b(?:aria-label|title|placeholder|alt|data-confirm)=(["'])(.*?)\1""", re.DOTALL)


def said(template: str) -> list[str]:
    """What of a template reaches people without having gone through the catalogue."""
    text = TAG.sub("\N{MIDDLE DOT}", NOT_SAID.sub("", template))
    pieces = [found[2] for found in READ_ALOUD.finditer(text)]
    pieces += re.sub(r"<[^>]*>", "\N{MIDDLE DOT}", text).split("\N{MIDDLE DOT}")
    left = (re.sub("|".join(map(re.escape, sorted(NAMES))), "", piece) for piece in pieces)
    return [" ".join(piece.split()) for piece in left if re.search(r"[^\W\d_]{3}", piece)]


def test_the_search_for_words_outside_the_catalogue_finds_them():
    assert said('<p title="Close">{% translate "Open" %} now</p>') == ["Close", "now"]
    assert said("<h1>Station Twin</h1>{% blocktranslate %}Yes{% endblocktranslate %} {{ name }}") == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_template_says_nothing_that_is_not_in_the_catalogue(path: Path):
    assert said(path.read_text(encoding="utf-8")) == []


def test_every_sentence_of_the_templates_is_in_the_catalogue():
    catalogue = build_messages.read(build_messages.catalogues(ROOT)[0])
    known = {(each.context, build_messages.first(each.id)) for each in catalogue}

    said = {
        (context, build_messages.first(sentence))
        for path in TEMPLATES
        for _, sentence, _, context in extract(
            "python", io.BytesIO(templatize(path.read_text("utf-8")).encode()), build_messages.KEYWORDS
        )
    }

    assert len(said) > 800
    assert said - known == set()
