"""A part of the benchmark in a process of its own, on a database and data folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def told_by(module: str, environment: dict[str, str], *arguments: str) -> Any:
    """What `python -m module` prints on its last line, as JSON."""
    run = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=settings(environment),
        cwd=Path(__file__).resolve().parent.parent,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(run.stdout.splitlines()[-1])


def settings(environment: dict[str, str]) -> dict[str, str]:
    """The environment of a process that serves as in operation."""
    fixed = {
        "DJANGO_SETTINGS_MODULE": "twin.settings",
        "DEBUG": "0",  # or Django keeps every query
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "SECRET_KEY": "bench" * 16,
        "LOG_LEVEL": "ERROR",
    }
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**inherited, **fixed, **environment}
