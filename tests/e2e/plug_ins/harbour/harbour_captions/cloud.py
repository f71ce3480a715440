"""The harbour itself, simulated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from roomscribe.simulator.faults import Fault
from roomscribe.simulator.inside import Inside
from roomscribe.simulator.serving import Handler, serve
from roomscribe.simulator.world import World

PASS = "ahoy-ahoy-ahoy"
ARRIVAL = 0.5
"""Seconds from the start until a bot is moored."""


@dataclass
class Bot:
    """One bot."""

    since: float
    gone: bool = False


class HarbourCloud:
    """Knows every bot by its number."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._bots: dict[str, Bot] = {}
        self._inside = Inside(calls=("Moor", "Look", "CastOff"))

    def routes(self) -> list[BaseRoute]:
        """Two paths."""
        return [
            Route("/harbour/bots", self._moor, methods=["POST"]),
            Route("/harbour/bots/{bot}", self._look, methods=["GET"]),
            Route("/harbour/bots/{bot}", self._cast_off, methods=["DELETE"]),
        ]

    def demo_account(self) -> Mapping[str, str]:
        """The one pass."""
        return {"pass_key": PASS}

    def inside(self) -> Inside:
        """Its calls."""
        return self._inside

    async def _moor(self, request: Request) -> Response:
        told = await request.json()
        number = str(len(self._bots) + 1)

        async def answer() -> Response:
            if not told.get("berth"):
                return JSONResponse({"why": "no berth"}, status_code=400)
            self._bots[number] = Bot(self._world.clock.now())
            return self._word(number)

        return await self._served("Moor", request, answer)

    async def _look(self, request: Request) -> Response:
        async def answer() -> Response:
            return self._word(request.path_params["bot"])

        return await self._served("Look", request, answer)

    async def _cast_off(self, request: Request) -> Response:
        async def answer() -> Response:
            number = request.path_params["bot"]
            self._bots[number].gone = True
            return self._word(number)

        return await self._served("CastOff", request, answer)

    async def _served(self, call: str, request: Request, answer: Handler) -> Response:
        if request.headers.get("authorization") != f"Pass {PASS}":
            return JSONResponse({"why": "no pass"}, status_code=401)
        return await serve(self._world, call, answer, self._fault)

    def _word(self, number: str) -> Response:
        bot = self._bots.get(number)
        if bot is None or bot.gone:
            word = "gone"
        else:
            word = "moored" if self._world.clock.now() >= bot.since + ARRIVAL else "arriving"
        return JSONResponse({"bot": number, "word": word})

    def _fault(self, fault: Fault) -> Response:
        return JSONResponse({"why": fault.message}, status_code=400)
