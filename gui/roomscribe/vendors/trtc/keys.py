"""The two names that keep tasks apart: the SessionId sent to the vendor, and the key that finds clashes before.

A SessionId is a duplicate guard at the vendor: while a task with it lives, every further start with it fails, from
whatever computer (tencent.md §8.2, key B). So the console's own SessionId must be the *same* for two tasks that would
harm each other: two bots that hear one whole room keep each other alive and billed for 10 hours (§8.3). It is made
from the room and, where single people are heard, from those people. The application is left out: the vendor scopes
SessionIds by it.

After a start whose answer was lost, the task found under the SessionId is ours, unless a colleague started the same
one first: then the vendor refused ours, and theirs is found. The ledger rules out that it is an older one of this
computer. Ids are free again after the vendor's clean-up, so a restart uses the same one.
"""

from __future__ import annotations

import hashlib
import json
import re

from roomscribe.domain.fields import Values, given
from roomscribe.domain.profiles import Profile
from roomscribe.vendors.trtc.fields import ONE_PERSON
from roomscribe.vendors.trtc.values import texts

WHOLE = "whole room"
READABLE = 24
"""Characters of the room's name that a SessionId shows; the digest behind them tells rooms apart."""


def session_id(values: Values, task_id: str) -> str:
    """The SessionId somebody typed, or the console's own, e.g. `rs-500123-5f0c2a9be1d4`.

    `task_id` does not enter into it: an id of its own for every task would guard against nothing.
    """
    typed = values.get("session_id")
    if given(typed):
        return str(typed)
    digest = hashlib.sha256(json.dumps(_who_is_heard(values)).encode()).hexdigest()[:12]
    readable = re.sub(r"[^A-Za-z0-9_-]", "_", str(values.get("room") or ""))[:READABLE]
    return f"rs-{readable}-{digest}"


def clash_keys(values: Values, profile: Profile) -> frozenset[str]:
    """The bot's place in the room, and what it hears: a whole room whatever SessionId was typed, or the SessionId.

    These are what the vendor itself calls the same task (tencent.md §8.2), and the whole room beside them.
    """
    if values.get("transcription_mode") != ONE_PERSON:
        return frozenset({bot_key(values, profile), room_key(values, profile, WHOLE)})
    return frozenset({bot_key(values, profile), _key(profile, "session", session_id(values, ""))})


def bot_key(values: Values, profile: Profile) -> str:
    """The bot's place in a room: two users with one id throw each other out, of whatever generation they are."""
    return room_key(values, profile, "bot", str(values.get("bot_user_id") or ""))


def room_key(values: Values, profile: Profile, *which: object) -> str:
    """A key within a room, of whatever generation: one that hears the whole room is met by both."""
    return _key(profile, *_room(values), *which)


def _key(profile: Profile, *parts: object) -> str:
    return json.dumps(["trtc", profile.account.get("sdk_app_id", ""), *parts], ensure_ascii=False)


def _room(values: Values) -> list[object]:
    return [values.get("room_type"), str(values.get("room") or "")]


def _who_is_heard(values: Values) -> list[object]:
    if values.get("transcription_mode") != ONE_PERSON:
        return [*_room(values), WHOLE]
    return [*_room(values), str(values.get("target_user_id") or ""), sorted(texts(values, "target_user_ids"))]
