"""How long the program takes to end while ten requests hang.

Each run is a fresh process: the real program starts five tasks at each vendor against a server that takes every
request and never answers, closes its window a second later and presses "Leave running". Time counts from that
press to the end of the process, and a word on stderr fails the run. The server counts the requests, so that a run in
which they did not hang is no result.
"""

from __future__ import annotations

import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.measuring import child, figure, median

RUNS, REQUESTS = 5, 10


def main() -> None:
    seconds = []
    with tempfile.TemporaryDirectory(prefix="roomscribe-bench-") as folder:
        for run in range(RUNS):
            with _silent_server() as (url, held):
                left = child("child_hung_requests", str(Path(folder, str(run))), url, silent=True)["left"]
                seconds.append(time.monotonic() - left)
                if len(held) < REQUESTS:
                    raise SystemExit(f"only {len(held)} of {REQUESTS} requests hung")
    figure(f"closing with {REQUESTS} hung requests, median", median(seconds), "s", aim=2.0)
    figure(f"closing with {REQUESTS} hung requests, longest", max(seconds), "s", aim=2.0)


@contextmanager
def _silent_server() -> Iterator[tuple[str, list[socket.socket]]]:
    """Its URL, and the connections it holds."""
    held: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def hold() -> None:
            while True:
                try:
                    held.append(listener.accept()[0])
                except OSError:  # closed below
                    return

        threading.Thread(target=hold, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", held
        listener.shutdown(socket.SHUT_RDWR)
    for connection in held:
        connection.close()


if __name__ == "__main__":
    main()
