"""Child processes that never outlive the one that started them, even when it is killed."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_SET_PARENT_DEATH_SIGNAL = 1  # linux/prctl.h
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent() -> None:
    """The kernel kills this process when the one that started it ends (Linux; elsewhere it does nothing).

    SIGKILL, because nothing here needs to say goodbye: a job that was being done is taken up again.
    """
    if _libc is not None:
        _libc.prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def start(
    command: Sequence[str], *, log: Path, env: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Starts a child that dies with us. Ctrl-C does not reach it: whoever started it ends it in good order."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as stream:
        return subprocess.Popen(
            command,
            env=dict(env) if env is not None else None,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent,  # called from the main thread, while there is no other
        )


def stop(processes: Sequence[subprocess.Popen[bytes]], *, seconds: float = 2.0) -> None:
    """Asks all of them to end, waits so long in all, then ends what is left with all it started."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    ends = time.monotonic() + seconds
    for process in processes:
        try:
            process.wait(timeout=max(0.0, ends - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
