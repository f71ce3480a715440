"""Starting the other programs a test needs, and ending them whatever happens."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path


@contextlib.contextmanager
def running(
    command: Sequence[str], env: Mapping[str, str], log: Path, *, stdin: bytes = b"", pass_fds: Sequence[int] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    """A program in a process group of its own, with its output in a file; the whole group is ended afterwards."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            list(command),
            env=dict(env),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            pass_fds=tuple(pass_fds),
            start_new_session=True,
        )
    try:
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError), process.stdin as pipe:
            pipe.write(stdin)
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[bytes], grace: float = 3.0) -> None:
    """End a program started with `running` and everything it started: politely first, then for certain."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(grace)
    # The leader may be gone while a child of it is not.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def read_line(descriptor: int, process: subprocess.Popen[bytes], log: Path, timeout: float = 30.0) -> str:
    """The line that a program writes to a pipe when it is ready (an address, a display number)."""
    deadline = time.monotonic() + timeout
    text = b""
    while not text.endswith(b"\n"):
        left = deadline - time.monotonic()
        if left <= 0 or (process.poll() is not None and not select.select([descriptor], [], [], 0)[0]):
            said = log.read_text(errors="replace").strip()
            raise RuntimeError(f"{process.args!r} did not get ready; it said: {said or 'nothing'}")
        if select.select([descriptor], [], [], min(left, 0.1))[0]:
            chunk = os.read(descriptor, 1024)
            if not chunk:
                raise RuntimeError(f"{process.args!r} ended; it said: {log.read_text(errors='replace').strip()}")
            text += chunk
    return text.decode().strip()
