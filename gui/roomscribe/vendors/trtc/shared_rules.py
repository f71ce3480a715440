"""What holds for the forms of both generations: rooms, hot words, languages and pasted signatures (tencent.md §3, §7).

The fields' own limits are checked before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from roomscribe.domain.fields import Values, given, rows_of
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T, Text
from roomscribe.domain.validation import Problem
from roomscribe.vendors.trtc.fields import PASTED, ROOM_NUMBER
from roomscribe.vendors.trtc.usersig import UnreadableUserSig, read_user_sig

LARGEST_ROOM_NUMBER = 4294967295
MOST_CHINESE_CHARACTERS = 10
"""In one hot word (tencent.md §3.3)."""

_ROOM_NUMBER = re.compile(r"[1-9][0-9]*")
_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def check_room(values: Values) -> Iterator[Problem]:
    """A number room is a number (tencent.md §3.1)."""
    room = values.get("room")
    if values.get("room_type") != ROOM_NUMBER or not given(room):
        return
    if not _ROOM_NUMBER.fullmatch(str(room)):
        yield Problem("room", T("A number room has digits only, without a 0 in front. For a name choose type “Text”."))
    elif len(str(room)) > len(str(LARGEST_ROOM_NUMBER)) or int(str(room)) > LARGEST_ROOM_NUMBER:
        yield Problem("room", T("The largest room number is {limit}.", limit=LARGEST_ROOM_NUMBER))


def unknown_language(code: str) -> Text:
    """What is said about a code that the catalogue does not offer."""
    return T("“{code}” is not offered here. Choose a language from the list.", code=code)


def check_hot_words(values: Values) -> Iterator[Problem]:
    """Terms have their own limit for Chinese characters (tencent.md §3.3)."""
    for number, row in enumerate(rows_of(values.get("hot_words"))):
        term = str(row.get("term", ""))
        if len(_CHINESE.findall(term)) > MOST_CHINESE_CHARACTERS:
            message = T("At most {limit} Chinese characters in a hot word.", limit=MOST_CHINESE_CHARACTERS)
            yield Problem("hot_words", message, row=number, column="term")


def check_signature(values: Values, profile: Profile, now: float) -> Iterator[Problem]:
    """A pasted signature is for this bot and application, and not over at `now` (UTC seconds)."""
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
