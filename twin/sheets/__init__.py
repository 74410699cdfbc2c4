"""The sheet: everything known about one thing that people can point at, gathered once and shown the same everywhere."""

from twin.sheets.sheet import Sheet, of, of_code
from twin.sheets.subject import Subject, find

__all__ = ["Sheet", "Subject", "find", "of", "of_code"]
