"""How the simulated TRTC hears and what it sends into the room, for both versions (tencent.md §9, §10)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping

from roomscribe.domain.captions import Caption
from roomscribe.domain.languages import LanguageUse
from roomscribe.simulator.captions import CaptionFormat, WireMessage
from roomscribe.simulator.live import LiveTask
from roomscribe.vendors.trtc import captions
from roomscribe.vendors.trtc.languages import LANGUAGES
from roomscribe.vendors.trtc.simulator_settings import TrtcSettings

_ENGINES: Mapping[str, tuple[str, ...]] = {
    "16k_zh_large": ("zh", "en"),
    "16k_zh_en": ("zh", "en"),
    "16k_zh_edu": ("zh",),
    "16k_zh_medical": ("zh",),
    "16k_zh_court": ("zh",),
    "8k_zh_large": ("zh",),
    "zh-dialect": ("zh",),
    "zh-yue": ("yue",),
    # Its 15 languages are not named; the translation knows as many.
    "16k_multi_lang": tuple(each.code for each in LANGUAGES.for_use(LanguageUse.TRANSLATE_TO)),
}
"""What the engines recognise whose codes are no language tags (tencent.md §9.1)."""


def caption_formats(settings: TrtcSettings) -> dict[str, CaptionFormat]:
    """By the generation's id; the settings are read with every caption."""

    def messages_1(caption: Caption, task: LiveTask) -> list[bytes]:
        bot = task.bot if settings.translations_name_bot else ""
        started_ms = round(task.accepted_at * 1000)
        return captions.messages_1(caption, task_id=task.task_id, started_ms=started_ms, translator=bot)

    def messages_2(caption: Caption, task: LiveTask) -> list[bytes]:
        return captions.messages_2(caption, robot=task.bot)

    return {"trtc-1": _format(messages_1, settings), "trtc-2": _format(messages_2, settings)}


def tags(code: str) -> tuple[str, ...]:
    """The language tags behind a code of either version."""
    return _ENGINES.get(code, (re.sub("^bigmodel-", "", code),))


def _format(messages: Callable[[Caption, LiveTask], list[bytes]], settings: TrtcSettings) -> CaptionFormat:
    def sent(caption: Caption, task: LiveTask) -> list[WireMessage]:
        if not task.options["captions_in_room"]:
            return []
        most = settings.longest_caption
        written = messages(caption, task)
        return [WireMessage("json", each) for each in written if most is None or len(each) <= most]

    return CaptionFormat(vendor="trtc", tags=tags, room=_room, key=_round_id, messages=sent)


def _room(name: str) -> str:
    """Without the type that the world's name begins with."""
    return name.partition(":")[2]


def _round_id(task: LiveTask, speaker: str, number: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{task.task_id}/{speaker}/{number}"))
