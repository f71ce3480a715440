"""What a simulator hears of tasks that are being stopped: when, in which order, and what it refuses."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send


@dataclass
class StopNotes:
    """Stands before a simulator's application, and notes the requests that stop a task."""

    app: ASGIApp
    monotonic: Callable[[], float] = time.monotonic
    stops: dict[str, list[float]] = field(default_factory=dict)
    """Monotonic seconds by vendor."""
    first: dict[str, list[float]] = field(default_factory=dict)
    """As `stops`, each task's first alone."""
    tasks: list[str] = field(default_factory=list)
    """What has been asked to stop, in the order of the first requests: body or path, which name the task."""
    refused: list[tuple[float, str]] = field(default_factory=list)
    """Monotonic seconds and call of each request that was answered with "too many calls"."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        at = self.monotonic()
        headers = {key.decode().lower(): value.decode() for key, value in scope["headers"]}
        action, body = headers.get("x-tc-action", ""), bytearray()

        async def heard() -> Message:
            message = await receive()
            body.extend(message.get("body", b""))
            return message

        async def answered(message: Message) -> None:
            if b"RequestLimitExceeded" in message.get("body", b"") or message.get("status") == 429:
                self.refused.append((at, action or scope["path"]))
            await send(message)

        await self.app(scope, heard, answered)
        if action.startswith(("Stop", "Delete")):
            self._note("trtc", body.decode(), at)
        elif scope["path"].endswith("/leave") or scope["method"] == "DELETE":
            self._note("agora", scope["path"], at)

    def _note(self, vendor: str, task: str, at: float) -> None:
        self.stops.setdefault(vendor, []).append(at)
        if task not in self.tasks:
            self.tasks.append(task)
            self.first.setdefault(vendor, []).append(at)


def busiest(times: list[float]) -> int:
    """How many of these moments lie within one second at most."""
    ordered = sorted(times)
    return max(sum(at <= other < at + 1.0 for other in ordered) for at in ordered)
