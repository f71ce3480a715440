"""What the fields of a TRTC start must keep to together (tencent.md §3, §8.3); their own limits are checked before.

The spoken language may be among the targets: the vendor does not forbid it, and with alternatives it makes sense.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from roomscribe.domain.fields import Values, given
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T
from roomscribe.domain.validation import Problem
from roomscribe.vendors.trtc.fields import ONE_PERSON
from roomscribe.vendors.trtc.languages import (
    DEFAULT_SPOKEN,
    DIALECTS,
    can_be_alternative,
    can_be_spoken,
    can_be_target,
)
from roomscribe.vendors.trtc.shared_rules import check_hot_words, check_room, check_signature, unknown_language
from roomscribe.vendors.trtc.values import texts


def check(values: Values, profile: Profile, now: float | None = None) -> list[Problem]:
    """Every problem between fields; `now` (UTC seconds) is the computer's time unless given."""
    at = time.time() if now is None else now
    return [
        *check_room(values),
        *_check_people(values, profile.site),
        *_check_languages(values),
        *check_hot_words(values),
        *check_signature(values, profile, at),
    ]


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
        yield Problem("language", unknown_language(spoken))
    if spoken in alternatives:
        yield Problem("alternative_languages", T("“{code}” is the spoken language already. Remove it.", code=spoken))
    elif alternatives and spoken == DIALECTS:
        yield Problem("alternative_languages", T("Chinese dialects take no further languages. Remove them."))
    for code in alternatives:
        if not can_be_spoken(code):
            yield Problem("alternative_languages", unknown_language(code))
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
            yield Problem("target_languages", unknown_language(code))
