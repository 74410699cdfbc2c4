"""Sentences kept in English are said in the reader's language."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import translation

from assets.ifc import findings
from twin import build_messages, sentences

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True, scope="module")
def _compiled():
    build_messages.build(ROOT)


def french_texts() -> dict[str, str]:
    return {
        message.id: message.string
        for po in build_messages.catalogues(ROOT)
        for message in build_messages.read(po)
        if isinstance(message.id, str)
    }


def test_every_sentence_of_the_screens_is_translated():
    assert build_messages.complaints(ROOT) == []


def test_every_sentence_about_a_file_is_in_the_french_catalogue():
    known = french_texts()

    assert [template for template in sentences.templates() if template not in known] == []


def test_a_kept_sentence_is_said_in_french_with_what_filled_it():
    finding = findings.finding("systems-empty", count=2, examples=["A", "B"])

    with translation.override("fr"):
        said = sentences.said(finding.message, finding.code)

    assert said == "2 réseaux n'ont aucun membre (A, B)."


def test_a_refusal_is_recognised_without_its_code():
    with translation.override("fr"):
        assert sentences.said(findings.REFUSALS["file-empty"]).startswith("Le fichier est vide.")


def test_an_unknown_sentence_stays_as_it_is():
    with translation.override("fr"):
        assert sentences.said("Something else.") == "Something else."
