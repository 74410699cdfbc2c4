"""The text of a table (CSV) as a spreadsheet saved it."""

from __future__ import annotations


def text_of(content: bytes) -> str:
    """UTF-8, or windows-1252 as a French Excel saves it by default. Raises UnicodeDecodeError for what is no text."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\0" in content:  # a picture, or UTF-16
            raise error from None
        return content.decode("cp1252", "replace")
