"""TRTC's caption messages, written and read: JSON of versions 1.0 and 2.0, and older shapes (tencent.md §10)."""

from __future__ import annotations

import json
import re

from roomscribe.domain.captions import Caption, Translation, UnreadableCaption
from roomscribe.domain.loose_json import LooseObject

CAPTION = 10000
"""The type of captions and translations in 1.0."""
OLD_TYPES = {"subtitle": False, "transcription": True}
"""The types of July 2024, and whether they are final (tencent.md §10.2)."""


def messages_1(caption: Caption, *, task_id: str, started_ms: int, translator: str = "") -> list[bytes]:
    """Version 1.0: the text, then each translation by itself; times count from the task's start (tencent.md §10.1).

    Translations name `translator` as their sender, or the speaker where it is "".
    """
    begin, end = max(0, caption.start_ms - started_ms), max(0, caption.end_ms - started_ms)
    found: list[dict[str, object]] = []
    if caption.text:
        said = {
            "text": caption.text,
            "start_time": _clock(begin),
            "end_time": _clock(end),
            "roundid": caption.sentence,
            "end": caption.final,
        }
        found.append({"type": CAPTION, "sender": caption.speaker, "receiver": [], "payload": said})
    for each in caption.translations:
        told = {
            "start_time_ms": begin,
            "end_time_ms": end,
            "end": each.final,
            "roundid": caption.sentence,
            "translation_text": each.text,
            "translation_language": each.language,
            "taskid": task_id,
        }
        found.append({"type": CAPTION, "sender": translator or caption.speaker, "payload": told})
    return [_written(each) for each in found]


def messages_2(caption: Caption, *, robot: str) -> list[bytes]:
    """Version 2.0: one message with the text and all its translations (tencent.md §10.2)."""
    payload = {
        "roundid": caption.sentence,
        "text": caption.text,
        "translate_msg": [{"language": each.language, "text": each.text} for each in caption.translations],
        "start_utc_ms": caption.start_ms,
        "end": caption.final,
    }
    return [_written({"sender": caption.speaker, "robotid": robot, "payload": payload})] if caption.text else []


def read(message: bytes, *, started_ms: int = 0) -> Caption | None:
    """The caption in one custom message of any version; None for messages about something else.

    `started_ms` turns 1.0's times into points in time. Raises `UnreadableCaption`.
    """
    try:
        root = LooseObject.parse(message)
    except ValueError as error:
        raise UnreadableCaption(f"not a JSON object: {error}") from None
    if root.text("type") in OLD_TYPES:
        return _read_old(root, started_ms)
    if "type" in root and root.whole("type") != CAPTION:
        return None
    if "payload" not in root:
        return None
    return _read_payload(root.text("sender"), root.part("payload"), started_ms)


def _read_payload(sender: str, payload: LooseObject, started_ms: int) -> Caption:
    final = payload.flag("end")
    translations = [
        Translation(language=each.text("language"), text=each.text("text"), final=final)
        for each in payload.parts("translate_msg")
    ]
    if payload.text("translation_text"):
        language = payload.text("translation_language")
        translations.append(Translation(language=language, text=payload.text("translation_text"), final=final))
    return Caption(
        speaker=sender,
        text=payload.text("text"),
        final=final,
        sentence=payload.text("roundid"),
        start_ms=payload.whole("start_utc_ms") or _moment(payload, "start_time", started_ms),
        end_ms=_moment(payload, "end_time", started_ms),
        translations=tuple(translations),
    )


def _read_old(root: LooseObject, started_ms: int) -> Caption:
    final, told = OLD_TYPES[root.text("type")], root.text("translation_text")
    return Caption(
        speaker=root.text("userid"),
        text=root.text("text"),
        final=final,
        start_ms=_moment(root, "start_time", started_ms),
        end_ms=_moment(root, "end_time", started_ms),
        translations=(Translation(language="", text=told, final=final),) if told else (),
    )


def _moment(payload: LooseObject, name: str, started_ms: int) -> int:
    """Both spellings of a time: milliseconds, or hours, minutes and seconds; 0 where neither stands there."""
    if f"{name}_ms" in payload:
        return started_ms + payload.whole(f"{name}_ms")
    found = re.fullmatch(r"(\d+):([0-5]\d):([0-5]\d)", payload.text(name))
    if not found:
        return 0
    hours, minutes, seconds = map(int, found.groups())
    return started_ms + ((hours * 60 + minutes) * 60 + seconds) * 1000


def _clock(milliseconds: int) -> str:
    seconds = milliseconds // 1000
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _written(content: dict[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
