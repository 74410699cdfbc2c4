"""Words compared as people type them."""

import pytest

from assets.search import normalise, words


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("LT-012", "lt012"),
        ("Local  technique n° 12", "localtechniquen12"),
        ("Défaillant à Nîmes", "defaillantanimes"),
        ("Œuvre", "oeuvre"),
        ("EFS_P.01/a", "efsp01a"),
        ("…", ""),
    ],
)
def test_accents_case_and_separators_do_not_count(typed, kept):
    assert normalise(typed) == kept


def test_a_question_is_its_words_and_separators_alone_are_none():
    assert words(" Pompe  LT-012 - ") == ["pompe", "lt012"]
