"""Forks consoles: a process that has loaded everything once has another one ready within milliseconds.

python -m tests.support.crashes.nursery: orders come as lines on standard input, process ids go to standard output.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import traceback
from types import TracebackType

from tests.support.crashes.order import ERRORS, Order


class Nursery:
    """The process that forks. `with` it runs; everything that it has started must have been killed before."""

    def __enter__(self) -> Nursery:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            start_new_session=True,  # Ctrl-C is for the campaign, which ends it
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None  # noqa: PT018
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()

    def start(self, order: Order) -> int:
        """Start a console; its process id."""
        assert self._process.stdin is not None and self._process.stdout is not None  # noqa: PT018
        self._process.stdin.write(f"{order.text()}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


def main() -> None:
    """Fork one console for each line; whoever still lives at the end is killed."""
    from tests.support.crashes import console

    brood = _Brood()
    for line in sys.stdin:
        order = Order.read(line)
        process = brood.fork()
        if process == 0:
            _become(order)
            try:
                console.run(order)
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(1)
        sys.stdout.write(f"{process}\n")
        sys.stdout.flush()
    brood.kill()


class _Brood:
    """The processes that were forked and live. One that ends is buried at once, so that whoever looks sees it gone."""

    def __init__(self) -> None:
        self._living: set[int] = set()
        signal.signal(signal.SIGCHLD, self._bury)

    def fork(self) -> int:
        """As `os.fork`."""
        # One that ends before it is noted would be noted for ever.
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
        process = os.fork()
        if process == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._living.add(process)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
        return process

    def kill(self) -> None:
        """End all of them."""
        for process in tuple(self._living):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def _bury(self, *_: object) -> None:
        while self._living:
            process, _status = os.waitpid(-1, os.WNOHANG)
            if process == 0:
                return
            self._living.discard(process)


def _become(order: Order) -> None:
    """Leave what the parent has."""
    from tests.support.crashes.keyring_files import environment

    os.environ.update(environment(order.folder / "keyring"))
    os.setsid()
    said = os.open(order.folder / ERRORS, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for here, there in ((nothing, 0), (said, 1), (said, 2)):
        os.dup2(here, there)


if __name__ == "__main__":
    main()
