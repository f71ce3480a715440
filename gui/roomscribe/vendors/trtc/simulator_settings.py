"""What nobody outside Tencent knows about transcription 1.0, as switches of the simulated cloud (tencent.md §14)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TaskIdShape(StrEnum):
    """The shapes in which TaskIds were seen, and one to be afraid of (tencent.md §3.5)."""

    VARIED = "varied"
    """A different one of the next three each time."""
    UUID = "uuid"
    V2 = "v2"
    """`v2_`, the date, and a hundred letters and digits."""
    BASE64 = "base64"
    """Letters, digits, `+`, `-` and `.`, ending in dots."""
    LONG = "long"
    """300 characters, with every special one."""


class ReplyType(StrEnum):
    """What answers call themselves (tencent.md §1.4)."""

    JSON = "application/json"
    TEXT = "text/plain"
    """The vendor's SDKs read it like the first."""
    JSON_WITH_CHARSET = "application/json; charset=utf-8"
    """The vendor's SDKs then take every error for a success."""


@dataclass(frozen=True, kw_only=True)
class TrtcSettings:
    """Each switch with the default that tencent.md proposes; the client has to bear every other one."""

    idle_seconds: float = 0.3
    """How long an accepted task says Idle (§8.1)."""
    preparing_seconds: float = 1.0
    """How long it then says Preparing (§8.1)."""
    stopped_seconds: float = 5.0
    """How long an ended task still answers Stopped (§8.1)."""
    longest_run: float = 10 * 3600.0
    """Seconds after which every task ends (§8.4)."""
    refuses_while_stopped: bool = True
    """Whether a task that is being cleaned up still causes TaskExist (§8.2)."""
    room_must_exist: bool = False
    """Whether a start into a room nobody is in is refused (§8.1)."""
    muted_people_count: bool = False
    """Whether people who are in the room without publishing keep the bot awake (§8.4)."""
    user_sig_ends_task: bool = False
    """Whether a running task ends when its bot's UserSig expires (§7.1)."""

    task_id_shape: TaskIdShape = TaskIdShape.VARIED
    longest_task_id: int = 255
    """Characters from which on an unknown TaskId is malformed rather than unknown (§5.2)."""
    describe_names_task: bool = True
    """Whether Describe answers TaskId; the published sample leaves it out (§3.6)."""
    time_zone_hours: float = 8.0
    """Zone of StartTime, which has none written (§3.6)."""
    same_region: bool = False
    """Whether Stop and Describe must go to the region of the start (§1.2)."""
    refuses_other_site: bool = True
    """Whether a key of one site is unknown at the other site's host (§1.1)."""

    capacity: int = 100
    """Live tasks of one application (§2)."""
    capacity_code: str = "ResourceInsufficient.RequestRejection"
    """The error above that (§2)."""
    rate_window: float = 1.0
    """Seconds over which calls are counted, for each SecretId and action (§2)."""
    longest_body: int = 10 * 1024 * 1024
    """Bytes (§5.3)."""
    reply_type: ReplyType = ReplyType.JSON
    """The Content-Type of every answer, whatever the request's was; of 2.0's calls, too (§1.4)."""

    shortest_idle: int = 5
    longest_idle: int = 86400
    """Range of MaxIdleTime in seconds: that of version 2.0 (§3.2)."""
    usual_idle: int = 60
    longest_session_id: int = 128
    """Bytes (§3.1)."""
    longest_room: int = 64
    """Bytes of a text room (§3.1)."""
    most_alternatives: int = 3
    """AlternativeLanguage (§3.3)."""
    most_targets: int | None = None
    most_terms: int | None = None
    most_people: int | None = None
    """TargetLanguages, Terminology and TargetUserIdList; None for no limit (§3.2, §3.4)."""
    usual_translation_mode: int = 1
    """What a TranslationConfig without Mode means (§3.4)."""
    takes_english: bool = True
    """Whether `en` is recognised although the current list lacks it (§9.1)."""
    takes_withdrawn_languages: bool = True
    """Whether languages of older lists still work (§9.1)."""
    missing_person_code: str = "MissingParameter"
    """Mode 1 without anybody to hear (§8.8)."""
    bad_room_code: str = "InvalidParameterValue"
    """A number room that is no number (§8.8)."""
    bad_language_code: str = "InvalidParameterValue"
    """A language that is not offered (§8.8)."""
