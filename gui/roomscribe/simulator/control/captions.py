"""`/_sim/captions`: a WebSocket on which the bots' captions can be read, because the rooms have no media here."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress

from starlette.routing import BaseRoute, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from roomscribe.simulator.captions import SentCaption
from roomscribe.simulator.control.guard import MARK
from roomscribe.simulator.world import World

FILTERS = ("task", "room", "app")
RAW = {"": False, "0": False, "1": True}
MOST_WAITING = 20_000
"""Messages that wait for one reader, some 10 MB; one that lets more wait is dropped, or the simulator's memory would
grow. A fast world's beat brings a thousand at once."""
BAD_QUERY = 1008
TOO_SLOW = 1013
"""Close codes: a rule is broken; try again later (RFC 6455, and the registry it founds)."""
FAREWELL = 1.0
"""Seconds for telling a dropped reader why."""


def caption_routes(world: World, *, most_waiting: int = MOST_WAITING) -> Sequence[BaseRoute]:
    """The route of this concern."""

    async def captions(web_socket: WebSocket) -> None:
        """Captions as the bots send them: ?task= ?room= ?app= choose, ?raw=1 leaves out the envelope."""
        await web_socket.accept(headers=[(b"x-simulated-by", MARK.encode())])
        query = web_socket.query_params
        if wrong := _wrong(query):
            await web_socket.close(BAD_QUERY, wrong)
            return
        wanted = {name: query[name] for name in FILTERS if name in query}
        reader = _Reader(web_socket, wanted, raw=RAW[query.get("raw", "")], most_waiting=most_waiting)
        world.captions.add(reader.take)
        try:
            await reader.serve()
        finally:
            world.captions.remove(reader.take)
        await reader.part()

    return [WebSocketRoute("/captions", captions)]


def _wrong(query: Mapping[str, str]) -> str:
    """What is wrong with the query, in one sentence; a name that nobody knows would choose nothing."""
    unknown = [name for name in query if name not in (*FILTERS, "raw")]
    if unknown:
        return "The query takes task, room, app and raw."
    return "" if query.get("raw", "") in RAW else "raw is 0 or 1."


class _Reader:
    """One connection, from the handshake to its end."""

    def __init__(self, web_socket: WebSocket, wanted: Mapping[str, str], *, raw: bool, most_waiting: int) -> None:
        self._web_socket = web_socket
        self._wanted = wanted
        self._raw = raw
        self._waiting: asyncio.Queue[SentCaption] = asyncio.Queue(most_waiting)
        self._too_slow = asyncio.Event()

    def take(self, sent: SentCaption) -> None:
        """A message that may be for this reader."""
        if any(getattr(sent, name) != value for name, value in self._wanted.items()):
            return
        try:
            self._waiting.put_nowait(sent)
        except asyncio.QueueFull:
            self._too_slow.set()

    async def serve(self) -> None:
        """Send until the reader goes, or is dropped."""
        ends = (self._send(), self._until_gone(), self._too_slow.wait())
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(each) for each in ends]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()

    async def part(self) -> None:
        """Tell a dropped reader why."""
        if not self._too_slow.is_set():
            return
        # It waits behind everything that was sent before, which somebody who does not read at all never takes.
        with suppress(TimeoutError, WebSocketDisconnect):
            async with asyncio.timeout(FAREWELL):
                await self._web_socket.close(TOO_SLOW, "You read too slowly. What is missing is lost.")

    async def _send(self) -> None:
        try:
            while True:
                sent = await self._waiting.get()
                if self._raw:
                    await self._web_socket.send_bytes(sent.payload)
                else:
                    await self._web_socket.send_text(json.dumps(sent.envelope(), ensure_ascii=False))
                # Neither waits while much is there and the socket takes it: others have their turn, and a reader that
                # has gone is noticed.
                await asyncio.sleep(0)
        except WebSocketDisconnect:
            return

    async def _until_gone(self) -> None:
        """What the reader says means nothing here, except for good-bye."""
        while (await self._web_socket.receive())["type"] != "websocket.disconnect":
            pass
