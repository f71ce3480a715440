"""What nobody outside Tencent knows about transcription 1.0, as switches of the simulated cloud (tencent.md §14)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from roomscribe.simulator.switches import switch
from roomscribe.vendors.trtc.simulator_notice_settings import NoticeSettings


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


class RateUnit(StrEnum):
    """What calls are counted together for the rate limit, besides the action (tencent.md §2)."""

    KEY = "key"
    KEY_AND_REGION = "key-and-region"


class SessionScope(StrEnum):
    """Where a SessionId must not be used twice (tencent.md §8.2)."""

    APPLICATION = "application"
    ROOM = "room"


class StartTimeOf(StrEnum):
    """What StartTime is the time of (tencent.md §8.5)."""

    ACCEPTANCE = "acceptance"
    JOINING = "joining"


class NewAccounts(StrEnum):
    """What version 1.0 says to accounts that are new since 2026-03-17 (tencent.md §13)."""

    SERVED = "served"
    NOT_ALLOWED = "not-allowed"
    NOT_ABILITY = "not-ability"


class SpokenVoices(StrEnum):
    """The voices of a spoken translation (tencent.md §9.4)."""

    ANY = "any"
    LISTED = "listed"
    """Those of version 2.0's list."""
    SAMPLE = "sample"
    """The one that the page for 1.0 names."""


@dataclass(kw_only=True)
class BotSettings:
    """What nobody knows about the bots of either generation."""

    user_sig_ends_task: bool = switch(
        False, "Whether a running task ends when its bot's UserSig expires.", "tencent.md §7.1"
    )
    bot_gets_in: bool = switch(
        True, "Whether bots get into rooms of an application under advanced permission control.", "tencent.md §7.3"
    )
    stop_works: bool = switch(
        True, "Whether a stop that is answered with success ends the task; else it runs on.", "tencent.md §8.1"
    )
    longest_room: int = switch(64, "Bytes that a text RoomId may have.", "tencent.md §3.1")
    largest_room: int = switch(
        4_294_967_295, "The largest number room; the sources differ by one.", "tencent.md §3.1", most=4_294_967_295
    )


@dataclass(kw_only=True)
class TrtcSettings(BotSettings, NoticeSettings):
    """Each switch with the default that tencent.md proposes; the client has to bear every other one."""

    idle_seconds: float = switch(0.3, "Seconds for which an accepted task says Idle.", "tencent.md §8.1")
    preparing_seconds: float = switch(1.0, "Seconds for which it then says Preparing.", "tencent.md §8.1")
    stopped_seconds: float = switch(5.0, "Seconds for which an ended task still answers Stopped.", "tencent.md §8.1")
    longest_run: float = switch(10 * 3600.0, "Seconds after which every task ends.", "tencent.md §8.4")
    refuses_while_stopped: bool = switch(
        True, "Whether a task that is being cleaned up still causes TaskExist.", "tencent.md §8.2"
    )
    room_must_exist: bool = switch(
        False, "Whether a start into a room that nobody is in is refused.", "tencent.md §8.1"
    )
    muted_people_count: bool = switch(
        False, "Whether people who are in the room without publishing keep the bot awake.", "tencent.md §8.4"
    )
    cap_leave_code: int = switch(
        99,
        "The LeaveCode of a task that is ended by `longest_run`; of 2.0, too.",
        "tencent.md §8.4",
        choices=(0, 1, 2, 3, 4, 98, 99),
    )
    only_target_keeps_awake: bool = switch(
        False, "Whether in mode 1 only the people who are transcribed keep the bot awake.", "tencent.md §8.4"
    )
    new_accounts: NewAccounts = switch(
        NewAccounts.SERVED, "What 1.0 says to accounts that are new since 2026-03-17, such as ours.", "tencent.md §13"
    )

    task_id_shape: TaskIdShape = switch(
        TaskIdShape.VARIED,
        "The shape of TaskIds, of 2.0 too; varied is a different one of the three that were seen each time.",
        "tencent.md §3.5",
    )
    longest_task_id: int = switch(
        255, "Characters beyond which an unknown TaskId is malformed rather than unknown.", "tencent.md §5.2"
    )
    tells_malformed_ids: bool = switch(
        True, "Whether a malformed TaskId has an error of its own, or is unknown like others.", "tencent.md §5.2"
    )
    start_time_of: StartTimeOf = switch(StartTimeOf.ACCEPTANCE, "What StartTime is the time of.", "tencent.md §8.5")
    describe_names_task: bool = switch(
        True, "Whether Describe answers TaskId; the published sample leaves it out.", "tencent.md §3.6"
    )
    time_zone_hours: float = switch(
        8.0,
        "Hours by which the zone of StartTime, which has none written, is ahead of UTC.",
        "tencent.md §3.6",
        least=-12,
        most=14,
    )
    same_region: bool = switch(
        False, "Whether Stop and Describe must go to the region of the start.", "tencent.md §1.2"
    )
    refuses_other_site: bool = switch(
        True, "Whether a key of one site is unknown at the other site's host.", "tencent.md §1.1"
    )

    capacity: int = switch(100, "Live tasks that one application may have.", "tencent.md §2")
    capacity_code: str = switch("ResourceInsufficient.RequestRejection", "The error above that.", "tencent.md §2")
    rate_unit: RateUnit = switch(
        RateUnit.KEY, "Whose calls of an action are counted together; of 2.0, too.", "tencent.md §2"
    )
    checks_rate_first: bool = switch(
        False, "Whether calls with a bad time or signature count, too; of 2.0, too.", "tencent.md §5.3"
    )
    checks_key_type: bool = switch(
        True, "Whether a SecretId that does not begin as an API key has an error of its own.", "tencent.md §5.3"
    )
    rate_window: float = switch(1.0, "Seconds over which calls are counted; of 2.0, too.", "tencent.md §2")
    longest_body: int = switch(10 * 1024 * 1024, "Bytes that a request may have; of 2.0, too.", "tencent.md §5.3")
    reply_type: ReplyType = switch(
        ReplyType.JSON,
        "The Content-Type of every answer, whatever the request's was; of 2.0's calls, too.",
        "tencent.md §1.4",
    )

    shortest_idle: int = switch(
        5, "The least MaxIdleTime in seconds; that of 2.0, as 1.0 documents none.", "tencent.md §3.2"
    )
    longest_idle: int = switch(
        86400, "The largest MaxIdleTime in seconds; that of 2.0, as 1.0 documents none.", "tencent.md §3.2"
    )
    usual_idle: int = switch(60, "Seconds of MaxIdleTime where a start gives none.", "tencent.md §3.2")
    longest_session_id: int = switch(128, "Bytes that a SessionId may have.", "tencent.md §3.1")
    session_scope: SessionScope = switch(
        SessionScope.APPLICATION, "Where a SessionId must not be used twice.", "tencent.md §8.2"
    )
    takes_mode_2: bool = switch(
        False, "Whether TranscriptionMode may be 2, for TargetUserIdList without a limit.", "tencent.md §3.2"
    )
    most_alternatives: int | None = switch(3, "Entries that AlternativeLanguage may have.", "tencent.md §3.3")
    most_targets: int | None = switch(None, "Entries that TargetLanguages may have.", "tencent.md §3.4")
    most_terms: int | None = switch(None, "Entries that Terminology may have.", "tencent.md §3.4")
    most_people: int | None = switch(None, "Entries that TargetUserIdList may have.", "tencent.md §3.2")
    translation_needs_ability: bool = switch(
        True,
        "Whether a start with a TranslationConfig is refused where translation is off, or goes without it.",
        "tencent.md §5.2",
    )
    spoken_voices: SpokenVoices = switch(SpokenVoices.ANY, "The voices that TTSConfig takes.", "tencent.md §9.4")
    usual_translation_mode: int = switch(
        1, "The Mode of a TranslationConfig that gives none.", "tencent.md §3.4", choices=(1, 2)
    )
    takes_english: bool = switch(
        True, "Whether `en` is recognised although the current list lacks it.", "tencent.md §9.1"
    )
    takes_withdrawn_languages: bool = switch(
        True, "Whether languages of older lists are still recognised.", "tencent.md §9.1"
    )
    missing_person_code: str = switch(
        "MissingParameter", "The error for mode 1 without anybody to hear.", "tencent.md §8.8"
    )
    bad_room_code: str = switch(
        "InvalidParameterValue", "The error for a number room that is no number.", "tencent.md §8.8"
    )
    bad_language_code: str = switch(
        "InvalidParameterValue", "The error for a language that is not offered.", "tencent.md §8.8"
    )

    translations_name_bot: bool = switch(
        False, "Whether translations name the bot as their sender, as the published sample seems to.", "tencent.md §13"
    )
    longest_caption: int | None = switch(
        None, "Bytes that a caption message may have; longer ones are lost; of 2.0, too.", "tencent.md §10"
    )
