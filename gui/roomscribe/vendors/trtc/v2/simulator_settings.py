"""What nobody outside Tencent knows about transcription 2.0, as switches of the simulated cloud (tencent.md §14)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from roomscribe.simulator.switches import switch
from roomscribe.vendors.trtc.simulator_notice_settings import CloudNoticeSettings
from roomscribe.vendors.trtc.simulator_settings import BotSettings


class SameBot(StrEnum):
    """What becomes of a start with the user id of a bot that is in the room already (tencent.md §4.1, §8.2)."""

    TAKES_OVER = "takes-over"
    """The earlier task ends: TRTC lets a user id be in a room once."""
    REFUSED = "refused"
    BOTH = "both"
    """Nothing happens to either."""


@dataclass(kw_only=True)
class CloudTranscriptionSettings(BotSettings, CloudNoticeSettings):
    """Each switch with the default that tencent.md proposes or suggests; the client has to bear every other one."""

    idle_seconds: float = switch(
        1.3, "Seconds for which an accepted task says Idle; as long as 1.0 needs to join.", "tencent.md §4.2"
    )
    leaving_seconds: float = switch(2.0, "Seconds for which an ended task still answers Exited.", "tencent.md §4.2")
    longest_run: float = switch(10 * 3600.0, "Seconds after which every task ends.", "tencent.md §8.4")
    same_bot: SameBot = switch(
        SameBot.TAKES_OVER,
        "What becomes of a start with the user id of a bot that is in the room already.",
        "tencent.md §4.1",
    )
    same_bot_code: str = switch(
        "FailedOperation", "The error where it is refused: TaskExist is not on the list.", "tencent.md §4.1"
    )
    stops_twice: bool = switch(False, "Whether Delete takes a task that is leaving already.", "tencent.md §4.2")
    mainland_describe_rate: int = switch(
        20, "Calls of Describe in a second that the mainland site permits.", "tencent.md §2", least=1
    )
    same_region: bool = switch(
        False, "Whether Delete and Describe must go to the region of the start.", "tencent.md §1.2"
    )

    capacity: int = switch(100, "Live tasks that one application may have.", "tencent.md §2")
    most_speech_streams: int = switch(200, "Voices that one application may have recognised at once.", "tencent.md §2")
    most_translation_streams: int = switch(
        100, "Translations that one application may have made at once.", "tencent.md §2"
    )
    streams_per_person: bool = switch(
        True, "Whether each person who is heard makes a stream of each kind, or only each task.", "tencent.md §2"
    )
    capacity_code: str = switch(
        "FailedOperation", "The error above these limits: none on the list fits better.", "tencent.md §5.1"
    )

    usual_idle: int = switch(30, "Seconds of MaxIdleTime where a start gives none.", "tencent.md §4.1")
    custom_mode_2: bool = switch(
        True, "Whether SendCustomMode may be 2, as in the international sample.", "tencent.md §4.1"
    )
    filters_elsewhere: bool = switch(
        False, "Whether the text filters are taken, without effect, for engines that lack them.", "tencent.md §4.1"
    )
    foreign_voices: bool = switch(
        False, "Whether a voice may speak a language that it is not listed for.", "tencent.md §9.4"
    )
    voices_need_list: bool = switch(
        False,
        "Whether people are spoken for only when the allow-list names them, and not when it is empty.",
        "tencent.md §4.1",
    )
    most_targets: int | None = switch(None, "Entries that TargetLang may have.", "tencent.md §4.1")
    most_terms: int | None = switch(None, "Terms that all Terminologies may have together.", "tencent.md §4.1")
    most_voices: int | None = switch(None, "Entries that TTSParam may have.", "tencent.md §4.1")
    bad_room_code: str = switch(
        "InvalidParameter.OutOfRange", "The error for a number room that is no number.", "tencent.md §8.8"
    )
    bad_language_code: str = switch(
        "InvalidParameter.OutOfRange", "The error for a language that is not offered.", "tencent.md §8.8"
    )
    bad_user_sig_code: str = switch(
        "InvalidParameter",
        "The error for a UserSig that is not good: 1.0's own code is not on the list.",
        "tencent.md §5.1",
    )
