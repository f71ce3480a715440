"""What Agora's pages leave open about notifications, as switches of the simulator (agora.md §10, §12.1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from roomscribe.simulator.switches import switch


class TimeUnit(StrEnum):
    """What a task's times are counted in: the tables and the examples differ (§14, C9)."""

    SECONDS = "seconds"
    MILLISECONDS = "milliseconds"


class Storage(StrEnum):
    """How the customer's storage takes the files of recorded captions."""

    FINE = "fine"
    FAILS = "fails"
    BACKUP = "backup"
    """Some files go to Agora's own storage first; 7.x has no event for that."""


class PlaylistName(StrEnum):
    """`msgName` of event 4: the page and its example differ (§10.3)."""

    DOCUMENTED = "cloud_recording_file_infos"
    EXAMPLE = "voice_ai_file_infos"


@dataclass(kw_only=True)
class NoticeSettings:
    """The doubts that all generations share."""

    notice_times: TimeUnit = switch(
        TimeUnit.SECONDS,
        "What the times of a task are counted in; tables say milliseconds, examples show seconds.",
        "agora.md §14, C9",
    )
    notice_first_pause: float = switch(
        10.0,
        "Seconds before the first repetition of a notification; each further pause is twice as long.",
        "agora.md §10.1",
    )
    notice_needs_json: bool = switch(
        False, "Whether an answer of 200 without a JSON body counts as a failure.", "agora.md §10.1"
    )
    notice_event_ms: bool = switch(
        False, "Whether notifications carry eventMs, as one of the published samples does.", "agora.md §10.1"
    )
    notice_twice: bool = switch(False, "Whether every notification is sent twice, with one noticeId.", "agora.md §10.1")
    notice_disorder: bool = switch(
        False, "Whether every second notification overtakes the one before.", "agora.md §10.1"
    )
    upload_seconds: float = switch(2.0, "Seconds from a task's end until all its files are stored.", "agora.md §10.3")
    upload: Storage = switch(Storage.FINE, "How the customer's storage takes the files.", "agora.md §10.3")


@dataclass(kw_only=True)
class TaskNoticeSettings(NoticeSettings):
    """The doubts about 5.x and 6.x."""

    notice_scene: str = switch(
        "1", "serviceScene of a notification; the example shows a text that is not on record.", "agora.md §10.3"
    )
    notice_product: int = switch(
        20, "productId of a notification, which is documented for 7.x alone.", "agora.md §10.2"
    )
    notice_playlist_name: PlaylistName = switch(PlaylistName.DOCUMENTED, "msgName of event 4.", "agora.md §10.3")
    notice_playlist_service: int = switch(
        0, "serviceType of event 4: 0 by the table, 2 by the example.", "agora.md §10.3", choices=(0, 2)
    )
