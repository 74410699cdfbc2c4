"""A part of the benchmark in a process of its own, on a database and data folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def told_by(module: str, environment: dict[str, str]) -> Any:
    """What `python -m module` prints on its last line, as JSON."""
    settings = {
        "DJANGO_SETTINGS_MODULE": "twin.settings",
        "DEBUG": "0",  # or Django keeps every query
        "ALLOWED_HOSTS": "localhost",
        "SECRET_KEY": "bench" * 16,
        "LOG_LEVEL": "ERROR",
    }
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    run = subprocess.run(
        [sys.executable, "-m", module],
        env={**inherited, **settings, **environment},
        cwd=Path(__file__).resolve().parent.parent,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(run.stdout.splitlines()[-1])
