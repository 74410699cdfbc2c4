"""Makes the virtual environment that everything runs in. Needs nothing but Python ≥ 3.11: `python -m twin.environment`.

What is already as it should be is left alone: a stamp beside the environment holds a digest of what it was made from.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
INSTALLED_FROM = ("pyproject.toml", "requirements.lock", "hatch_build.py")
BUILT_FROM = ("locale/**/*.po", "twin/viewer/**/*", "twin/build_messages.py")
BUILT = ("twin/static/viewer/manifest.json",)
NO_SOURCES = {"node_modules", "coverage", "__pycache__"}


def main() -> int:
    arguments = _arguments()
    environment = Environment((ROOT / arguments.venv).absolute())
    try:
        if arguments.lock:
            write_lock()
        else:
            environment.prepare(arguments.extra)
    except CommandFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--venv", default=".venv")
    parser.add_argument("--extra", choices=("", "dev"), default="")
    parser.add_argument("--lock", action="store_true", help="write requirements.lock anew and stop")
    return parser.parse_args()


class CommandFailed(Exception):
    """A child process failed; the message says which step, and what it printed last."""


class Environment:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = folder / "bin" / "python"
        self.stamp = folder / "station-twin.json"

    def prepare(self, extra: str) -> None:
        """Makes, installs and builds what is missing or older than its sources."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(self.folder / ".preparing"):
            self._make()
            self._install(extra)
            self._build()

    def _make(self) -> None:
        if self._works():
            return
        with _step("Making the Python environment"):
            venv.create(self.folder, clear=False, with_pip=True, symlinks=True)
            self.stamp.unlink(missing_ok=True)

    def _works(self) -> bool:
        if not self.python.exists():
            return False
        probe: list[str | Path] = [self.python, "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
        return subprocess.run(probe, capture_output=True, check=False).returncode == 0

    def _install(self, extra: str) -> None:
        wanted = _digest(INSTALLED_FROM)
        stamped = self._stamped()
        if stamped.get("installed") == wanted and extra in stamped.get("extras", []):
            return
        extras = sorted({extra, *stamped.get("extras", []), ""}) if stamped else sorted({extra, ""})
        what = "." if extras == [""] else f".[{','.join(filter(None, extras))}]"
        with _step("Installing the packages (the first time takes a few minutes)"):
            self._pip("install", "-c", LOCK, "-e", what)
        self._write_stamp(installed=wanted, extras=extras, built=_digest(BUILT_FROM))

    def _build(self) -> None:
        """The bundle and the translations, when their sources are newer than what pip built."""
        wanted = _digest(BUILT_FROM)
        if self._stamped().get("built") == wanted and self._everything_built():
            return
        with _step("Building the viewer and the translations"):
            if "dev" in self._stamped().get("extras", []):
                _run([self.python, "hatch_build.py"])
            else:
                self._pip("install", "--no-deps", "-e", ".")
        self._write_stamp(built=wanted)

    def _everything_built(self) -> bool:
        return not (ROOT / "twin/viewer/build.py").exists() or all((ROOT / path).exists() for path in BUILT)

    def _pip(self, *arguments: str | Path) -> None:
        _run([self.python, "-m", "pip", "--disable-pip-version-check", "-q", *arguments])

    def _stamped(self) -> dict:
        try:
            return json.loads(self.stamp.read_text())
        except (OSError, ValueError):
            return {}

    def _write_stamp(self, **changes: object) -> None:
        self.stamp.write_text(json.dumps(self._stamped() | changes))


def write_lock() -> None:
    """Installs everything into a throw-away environment and writes down the exact versions that came."""
    with tempfile.TemporaryDirectory() as folder, _step("Resolving the newest versions"):
        venv.create(folder, with_pip=True, symlinks=True)
        python = Path(folder) / "bin" / "python"
        _run([python, "-m", "pip", "install", "-q", f"{ROOT}[dev]"])
        frozen = subprocess.run(
            [python, "-m", "pip", "freeze", "--exclude", "station-twin"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    heading = "# Exact versions for demo and CI, as pip constraints: `make lock` writes them anew.\n"
    LOCK.write_text(heading + frozen)


def _digest(patterns: Iterable[str]) -> str:
    """Of the contents of every file that matches, names included."""
    digest = hashlib.sha256()
    for path in _sources(patterns):
        digest.update(f"{path.relative_to(ROOT)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _sources(patterns: Iterable[str]) -> Iterator[Path]:
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file() and not NO_SOURCES & set(path.parts):
                yield path


def _run(command: Sequence[str | Path]) -> None:
    """Raises CommandFailed with the last lines that the command printed."""
    ended = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PIP_NO_INPUT": "1"},
    )
    if ended.returncode:
        last = "\n".join(ended.stdout.strip().splitlines()[-25:])
        name = Path(command[0]).name + " " + " ".join(str(part) for part in command[1:4])
        raise CommandFailed(
            f"{last}\n\nThis step failed: {name} … (what it said last is above). "
            "If a package registry did not answer, run the same command again once it does."
        )


@contextmanager
def _step(sentence: str) -> Iterator[None]:
    """One calm line: what is being done, then how long it took."""
    print(f"{sentence} …", end="" if sys.stdout.isatty() else "\n", flush=True)
    began = time.monotonic()
    yield
    print(
        f" {time.monotonic() - began:.0f} s"
        if sys.stdout.isatty()
        else f"   {time.monotonic() - began:.0f} s"
    )


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    """Two `make` in one checkout wait for each other."""
    with path.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main())
