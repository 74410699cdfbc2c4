"""The child process that works out digests: `python -m assets.ifc.digest_worker`, its job on standard input.

A process of its own because the parent reads the same file meanwhile, and one interpreter does one thing at a time. It
imports neither numpy nor the parser: it is done before they would have started.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from assets.ifc.shape_digests import Digest, shape_digests

_ROOT = Path(__file__).resolve().parents[2]


def digests_by_child(path: Path, classes: Iterable[bytes], salt: bytes) -> dict[int, Digest | None]:
    """Return what `shape_digests` returns, worked out in a child. Raises subprocess.SubprocessError when it fails."""
    job = {"path": str(path.resolve()), "classes": b" ".join(classes).decode(), "salt": salt.hex()}
    done = subprocess.run(
        [sys.executable, "-m", "assets.ifc.digest_worker"],
        input=json.dumps(job).encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(_ROOT)},
        check=True,
    )
    said: dict[str, str | None] = json.loads(done.stdout)
    return {int(step): bytes.fromhex(digest) if digest else None for step, digest in said.items()}


def main() -> int:
    job = json.load(sys.stdin)
    found = shape_digests(
        Path(job["path"]), frozenset(job["classes"].encode().split()), salt=bytes.fromhex(job["salt"])
    )
    json.dump({step: digest and digest.hex() for step, digest in found.items()}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
