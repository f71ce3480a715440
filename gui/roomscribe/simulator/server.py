"""The simulator's loopback server: uvicorn in a thread with a loop of its own."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import struct
import threading
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import Future
from typing import Any, TypeVar

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from roomscribe.simulator.serving import RESET

log = logging.getLogger(__name__)

Job = Callable[[], Coroutine[Any, Any, None]]
"""Something that runs beside the requests, on the server's thread, until it is cancelled."""
Result = TypeVar("Result")
HOST = "127.0.0.1"
READY_WITHIN = 15.0
"""Seconds a slow machine may take to start the server."""
LAST_WORDS = 0.1
"""Seconds that connections get to end by themselves when the server stops."""
LOOK = 0.002
"""Seconds between two looks at whether they have."""


class SimulatorServer:
    """Serves the application on 127.0.0.1 until it is stopped."""

    def __init__(self, app: ASGIApp, *, port: int = 0, jobs: Iterable[Job] = ()) -> None:
        self._jobs = tuple(jobs)
        self._socket = _bound_socket(port)
        config = uvicorn.Config(
            app,
            http=_ResettableHttp,
            # Named, because "auto" takes whatever else is installed. Compressing for a reader on this computer costs
            # more than it saves.
            ws="websockets-sansio",
            ws_per_message_deflate=False,
            log_config=None,
            log_level="critical",  # a connection broken on purpose is no error
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=0,
            date_header=False,  # the clouds answer with their own clock
            server_header=False,
        )
        self._server = _Server(config)
        self._thread = threading.Thread(target=self._run, name="simulator", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def url(self) -> str:
        """The base URL, e.g. `http://127.0.0.1:40123`."""
        return f"http://{HOST}:{self._socket.getsockname()[1]}"

    def start(self) -> None:
        """Start and return once connections are accepted; raises `TimeoutError` when that takes too long."""
        self._thread.start()
        if not self._server.ready.wait(READY_WITHIN):
            raise TimeoutError("the simulator did not start")

    def call(self, act: Callable[[], Result]) -> Future[Result]:
        """Run `act` on the server's thread, where the world may be touched."""
        if self._loop is None:
            raise RuntimeError("the simulator is not running")

        async def run() -> Result:
            return act()

        return asyncio.run_coroutine_threadsafe(run(), self._loop)

    def stop(self) -> None:
        """Break all connections and end the thread; safe to call twice."""
        self._server.stop()
        if self._thread.is_alive():
            self._thread.join(timeout=5)
        self._socket.close()

    def wait(self) -> None:
        """Block until the server ends."""
        self._thread.join()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        running = [self._loop.create_task(job()) for job in self._jobs]
        for task in running:
            task.add_done_callback(_report)
        await self._server.serve(sockets=[self._socket])
        # Requests that hang on purpose would otherwise be reported when the loop is closed.
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()


def _report(job: asyncio.Task[None]) -> None:
    if not job.cancelled() and (error := job.exception()):
        log.error("a background job of the simulator broke", exc_info=error)


def _bound_socket(port: int) -> socket.socket:
    # The protocol is named because asyncio switches Nagle's algorithm off only for sockets that say TCP; with it, every
    # answer waits 40 ms for the client's delayed acknowledgement.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        # A stopped simulator may be started again on the same port at once.
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((HOST, port))
    except OSError:
        bound.close()
        raise
    return bound


class _ResettableHttp(H11Protocol):
    """Lets the application reset the connection on which a request came."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        served = self.app

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("extensions", {})[RESET] = {"reset": self._reset}
            await served(scope, receive, send)

        self.app = app

    def _reset(self) -> None:
        # A socket that may not linger answers with RST when it is closed, instead of saying goodbye.
        at_once = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
        self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        self.transport.abort()


class _Server(uvicorn.Server):
    """Tells when it is ready, stops when it is told to, and leaves signals to the program that runs it.

    uvicorn's own server looks ten times a second whether it should stop, and then waits a tenth of a second more.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._told = asyncio.Event()

    def stop(self) -> None:
        """End the server from any thread; nothing happens when it has not started or has ended."""
        self.should_exit = True
        self.force_exit = True
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: it has ended
                self._loop.call_soon_threadsafe(self._told.set)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self._loop = asyncio.get_running_loop()
        self.ready.set()

    async def main_loop(self) -> None:
        """Serve until `stop`."""
        await self.on_tick(0)  # what every answer's headers begin with
        if not self.should_exit:
            await self._told.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more connections and close those that are there; whoever does not let go is cut off afterwards."""
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LAST_WORDS):
                while self.server_state.connections:  # noqa: ASYNC110 - uvicorn tells nobody when it is empty
                    await asyncio.sleep(LOOK)

    def install_signal_handlers(self) -> None:
        """A thread may not; the main program handles them."""
