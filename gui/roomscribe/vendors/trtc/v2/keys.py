"""What keeps tasks of version 2.0 apart: the vendor has no guard of its own there (tencent.md §4.1)."""

from __future__ import annotations

from roomscribe.domain.fields import Values
from roomscribe.domain.profiles import Profile
from roomscribe.vendors.trtc.bodies import texts
from roomscribe.vendors.trtc.keys import WHOLE, room_key


def own_id(values: Values, task_id: str) -> str:
    """There is no SessionId: our own id, which is not sent."""
    return task_id


def dedupe_key(values: Values, profile: Profile) -> str:
    """For a whole room: the room, as in version 1.0, whose bots would keep ours awake. For chosen people: the bot.

    Two bots with one user id throw each other out of a room.
    """
    if not texts(values, "heard_user_ids"):
        return room_key(values, profile, WHOLE)
    return room_key(values, profile, "bot", str(values.get("bot_user_id") or ""))
