"""What the fields of a CreateCloudTranscription must keep to together, beyond their own limits (tencent.md §4.1)."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping

from roomscribe.domain.fields import Values, rows_of
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T, Text
from roomscribe.domain.validation import Problem
from roomscribe.vendors.trtc.shared_rules import check_hot_words, check_room, check_signature, unknown_language
from roomscribe.vendors.trtc.v2.languages import LANGUAGES, can_be_alternative, can_be_spoken, can_be_target
from roomscribe.vendors.trtc.v2.voices import voice_speaks
from roomscribe.vendors.trtc.values import texts


def check(values: Values, profile: Profile, now: float | None = None) -> list[Problem]:
    """Every problem between fields; `now` (UTC seconds) is the computer's time unless given."""
    at = time.time() if now is None else now
    return [
        *check_room(values),
        *_check_people(values),
        *_check_spoken(values),
        *_check_targets(values, profile.site),
        *check_hot_words(values),
        *_check_glossaries(values),
        *_check_voices(values),
        *check_signature(values, profile, at),
    ]


def _check_people(values: Values) -> Iterator[Problem]:
    heard, unheard = texts(values, "heard_user_ids"), texts(values, "unheard_user_ids")
    if values.get("bot_user_id") in heard:
        yield Problem("heard_user_ids", T("This is the bot's own ID. Enter the IDs of people in the room."))
    both = next((person for person in heard if person in unheard), None)
    if both is not None:
        message = T("“{person}” is on both lists and would not be heard. Remove the ID from one of them.", person=both)
        yield Problem("unheard_user_ids", message)


def _check_spoken(values: Values) -> Iterator[Problem]:
    spoken = str(values.get("language") or "")
    if spoken and not can_be_spoken(spoken):
        yield Problem("language", unknown_language(spoken))
    for code in texts(values, "alternative_languages"):
        if code == spoken:
            message = T("“{code}” is the spoken language already. Remove it.", code=code)
            yield Problem("alternative_languages", message)
        elif not can_be_spoken(code):
            yield Problem("alternative_languages", unknown_language(code))
        elif not can_be_alternative(code):
            message = T("“{code}” can only be the spoken language. Choose one of the advanced tier.", code=code)
            yield Problem("alternative_languages", message)


def _check_targets(values: Values, site: str) -> Iterator[Problem]:
    for code in texts(values, "target_languages"):
        if not can_be_target(code, site):
            yield Problem("target_languages", _no_target(code, site))


def _no_target(code: str, site: str) -> Text:
    language = LANGUAGES.get(code)
    if language is None or language.at(site):
        return unknown_language(code)
    return T("Only the mainland site translates to {language}. Remove it.", language=language.name)


def _check_glossaries(values: Values) -> Iterator[Problem]:
    for number, row in enumerate(rows_of(values.get("terminology"))):
        if message := _not_translated_to(row, values):
            yield Problem("terminology", message, row=number, column="language")


def _check_voices(values: Values) -> Iterator[Problem]:
    taken = {str(values.get("bot_user_id") or "")}
    for number, row in enumerate(rows_of(values.get("voices"))):
        for column, message in _wrong_in(row, values, taken):
            yield Problem("voices", message, row=number, column=column)
        taken.add(str(row.get("robot")))


def _wrong_in(row: Mapping[str, object], values: Values, taken: set[str]) -> Iterator[tuple[str, Text]]:
    speaker, robot, language = (str(row.get(key) or "") for key in ("speaker", "robot", "language"))
    heard = texts(values, "heard_user_ids")
    if speaker in texts(values, "unheard_user_ids") or (heard and speaker not in heard):
        yield "speaker", T("The bot does not hear “{person}”. Change the lists of who is heard.", person=speaker)
    if message := _not_translated_to(row, values):
        yield "language", message
    elif not voice_speaks(str(row.get("voice")), language):
        yield "voice", T("This voice does not speak the language. Choose another voice.")
    if robot in taken or robot == speaker:
        yield "robot", T("“{user}” is somebody else in the room already. Choose another ID.", user=robot)


def _not_translated_to(row: Mapping[str, object], values: Values) -> Text | None:
    language = str(row.get("language") or "")
    if language in texts(values, "target_languages"):
        return None
    return T("Nothing is translated to “{code}”. Choose one of the languages above.", code=language)
