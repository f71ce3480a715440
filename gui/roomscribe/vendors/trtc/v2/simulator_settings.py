"""What nobody outside Tencent knows about transcription 2.0, as switches of the simulated cloud (tencent.md §14)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SameBot(StrEnum):
    """What becomes of a start with the user id of a bot that is in the room already (tencent.md §4.1, §8.2)."""

    TAKES_OVER = "takes-over"
    """The earlier task ends: TRTC lets a user id be in a room once."""
    REFUSED = "refused"
    BOTH = "both"
    """Nothing happens to either."""


@dataclass(frozen=True, kw_only=True)
class CloudTranscriptionSettings:
    """Each switch with the default that tencent.md proposes or suggests; the client has to bear every other one."""

    idle_seconds: float = 1.3
    """How long an accepted task says Idle (§4.2): as long as 1.0 needs to join."""
    leaving_seconds: float = 2.0
    """How long an ended task still answers Exited (§4.2)."""
    longest_run: float = 10 * 3600.0
    """Seconds after which every task ends (§8.4)."""
    same_bot: SameBot = SameBot.TAKES_OVER
    same_bot_code: str = "FailedOperation"
    """The code where it is refused: TaskExist is not on the list (§4.1)."""
    stops_twice: bool = False
    """Whether Delete takes a task that is leaving already (§4.2)."""
    same_region: bool = False
    """Whether Delete and Describe must go to the region of the start (§1.2)."""

    capacity: int = 100
    """Live tasks of one application (§2)."""
    most_speech_streams: int = 200
    """Voices recognised at once in one application (§2)."""
    most_translation_streams: int = 100
    """Translations made at once in one application (§2)."""
    streams_per_person: bool = True
    """Whether each person who is heard makes a stream of each kind, or only each task (§2)."""
    capacity_code: str = "FailedOperation"
    """The error above these: none on the list fits better (§5.1)."""

    usual_idle: int = 30
    custom_mode_2: bool = True
    """Whether SendCustomMode may be 2, as in the international sample (§4.1)."""
    filters_elsewhere: bool = False
    """Whether the text filters are taken, without effect, for engines that lack them (§4.1)."""
    foreign_voices: bool = False
    """Whether a voice may speak a language it is not listed for (§9.4)."""
    voices_need_list: bool = False
    """Whether people are spoken for only when the allow-list names them, and not when it is empty (§4.1)."""
    most_targets: int | None = None
    most_terms: int | None = None
    most_voices: int | None = None
    """TargetLang, all terms together, and TTSParam; None for no limit (§4.1)."""
    longest_room: int = 64
    """Bytes of a text room (§3.1)."""
    bad_room_code: str = "InvalidParameter.OutOfRange"
    """A number room that is no number."""
    bad_language_code: str = "InvalidParameter.OutOfRange"
    """A language that is not offered."""
    bad_user_sig_code: str = "InvalidParameter"
    """A UserSig that is not good: 1.0's own code is not on the list (§5.1)."""
