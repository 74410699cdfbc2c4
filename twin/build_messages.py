"""Compiles the translations (`locale/*/LC_MESSAGES/*.po` → `.mo`) with Babel, so that no gettext need be installed.

python twin/build_messages.py            compile what is out of date
python twin/build_messages.py --check    fail when a sentence has no translation or a placeholder differs
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
SOURCES = ("assets", "maintenance", "twin")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    **{f"{name}_lazy": spec for name, spec in DEFAULT_KEYWORDS.items()},
    "gettext_noop": None,
}


def build(root: Path) -> None:
    for po in catalogues(root):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with mo.open("wb") as stream:
            write_mo(stream, read(po))


def catalogues(root: Path) -> list[Path]:
    return sorted((root / "locale").glob("*/LC_MESSAGES/*.po"))


def read(po: Path) -> Catalog:
    with po.open("rb") as stream:
        return read_po(stream, locale=po.parent.parent.name)


def complaints(root: Path) -> list[str]:
    """One line for each sentence that a person would read in the wrong language or with a hole in it."""
    found = []
    for po in catalogues(root):
        name, catalogue = po.relative_to(root), read(po)
        found += [
            f"{name}:{message.lineno}: {reason}: {_text(message.id)!r}"
            for message in catalogue
            if message.id and (reason := _complaint(message))
        ]
        twice = len(re.findall(r"^msgid ", po.read_text("utf-8"), re.MULTILINE)) - len(catalogue) - 1
        found += [f"{name}: {twice} sentences stand in it twice"] * (twice > 0)
        known = {(message.context, first(message.id)) for message in catalogue if message.id}
        found += [
            f"{where}: not in {name}: {said!r}"
            for (context, said), where in sentences(root).items()
            if (context, said) not in known
        ]
    return found


def sentences(root: Path) -> dict[tuple[str | None, str], str]:
    """{(context, sentence): where it is written} of the code in Python; `test_translated` looks at the templates."""
    return {
        (context, first(said)): f"{path.relative_to(root)}:{line}"
        for package in SOURCES
        for path in sorted((root / package).rglob("*.py"))
        if "migrations" not in path.parts and "node_modules" not in path.parts
        for line, said, _, context in extract_from_file("python", path, KEYWORDS)
    }


def _complaint(message: Message) -> str | None:
    if message.fuzzy:
        return "translation is only a guess (fuzzy)"
    translations = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    if not all(translations):
        return "not translated"
    wanted = set(PLACEHOLDER.findall(_text(message.id)))
    if any(not set(PLACEHOLDER.findall(text or "")) <= wanted for text in translations):
        return "a placeholder that the sentence does not have"
    return None


def _text(identifier: str | tuple[str, ...] | list[str]) -> str:
    return identifier if isinstance(identifier, str) else identifier[-1]


def first(identifier: str | tuple[str, ...] | list[str]) -> str:
    return identifier if isinstance(identifier, str) else identifier[0]


def main(arguments: list[str]) -> int:
    root = Path(__file__).resolve().parent.parent
    if "--check" not in arguments:
        build(root)
        return 0
    found = complaints(root)
    print(*found, sep="\n", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
