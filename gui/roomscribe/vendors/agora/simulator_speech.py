"""How the simulated Agora hears and what it sends into the channel, for every generation (agora.md §9)."""

from __future__ import annotations

from roomscribe.domain.captions import Caption
from roomscribe.simulator.captions import CaptionFormat, WireMessage
from roomscribe.simulator.live import LiveTask
from roomscribe.vendors.agora import captions
from roomscribe.vendors.agora.caption_schema import CaptionWire


def caption_formats() -> dict[str, CaptionFormat]:
    """By the generation's id."""
    wires = {"agora-5": CaptionWire.OLD, "agora-6": CaptionWire.OLD, "agora-7": CaptionWire.NEW}
    return {generation: _format(wire) for generation, wire in wires.items()}


def _format(wire: CaptionWire) -> CaptionFormat:
    def sent(caption: Caption, task: LiveTask) -> list[WireMessage]:
        if task.options["json"]:
            written = captions.json_messages(caption, wire, started_ms=round(task.accepted_at * 1000))
            return [WireMessage("gzip-json", each) for each in written]
        return [WireMessage("protobuf", each) for each in captions.protobuf_messages(caption, wire)]

    return CaptionFormat(vendor="agora", tags=_tags, room=_room, key=_sentence_id, messages=sent)


def _tags(code: str) -> tuple[str, ...]:
    """Agora's codes are language tags."""
    return (code,)


def _room(name: str) -> str:
    """The world calls channels as Agora does."""
    return name


def _sentence_id(task: LiveTask, speaker: str, number: int) -> str:
    """Counts a speaker's sentences in the channel: a reader keys by uid and this (agora.md §9.3)."""
    return str(number)
