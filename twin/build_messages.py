"""Compiles the translations (`locale/*/LC_MESSAGES/*.po` → `.mo`) with Babel, so that no gettext need be installed.

python twin/build_messages.py            compile what is out of date
python twin/build_messages.py --check    fail when a sentence has no translation or a placeholder differs
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


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
    return [
        f"{po.relative_to(root)}:{message.lineno}: {reason}: {_text(message.id)!r}"
        for po in catalogues(root)
        for message in read(po)
        if message.id and (reason := _complaint(message))
    ]


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
