"""The virtual environment and the translations: made when their sources change, left alone otherwise."""

from __future__ import annotations

import sys

import pytest

from twin import build_messages, environment


@pytest.fixture
def checkout(monkeypatch, tmp_path):
    """A small checkout, and the commands that would have been run in it."""
    for name in environment.INSTALLED_FROM:
        (tmp_path / name).write_text(name)
    ran: list[str] = []
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "_run", lambda command: ran.append(" ".join(map(str, command))))
    monkeypatch.setattr(environment.Environment, "_make", lambda self: None)
    return tmp_path, ran


def test_what_is_installed_already_is_left_alone(checkout):
    root, ran = checkout
    made = environment.Environment(root / "venv")

    made.prepare("")
    first = list(ran)
    made.prepare("")

    assert len(first) == 1
    assert first[0].endswith("-e .")
    assert ran == first


def test_the_developers_extra_stays_when_the_demo_prepares_the_same_environment(checkout):
    root, ran = checkout
    made = environment.Environment(root / "venv")

    made.prepare("dev")
    made.prepare("")
    (root / "pyproject.toml").write_text("changed")
    made.prepare("")

    assert [line.split()[-1] for line in ran] == [".[dev]", ".[dev]"]


def test_a_changed_translation_is_built_again_without_installing_anything(checkout):
    root, ran = checkout
    made = environment.Environment(root / "venv")
    made.prepare("")
    (root / "locale/fr/LC_MESSAGES").mkdir(parents=True)
    (root / "locale/fr/LC_MESSAGES/django.po").write_text("")

    made.prepare("")

    assert [line.split()[-3:] for line in ran[1:]] == [["--no-deps", "-e", "."]]


def test_a_command_that_fails_is_told_with_its_last_words():
    with pytest.raises(environment.CommandFailed, match=r"(?s)no such registry.*step failed"):
        environment._run([sys.executable, "-c", "print('no such registry'); raise SystemExit(3)"])


def test_an_environment_whose_python_is_gone_does_not_work(tmp_path):
    assert not environment.Environment(tmp_path)._works()


PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Walls"
msgstr "Murs"

#, python-format
msgid "%(count)s pumps"
msgstr "{broken}"
"""


@pytest.fixture
def translations(tmp_path):
    folder = tmp_path / "locale/fr/LC_MESSAGES"
    folder.mkdir(parents=True)

    def write(text):
        (folder / "django.po").write_text(text)
        return tmp_path

    return write


def test_sentences_without_translation_guesses_and_wrong_placeholders_are_told(translations):
    root = translations(PO.replace("{broken}", "%(nombre)s pompes") + '\nmsgid "Roof"\nmsgstr ""\n')
    found = build_messages.complaints(root)

    assert [line.split(": ")[1] for line in found] == [
        "a placeholder that the sentence does not have",
        "not translated",
    ]


def test_sentences_that_stand_twice_or_nowhere_are_told(translations):
    whole = PO.replace("{broken}", "%(count)s pompes")
    root = translations(whole + '\nmsgid "Roof"\nmsgstr "Toit"\n\nmsgid "Roof"\nmsgstr "Toiture"\n')
    (root / "assets").mkdir()
    (root / "assets/roofs.py").write_text('words = gettext("Leaking roof")\n')

    assert [line.split(": ", 1)[1] for line in build_messages.complaints(root)] == [
        "1 sentences stand in it twice",
        "not in locale/fr/LC_MESSAGES/django.po: 'Leaking roof'",
    ]


def test_a_complete_translation_is_compiled_once(translations):
    root = translations(PO.replace("{broken}", "%(count)s pompes"))

    build_messages.build(root)
    compiled = root / "locale/fr/LC_MESSAGES/django.mo"
    written = compiled.stat().st_mtime_ns
    build_messages.build(root)

    assert b"Murs" in compiled.read_bytes()
    assert compiled.stat().st_mtime_ns == written
    assert build_messages.complaints(root) == []
