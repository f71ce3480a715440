"""What the fields of a TRTC start must keep to together (tencent.md §3, §8.3); their own limits are checked before.

The spoken language may be among the targets: the vendor does not forbid it, and with alternatives it makes sense.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from roomscribe.domain.fields import Values, given
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T, Text
from roomscribe.domain.validation import Problem
from roomscribe.vendors.trtc.fields import ONE_PERSON, PASTED, ROOM_NUMBER
from roomscribe.vendors.trtc.languages import (
    DEFAULT_SPOKEN,
    DIALECTS,
    can_be_alternative,
    can_be_spoken,
    can_be_target,
)
from roomscribe.vendors.trtc.usersig import UnreadableUserSig, read_user_sig

LARGEST_ROOM_NUMBER = 4294967295
MOST_CHINESE_CHARACTERS = 10
"""In one hot word (tencent.md §3.3)."""

_ROOM_NUMBER = re.compile(r"[1-9][0-9]{0,9}")
_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def check(values: Values, profile: Profile, now: float | None = None) -> list[Problem]:
    """Every problem between fields; `now` (UTC seconds) is the computer's time unless given."""
    at = time.time() if now is None else now
    return [
        *_check_room(values),
        *_check_people(values, profile.site),
        *_check_languages(values),
        *_check_hot_words(values),
        *_check_signature(values, profile, at),
    ]


def texts(values: Values, key: str) -> tuple[str, ...]:
    """A list field's items; empty when it is not given."""
    value = values.get(key)
    return tuple(str(item) for item in value) if isinstance(value, (tuple, list)) else ()


def _check_room(values: Values) -> Iterator[Problem]:
    room = values.get("room")
    if values.get("room_type") != ROOM_NUMBER or not given(room):
        return
    if not _ROOM_NUMBER.fullmatch(str(room)):
        yield Problem("room", T("A number room has digits only, without a 0 in front. For a name choose type “Text”."))
    elif int(str(room)) > LARGEST_ROOM_NUMBER:
        yield Problem("room", T("The largest room number is {limit}.", limit=LARGEST_ROOM_NUMBER))


def _check_people(values: Values, site: str) -> Iterator[Problem]:
    if values.get("transcription_mode") != ONE_PERSON:
        return
    person, bot = values.get("target_user_id"), values.get("bot_user_id")
    several = texts(values, "target_user_ids") if site == "cn" else ()
    if not given(person) and not several:
        yield Problem("target_user_id", T("Enter the user ID of the person to hear."))
    same = T("This is the bot's own ID. Enter the ID of a person in the room.")
    if given(person) and person == bot:
        yield Problem("target_user_id", same)
    if bot in several:
        yield Problem("target_user_ids", same)


def _check_languages(values: Values) -> Iterator[Problem]:
    spoken = str(values.get("language") or DEFAULT_SPOKEN)
    alternatives = texts(values, "alternative_languages")
    if not can_be_spoken(spoken):
        yield Problem("language", _unknown(spoken))
    if spoken in alternatives:
        yield Problem("alternative_languages", T("“{code}” is the spoken language already. Remove it.", code=spoken))
    elif alternatives and spoken == DIALECTS:
        yield Problem("alternative_languages", T("Chinese dialects take no further languages. Remove them."))
    for code in alternatives:
        if not can_be_spoken(code):
            yield Problem("alternative_languages", _unknown(code))
        elif not can_be_alternative(code):
            yield Problem(
                "alternative_languages",
                T(
                    "“{code}” can only be the spoken language. Choose a language of the basic or advanced tier.",
                    code=code,
                ),
            )
    for code in texts(values, "target_languages"):
        if not can_be_target(code):
            yield Problem("target_languages", _unknown(code))


def _unknown(code: str) -> Text:
    return T("“{code}” is not offered here. Choose a language from the list.", code=code)


def _check_hot_words(values: Values) -> Iterator[Problem]:
    rows = values.get("hot_words")
    for number, row in enumerate(rows if isinstance(rows, (tuple, list)) else ()):
        term = str(row.get("term", "")) if isinstance(row, dict) else ""
        if len(_CHINESE.findall(term)) > MOST_CHINESE_CHARACTERS:
            message = T("At most {limit} Chinese characters in a hot word.", limit=MOST_CHINESE_CHARACTERS)
            yield Problem("hot_words", message, row=number, column="term")


def _check_signature(values: Values, profile: Profile, now: float) -> Iterator[Problem]:
    token = values.get("user_sig")
    if values.get("user_sig_source") == PASTED and given(token):
        message = _wrong_with(str(token), str(values.get("bot_user_id")), profile.account.get("sdk_app_id", ""), now)
        if message is not None:
            yield Problem("user_sig", message)


def _wrong_with(token: str, bot: str, sdk_app_id: str, now: float) -> Text | None:
    """Why the vendor would refuse a pasted signature, as far as can be told without its key (tencent.md §7.1)."""
    try:
        sig = read_user_sig(token)
    except UnreadableUserSig:
        return T("This is not a whole UserSig. Copy it again, from its first to its last character.")
    if sig.identifier != bot:
        return T("This UserSig was made for the user “{other}”, not for “{bot}”.", other=sig.identifier, bot=bot)
    if str(sig.sdk_app_id) != sdk_app_id:
        return T(
            "This UserSig was made for the application {other}, not for {app}.", other=sig.sdk_app_id, app=sdk_app_id
        )
    if sig.expires_at <= now:
        return T("This UserSig expired on {when}. Have a new one made.", when=_day_and_time(sig.expires_at))
    return None


def _day_and_time(timestamp: int) -> str:
    try:
        return datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%d %H:%M UTC")
    except (ValueError, OverflowError, OSError):
        return str(timestamp)
