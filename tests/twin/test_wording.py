"""The words of the screens: values, kinds, ages, storeys."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from assets.models import Location
from twin import wording
from twin.templatetags import twin as tags


@pytest.mark.parametrize(
    ("content", "french", "english"),
    [
        (True, "oui", "yes"),
        (False, "non", "no"),
        (12.5, "12,5", "12.5"),
        (0.05, "0,05", "0.05"),
        (1e-7, "1e-07", "1e-07"),
        (1234567, "1\xa0234\xa0567", "1,234,567"),
        (48.33333, "48,33", "48.33"),
        (12345.6, "12\xa0346", "12,346"),
        ([1, "b"], "1, b", "1, b"),
        (date(2025, 3, 4), "4 mars 2025", "4 March 2025"),
        ("as written", "as written", "as written"),
        ("P2Y", "2 ans", "2 years"),
        ("P1Y6M", "1 an 6 mois", "1 year 6 months"),
        ("PT22500H", "22500 heures", "22500 hours"),
        ("P", "P", "P"),
        ("P-01", "P-01", "P-01"),
        ("2021-09-06", "6 septembre 2021", "6 September 2021"),
        ("2021-99-06", "2021-99-06", "2021-99-06"),
        ({"lower": "P10Y", "upper": "P20Y"}, "10 ans – 20 ans", "10 years – 20 years"),
        ({"lower": None, "upper": 5}, "5", "5"),
        ({1: 2.5, 3: 4}, "1: 2,5, 3: 4", "1: 2.5, 3: 4"),
    ],
)
def test_a_value_reads_as_its_reader_writes_it(content, french, english):
    for language, expected in (("fr", french), ("en", english)):
        with translation.override(language):
            assert wording.value(content).replace("\u202f", "\xa0") == expected


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("NominalFlowRate", "Nominal flow rate"),
        ("IPCode", "IPCode"),
        ("Débit nominal", "Débit nominal"),
        ("ConnectionDN", "Connection DN"),
    ],
)
def test_a_name_of_the_format_is_made_readable(raw, plain):
    assert wording.readable(raw) == plain


def test_a_set_loses_the_prefix_of_the_format():
    with translation.override("en"):
        assert [
            wording.set_name(name) for name in ("Pset_PumpTypeCommon", "Qto_WallBaseQuantities", "Pset_")
        ] == [
            "Pump type common",
            "Wall base quantities",
            "Other characteristics",
        ]


@pytest.mark.parametrize(
    ("words", "technical"),
    [
        (("IfcExportAs", 1), True),
        (("IfcGUID",), True),
        (("Key", "a GlobalId"), True),
        (("Débit", 3, None), False),
    ],
)
def test_lines_that_speak_of_the_format_are_known(words, technical):
    assert wording.technical(words) is technical


@pytest.mark.parametrize(
    ("name", "short"),
    [("N+1 Bureaux", "N+1"), ("Niveau -2", "-2"), ("S-1", "S-1"), ("RDC", "RDC"), ("Toiture", "TOIT")],
)
def test_a_storey_has_a_short_name_as_on_a_lifts_button(name, short):
    assert wording.storey_short(Location(name=name)) == short


def test_an_unknown_kind_is_just_an_object():
    with translation.override("en"):
        assert wording.kind("no-such-kind") == "Object"
    assert wording.kinds_like("") == []


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=1, seconds=5), "1 minute ago"),
        (timedelta(hours=5), "5 hours ago"),
        (timedelta(days=3), "3 days ago"),
    ],
)
def test_a_date_is_said_as_people_say_it_and_exactly_behind(before, words):
    with translation.override("en"):
        said = tags.ago(timezone.now() - before)

    assert f">{words}</time>" in said
    assert "title=" in said


def test_an_old_date_is_told_in_full_and_an_unknown_one_not_at_all():
    with translation.override("en"):
        assert str((timezone.now() - timedelta(days=400)).year) in tags.ago(
            timezone.now() - timedelta(days=400)
        )
    assert tags.ago(None) == ""


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 octets"), (950, "950 octets"), (1500, "1,5 ko"), (12_000_000, "12 Mo"), (3 * 10**9, "3 Go")],
)
def test_sizes_are_said_as_people_say_them(count, words):
    with translation.override("fr"):
        assert tags.size(count).replace("\xa0", " ") == words


def test_what_nobody_knows_says_so():
    with translation.override("fr"):
        assert "non renseigné" in tags.value(None)
        assert tags.value(2.5, "kW") == "2,5 kW"


@pytest.mark.parametrize(
    ("constant", "plain"), [("FICHE_TECHNIQUE", "Fiche technique"), ("DOE", "DOE"), ("Notice", "Notice")]
)
def test_constants_are_written_as_words_and_initials_stay(constant, plain):
    assert tags.plain(constant) == plain


@pytest.mark.parametrize(
    ("media_type", "word"),
    [
        ("application/pdf", "PDF"),
        ("image/svg+xml", "drawing"),
        ("image/png", "picture"),
        ("application/zip", "file"),
    ],
)
def test_a_kind_of_file_has_a_plain_word(media_type, word):
    with translation.override("en"):
        assert tags.paper(media_type) == word
