"""Connects the simulator's notifications with the network, which the simulator itself does not know."""

from __future__ import annotations

from collections.abc import Mapping

from roomscribe.net.posting import Poster
from roomscribe.simulator.webhooks import Answer, Sender, Webhooks


def sender_over(poster: Poster) -> Sender:
    """Sends with this poster."""

    async def send(url: str, headers: Mapping[str, str], body: bytes) -> Answer | None:
        found = await poster.post(url, headers, body)
        return None if found is None else Answer(*found)

    return send


async def send_notices(webhooks: Webhooks) -> None:
    """Send what is due until cancelled; runs on the thread where the world lives."""
    async with Poster() as poster:
        webhooks.sender = sender_over(poster)
        await webhooks.keep_sending()
