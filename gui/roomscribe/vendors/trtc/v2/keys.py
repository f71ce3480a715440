"""What keeps tasks of version 2.0 apart: the vendor has no guard of its own there (tencent.md §4.1)."""

from __future__ import annotations

from roomscribe.domain.fields import Values, rows_of
from roomscribe.domain.profiles import Profile
from roomscribe.vendors.trtc.keys import WHOLE, bot_key, room_key
from roomscribe.vendors.trtc.values import texts


def own_id(values: Values, task_id: str) -> str:
    """There is no SessionId: our own id, which is not sent."""
    return task_id


def clash_keys(values: Values, profile: Profile) -> frozenset[str]:
    """The places of the bot and of every voice in the room; for a whole room also the room.

    The whole room is that of version 1.0, whose bots would keep ours awake.
    """
    robots = [str(row.get("robot") or "") for row in rows_of(values.get("voices"))]
    keys = {bot_key(values, profile), *(room_key(values, profile, "bot", robot) for robot in robots if robot)}
    return frozenset(keys if texts(values, "heard_user_ids") else keys | {room_key(values, profile, WHOLE)})
