#!/usr/bin/env python
"""The command line: `python manage.py help`."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twin.settings")
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, ProgrammingError

    try:
        execute_from_command_line(sys.argv)
    except UnicodeEncodeError:
        if "--traceback" in sys.argv or all(map(_is_text, sys.argv)):
            raise
        sys.exit("An argument is no text in UTF-8, so nothing can be called so.")
    except (OperationalError, ProgrammingError) as error:
        if "--traceback" in sys.argv or not _is_of_the_database(error):
            raise
        sys.exit(
            f"The database cannot be used ({str(error).splitlines()[0]}); does it run, and was “migrate” run?"
        )


def _is_text(argument: str) -> bool:
    """Bytes that are no UTF-8 come as halves of characters, which no database and no screen takes."""
    return not any("\ud800" <= letter <= "\udfff" for letter in argument)


def _is_of_the_database(error: Exception) -> bool:
    """Away, locked, or without our tables (PostgreSQL: 42P01); anything else is a fault of ours."""
    from django.db import OperationalError

    return isinstance(error, OperationalError) or getattr(error.__cause__, "sqlstate", "") == "42P01"


if __name__ == "__main__":
    main()
