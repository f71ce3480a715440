"""Rules between the fields of a form: what the vendor would refuse, said before anything is sent."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator

from roomscribe.domain.clock import Clock, SystemClock
from roomscribe.domain.fields import Value, Values, rows_of, texts_of
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T, Text
from roomscribe.domain.validation import Problem, shortened
from roomscribe.vendors.agora.advanced_fields import SALTED_ENCRYPTION
from roomscribe.vendors.agora.bot_fields import TOKENS_PASTED
from roomscribe.vendors.agora.limits import AGORA_5, ALL_SPEAKERS, HIGHEST_UID, PREFIX_LENGTH, SALT_BYTES, AgoraLimits
from roomscribe.vendors.agora.tokens import Privilege, TokenUnreadable, decode


def check(values: Values, profile: Profile, clock: Clock | None = None, limits: AgoraLimits = AGORA_5) -> list[Problem]:
    """Every problem between fields; tolerates values that are missing or break their own limits.

    A translation's source that is not among the spoken languages is no problem: agora.md §11 only suggests it.
    """
    return [
        *_bots(values, limits),
        *_tokens(values, profile, (clock or SystemClock()).now()),
        *_listeners(values),
        *_speakers(values),
        *_translations(values, limits),
        *_encryption(values),
        *_storage(values, limits),
    ]


def _bots(values: Values, limits: AgoraLimits) -> Iterator[Problem]:
    listening, sending = _text(values.get("sub_bot_uid")), _text(values.get("pub_bot_uid"))
    for key, uid in (("sub_bot_uid", listening), ("pub_bot_uid", sending)):
        if too_high(uid):
            yield Problem(key, T("Enter a whole number from 1 to 4294967295."))
    if limits.listening_bot and sending and sending == listening:
        yield Problem("pub_bot_uid", T("Choose another user id: the listening bot has this one."))


def _listeners(values: Values) -> Iterator[Problem]:
    uids = texts_of(values.get("subscribe_uids"))
    if ALL_SPEAKERS in uids and len(uids) > 1:
        yield Problem("subscribe_uids", T("Enter “all” alone, or user ids without “all”."))
    left_out, bots = texts_of(values.get("unsubscribe_uids")), _bot_uids(values)
    for key, given in (("subscribe_uids", uids), ("unsubscribe_uids", left_out)):
        for uid in given:
            if too_high(uid):
                yield Problem(key, T("“{uid}”: enter a whole number from 1 to 4294967295.", uid=shortened(uid)))
            elif uid in bots:
                yield Problem(
                    key, T("“{uid}” is a bot of this task. Enter the user ids of people.", uid=shortened(uid))
                )
    if uids and left_out:
        yield Problem("unsubscribe_uids", T("Enter user ids either here or in “Listen to”, not in both."))


def _bot_uids(values: Values) -> set[str]:
    # A person with the same id would be thrown out of the channel by the bot.
    return {_text(values.get(key)) for key in ("sub_bot_uid", "pub_bot_uid")} - {""}


def _speakers(values: Values) -> Iterator[Problem]:
    seen: set[str] = set()
    bots = _bot_uids(values)
    for number, row in enumerate(rows_of(values.get("uid_languages"))):
        uid = _text(row.get("uid"))
        if too_high(uid):
            message = T("Enter a whole number from 1 to 4294967295.")
            yield Problem("uid_languages", message, row=number, column="uid")
        if uid in bots:
            message = T("“{uid}” is a bot of this task. Enter the user id of a person.", uid=uid)
            yield Problem("uid_languages", message, row=number, column="uid")
        if uid and uid in seen:
            message = T("{uid} stands in an earlier row. Put all languages there.", uid=uid)
            yield Problem("uid_languages", message, row=number, column="uid")
        seen.add(uid)


def too_high(uid: str) -> bool:
    """Whether a text of digits is above the highest uid (agora.md §7.1)."""
    return uid.isascii() and uid.isdigit() and len(uid) <= 10 and int(uid) > HIGHEST_UID


def _tokens(values: Values, profile: Profile, now: float) -> Iterator[Problem]:
    if values.get("bot_tokens") != TOKENS_PASTED:
        return
    for key, uid_key in (("sub_bot_token", "sub_bot_uid"), ("pub_bot_token", "pub_bot_uid")):
        text = _text(values.get(key))
        app_id, channel = profile.account.get("app_id", ""), _text(values.get("channel"))
        if text and (message := token_problem(text, app_id, channel, _text(values.get(uid_key)), now)):
            yield Problem(key, message)


def token_problem(text: str, app_id: str, channel: str, uid: str, now: float) -> Text | None:
    """What is wrong with a pasted token, as far as it can be seen without the certificate (agora.md §13)."""
    try:
        token = decode(text)
    except TokenUnreadable:
        return T("This is not a whole 007 token. Copy it again; older 006 tokens can't be used here.")
    if app_id and token.app_id != app_id:
        return T("This token belongs to another App ID. Make one for the App ID of the profile.")
    if token.rtc is None:
        return T("This token does not admit to a channel. Make an RTC token.")
    if channel and token.channel != channel:
        return T("This token is for channel “{channel}”. Make one for this task's channel.", channel=token.channel)
    if uid and token.uid not in ("", uid):
        return T("This token is for user id {uid}. Make one for this bot.", uid=token.uid)
    if not token.allows(Privilege.JOIN_CHANNEL, now):
        return T("This token has expired, or does not admit to the channel. Make a new one.")
    return None


def _translations(values: Values, limits: AgoraLimits) -> Iterator[Problem]:
    if not values.get("translate"):
        return
    seen: set[str] = set()
    mixed = limits.target_may_be_spoken and len(texts_of(values.get("languages"))) > 1
    for number, row in enumerate(rows_of(values.get("translations"))):
        source, targets = _text(row.get("source")), texts_of(row.get("target"))
        if source and source in targets and not mixed:
            message = T("Remove {language} here: it is the language translated from.", language=source)
            yield Problem("translations", message, row=number, column="target")
        if source and source in seen:
            message = T("{language} stands in an earlier row. Put all its targets there.", language=source)
            yield Problem("translations", message, row=number, column="source")
        seen.add(source)


def _encryption(values: Values) -> Iterator[Problem]:
    salt = _text(values.get("encryption_salt"))
    if values.get("encryption") in SALTED_ENCRYPTION and salt and not _is_salt(salt):
        yield Problem("encryption_salt", T("Enter exactly 32 bytes, written as base64 (44 characters)."))


def _is_salt(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == SALT_BYTES
    except (binascii.Error, ValueError):
        return False


def _storage(values: Values, limits: AgoraLimits) -> Iterator[Problem]:
    if not values.get("save_captions"):
        return
    vendor = values.get("storage_vendor")
    if vendor in limits.storage_vendors_doubtful and not values.get("storage_vendor_beyond"):
        message = T("Agora's table for this version does not have this storage. Choose another, or allow it below.")
        yield Problem("storage_vendor", message)
    if values.get("storage_tag_by_rule") and tag_rules(values.get("storage_tag_by_rule")) is None:
        yield Problem("storage_tag_by_rule", T("Enter a JSON list of objects, with [ at its start and ] at its end."))
    length = len("/".join(texts_of(values.get("storage_prefix"))))
    if length > PREFIX_LENGTH:
        message = T(
            "All folders together may have {limit} characters, slashes included; these have {count}.",
            limit=PREFIX_LENGTH,
            count=length,
        )
        yield Problem("storage_prefix", message)


def tag_rules(value: Value) -> list[object] | None:
    """What was typed as a JSON list of objects (agora.md §6.1, `tagByRule`); None for anything else."""
    try:
        rules = json.loads(_text(value))
    except (ValueError, RecursionError):
        return None
    return rules if isinstance(rules, list) and rules and all(isinstance(each, dict) for each in rules) else None


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""
