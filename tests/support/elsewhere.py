"""Somebody else at the same Agora account: plain HTTP that shares nothing with our client but the token builder."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import httpx

from roomscribe.vendors.agora.tokens import PUBLISHER, build, rtc_service
from tests.support.consoles import TestConsole

GENERATION = "agora-7"


class Elsewhere:
    """Starts, asks and stops 7.x agents behind the console's back. `async with` closes its connections."""

    def __init__(self, account: Mapping[str, str], *, url: str = "http://simulator", app: Any = None) -> None:
        """`app` is the simulator's application for calls without a socket."""
        self._account = account
        self._http = httpx.AsyncClient(
            base_url=f"{url}/api/speech-to-text/v1/projects/{account['app_id']}",
            auth=(account["customer_id"], account["customer_secret"]),
            transport=httpx.ASGITransport(app=app) if app is not None else None,
            trust_env=False,
        )

    @classmethod
    def beside(cls, console: TestConsole) -> Elsewhere:
        """Another client of a test console's account, on the same face of the simulator."""
        (account,) = [each.values for each in console.simulation.accounts if each.generation.id == GENERATION]
        if console.face == "in-process":
            return cls(account, app=console.simulation.application)
        return cls(account, url=console.simulation.url)

    async def __aenter__(self) -> Elsewhere:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def join(self, name: str, room: str = "elsewhere", uid: str = "7001") -> str:
        """Start an agent and return its id."""
        token = build(
            app_id=self._account["app_id"],
            certificate=self._account["app_certificate"],
            issued_at=int(time.time()) - 60,
            lives_for=86_400,
            services=(rtc_service(room, uid, PUBLISHER, 86_400),),
        )
        rtc = {"channelName": room, "pubBotUid": uid, "pubBotToken": token}
        body = {"name": name, "languages": ["en-US"], "maxIdleTime": 0, "rtcConfig": rtc}
        agent_id: str = (await self._call("POST", "/join", json=body))["agent_id"]
        return agent_id

    async def join_many(self, count: int, room: str = "elsewhere") -> list[str]:
        """Start several agents in one room, and return their ids in the order of their starts."""
        return [await self.join(f"{room}-{number}", room, str(7001 + number)) for number in range(count)]

    async def leave(self, agent_id: str) -> None:
        """Stop an agent."""
        await self._call("POST", f"/agents/{agent_id}/leave")

    async def status(self, agent_id: str) -> str:
        """An agent's status word; "" for one that is not known any more."""
        answer = await self._http.get(f"/agents/{agent_id}")
        return str(answer.json().get("status", "")) if answer.status_code == 200 else ""

    async def _call(self, method: str, path: str, **what: Any) -> Any:
        answer = await self._http.request(method, path, **what)
        assert answer.status_code == 200, answer.text
        return answer.json() if answer.content else None
