"""A stage whose cloud tells a real receiver what happens; time passes by hand, and nobody asks the cloud anything."""

from __future__ import annotations

from typing import Any

from roomscribe.net.posting import Poster
from roomscribe.services.notifying import sender_over
from roomscribe.simulator.webhooks import EVERY_APPLICATION, Webhooks
from tests.support.receiver import Receiver

KEY = "cbkey0001"


class Told:
    """A stage, and what its receiver was told."""

    def __init__(self, stage: Any, poster: Poster, receiver: Receiver) -> None:
        self.stage = stage
        self.receiver = receiver
        self.webhooks = Webhooks.of(self.stage.world)
        self.webhooks.sender = sender_over(poster)
        self.webhooks.set_target(EVERY_APPLICATION, receiver.url, KEY)

    async def after(self, seconds: float = 0.0) -> list[Any]:
        """The notices that come when this much time has passed, as JSON."""
        before = len(self.receiver.seen)
        self.stage.clock.pass_by(seconds)
        self.stage.in_world(self.stage.world.beat)
        await self.webhooks.deliver()
        return [each.json for each in self.receiver.seen[before:]]
