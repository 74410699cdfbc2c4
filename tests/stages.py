"""Steps of `make test` and `make lint`: each said in one line with its seconds, all of them run, failures told last."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Stage:
    name: str
    status: int
    seconds: float


@dataclass
class Stages:
    """`quiet` stages show what they printed only when they fail."""

    quiet: bool = False
    ran: list[Stage] = field(default_factory=list)

    def run(
        self, name: str, command: list[str], *, env: dict[str, str] | None = None, fine: tuple = (0,)
    ) -> int:
        """Runs the command in the checkout. Says its exit status; one that is not in `fine` fails the whole."""
        if not self.quiet:
            print(f"\n── {name} ──", flush=True)
        began = time.monotonic()
        output = subprocess.PIPE if self.quiet else None
        ended = subprocess.run(
            command,
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            text=True,
            check=False,
        )
        failed = ended.returncode not in fine
        if self.quiet and failed:
            print(ended.stdout)
        self.add(name, int(failed), time.monotonic() - began)
        return ended.returncode

    def add(self, name: str, status: int, seconds: float) -> None:
        self.ran.append(Stage(name, status, seconds))
        word = "FAILED" if status else "ok"
        print(f"{name:<48} {word:<7} {seconds:6.1f} s", flush=True)

    @property
    def failed(self) -> list[str]:
        return [stage.name for stage in self.ran if stage.status]

    def table(self) -> None:
        print("\nstage                                            result  seconds")
        for stage in self.ran:
            print(f"{stage.name:<48} {'FAILED' if stage.status else 'ok':<7} {stage.seconds:7.1f}")
        print(f"{'in all':<56} {sum(stage.seconds for stage in self.ran):7.1f}", flush=True)


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def beside_python(name: str) -> str:
    """A tool of the same virtual environment."""
    return str(Path(sys.executable).parent / name)
