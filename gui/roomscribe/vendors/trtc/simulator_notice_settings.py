"""What nobody outside Tencent knows about the notifications of both generations, as switches (tencent.md §11, §14)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from roomscribe.simulator.switches import switch


class CallbackName(StrEnum):
    """What the time of sending is called: the samples and the field tables differ."""

    TS = "CallbackTs"
    MS_TS = "CallbackMsTs"


class SentenceShape(StrEnum):
    """The payload of a sentence in 2.0, whose fields nobody has seen."""

    AS_IN_1 = "as-in-1.0"
    """Those of event 903."""
    AS_CAPTION = "as-caption"
    """Those of a caption of 2.0 in the room."""


@dataclass(kw_only=True)
class NoticeSettings:
    """The doubts that both generations share."""

    notice_callback_name: CallbackName = switch(
        CallbackName.TS, "The member of a notification that says when it was sent.", "tencent.md §11"
    )
    notice_event_time_as_text: bool = switch(
        False, "Whether EventMsTs of a notification is a text, as the table says, or a number.", "tencent.md §11"
    )
    notice_room_as_number: bool = switch(
        False, "Whether RoomId of a digit room is a number in notifications.", "tencent.md §11"
    )
    notice_sentence_utc: bool = switch(
        False, "Whether a sentence's times are Unix times, or count from the task's start.", "tencent.md §11"
    )
    notice_unjoined_end: bool = switch(
        True, "Whether a task that ends before its bot has joined is told of as ended.", "tencent.md §8.1"
    )
    notice_twice: bool = switch(False, "Whether every notification is sent twice.", "tencent.md §11")


@dataclass(kw_only=True)
class CloudNoticeSettings(NoticeSettings):
    """The doubts about 2.0."""

    notice_end_code: bool = switch(True, "Whether event 1402 carries a LeaveCode.", "tencent.md §11")
    notice_sentence_shape: SentenceShape = switch(
        SentenceShape.AS_IN_1, "The members of the payload of events 1403 and 1404.", "tencent.md §11"
    )
