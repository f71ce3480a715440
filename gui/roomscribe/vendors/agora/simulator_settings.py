"""What Agora's pages leave open, as settings of the simulator: one record for 5.x and 6.x (agora.md §5.4, §15), one for
7.x (§6.7, §14)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from roomscribe.simulator.switches import switch
from roomscribe.vendors.agora.simulator_doubts import AccessSettings, AgentShapeSettings, TaskShapeSettings
from roomscribe.vendors.agora.simulator_notice_settings import NoticeSettings, TaskNoticeSettings

WALK = ("IDLE", "PREPARING", "PREPARED", "STARTING", "CREATED", "STARTED", "IN_PROGRESS")
"""agora.md §5.2"""


class Reaction(StrEnum):
    """What becomes of a doubtful update."""

    REFUSE = "refuse"
    """400."""
    SLOW_DOWN = "slow-down"
    """429."""
    IGNORE = "ignore"
    """200, and nothing changes."""
    ACCEPT = "accept"
    """200, and it changes."""


class SecondStart(StrEnum):
    """The answer to a start with a token whose task runs."""

    CONFLICT = "409"
    ALREADY_RUNNING = "201"
    CODE_49 = "code-49"


class StartStatus(StrEnum):
    """The status of a new task."""

    IN_PROGRESS = "IN_PROGRESS"
    STARTED = "STARTED"
    WALK = "walk"
    """All words of §5.2 in order, `walk_step` seconds each."""


class StopBody(StrEnum):
    """The body of an accepted stop."""

    EMPTY = "empty"
    OBJECT = "object"
    TASK = "task"


class StopReaction(StrEnum):
    """What becomes of a task whose stop was accepted."""

    ENDS = "ends"
    IGNORED = "ignored"
    """It runs on."""
    TAKEN_BACK = "taken-back"
    """It shows STOPPING for `stopping_seconds`, and then that it runs again."""


class ErrorStyle(StrEnum):
    """The members of an error body (§8.4)."""

    MESSAGE = "message"
    """`{message}`, or `{code, reason}` where the vendor documents a code."""
    CODE_REASON = "code-reason"
    MESSAGE_CODE = "message-code"


class BadBotToken(StrEnum):
    """What becomes of a start whose bot token is missing, wrong or expired."""

    REFUSE = "refuse"
    """400, naming the field."""
    FAIL_LATER = "fail-later"
    """200; the bot can't join, and the task ends as FAILURE_STOP."""


class SpeechToTextOff(StrEnum):
    """The answer for an App ID that is unknown, or has Real-Time STT off."""

    INVALID_APPID = "invalid-appid"
    CODE_62 = "code-62"


class SecondStop(StrEnum):
    """The answer to a stop of a task that is ending, or has ended and is still readable."""

    NOT_FOUND = "404"
    CODE_49 = "code-49"


class StartOfAgent(StrEnum):
    """The status with which a 7.x join answers (§6.1)."""

    RUNNING = "RUNNING"
    STARTING = "STARTING"
    """For `walk_step` seconds; then RUNNING."""


class ServiceOff(StrEnum):
    """The 7.x answer for an App ID that is unknown, or has Real-Time STT off (§6.7)."""

    NOT_ENABLED = "not-enabled"
    """403, ServiceNotEnabled."""
    INVALID_APPID = "invalid-appid"


class ListeningBot(StrEnum):
    """What a 7.x join wants of subBotUid (§14, C3)."""

    ANY = "any"
    """It may be left out, be the caption bot's, or be another."""
    MUST_DIFFER = "must-differ"
    REQUIRED = "required"


class QueryShape(StrEnum):
    """The members of a 7.x query's answer (§6.4)."""

    SEEN = "seen"
    """`{agent_id, name, status, start_ts, stop_ts}`, as developers saw them."""
    DOCUMENTED = "documented"
    """`{message, agent_id, create_ts, status}`."""


@dataclass(kw_only=True)
class LifeSettings(AccessSettings, NoticeSettings, ABC):
    """How tasks of every generation live, change and end."""

    stale_sequence: Reaction = switch(
        Reaction.REFUSE,
        "An update whose sequenceId is not larger than the last one: 400, 429, 200 without effect, or 200.",
        "agora.md §5.4",
    )
    early_update: Reaction = switch(
        Reaction.IGNORE, "An update sooner than `update_spacing` after the start or the update before.", "agora.md §5.4"
    )
    unknown_mask: Reaction = switch(
        Reaction.REFUSE,
        "A path in updateMask that this generation does not have.",
        "agora.md §5.4",
        choices=(Reaction.REFUSE, Reaction.IGNORE),
    )
    mask_without_field: Reaction = switch(
        Reaction.REFUSE,
        "A masked path without a value in the body; accept clears it.",
        "agora.md §5.4",
        choices=(Reaction.REFUSE, Reaction.IGNORE, Reaction.ACCEPT),
    )
    empty_mask: Reaction = switch(
        Reaction.REFUSE,
        "An updateMask that names nothing.",
        "agora.md §5.4",
        choices=(Reaction.REFUSE, Reaction.IGNORE),
    )
    bad_bot_token: BadBotToken = switch(
        BadBotToken.REFUSE,
        "A start whose bot token is missing, wrong or expired: 400, or the task fails after `failing_seconds`.",
        "agora.md §15",
    )
    update_spacing: float = switch(5.0, "Seconds that an update must wait.", "agora.md §5.4")
    session_life: float = switch(86_400.0, "Seconds after which a task ends in any case.", "agora.md §15")
    walk_step: float = switch(
        1.0, "Seconds for which a new task shows each of its first words.", "agora.md §15", least=0.001
    )
    stopping_seconds: float = switch(
        0.0, "Seconds for which a task shows STOPPING before it has ended.", "agora.md §15"
    )
    stop_reaction: StopReaction = switch(
        StopReaction.ENDS,
        "What becomes of a task whose stop was answered with 200: it ends, runs on, or only seems to end.",
        "agora.md §5.4",
    )
    ended_readable_for: float = switch(
        0.0, "Seconds for which a query still answers for an ended task.", "agora.md §5.4"
    )
    failing_seconds: float = switch(2.0, "Seconds after which a bot with a bad token gives up.", "agora.md §15")
    lifetime_fails: bool = switch(
        False, "Whether a task that is ended by `session_life` shows the word of a failure.", "agora.md §6.6"
    )
    failed_word: ClassVar[str]
    """The status of a task whose bot gave up."""

    @property
    @abstractmethod
    def walk(self) -> tuple[str, ...]:
        """The words a new task shows, `walk_step` seconds each; the last one stays."""


@dataclass(kw_only=True)
class AgoraSettings(TaskShapeSettings, LifeSettings, TaskNoticeSettings):
    """The choices for 5.x and 6.x; the defaults are those that agora.md §5.4 proposes."""

    second_start: SecondStart = switch(
        SecondStart.CONFLICT,
        "A start with a token whose task runs: 409, 201 with the task, or code 49.",
        "agora.md §5.4",
    )
    start_status: StartStatus = switch(
        StartStatus.IN_PROGRESS,
        "The status of a new task; walk shows all words in order, `walk_step` seconds each.",
        "agora.md §5.4",
    )
    stop_body: StopBody = switch(
        StopBody.EMPTY, "The body of an accepted stop: none, an empty object, or the task.", "agora.md §5.4"
    )
    second_stop: SecondStop = switch(
        SecondStop.NOT_FOUND, "A stop of a task that is ending, or has ended and is still readable.", "agora.md §3.6"
    )
    error_style: ErrorStyle = switch(
        ErrorStyle.MESSAGE,
        "The members of an error body, where the vendor documents none for the call.",
        "agora.md §5.4",
    )
    speech_to_text_off: SpeechToTextOff = switch(
        SpeechToTextOff.INVALID_APPID,
        "The answer for an App ID that is unknown, or has Real-Time STT off.",
        "agora.md §5.4",
    )
    used_before_expired: bool = switch(
        True,
        "Whether a start with an old token that has a running task is a second start, rather than too late.",
        "agora.md §5.4",
    )
    all_at_start: bool = switch(
        False,
        'Whether a start takes ["all"] as subscribeAudioUids; the pages know it for updates alone.',
        "agora.md §14",
    )
    doubtful_storage: bool = switch(
        False,
        "Whether a start takes storage vendors 2, 3, 7 and 8, which the page's table lacks and its example has.",
        "agora.md §14, C8",
    )
    builder_token_life: float = switch(300.0, "Seconds from acquire to start.", "agora.md §5.3")
    failed_word = "FAILURE_STOP"

    @property
    def walk(self) -> tuple[str, ...]:
        """agora.md §5.2."""
        return WALK if self.start_status is StartStatus.WALK else (self.start_status.value,)


@dataclass(kw_only=True)
class AgentSettings(AgentShapeSettings, LifeSettings):
    """The choices for 7.x; the defaults are those that agora.md §6.7 and §14 propose."""

    session_life: float = switch(259_200.0, "Seconds after which an agent ends in any case.", "agora.md §6.1")
    ended_readable_for: float = switch(
        86_400.0,
        "Seconds for which a query still answers for an ended agent; the list's window is a day.",
        "agora.md §15",
    )
    join_status: StartOfAgent = switch(
        StartOfAgent.RUNNING,
        "The status with which a join answers; STARTING lasts `walk_step` seconds.",
        "agora.md §6.7",
    )
    service_off: ServiceOff = switch(
        ServiceOff.NOT_ENABLED,
        "The answer for an App ID that is unknown, or has Real-Time STT off: 403, or 400.",
        "agora.md §6.7",
    )
    listening_bot: ListeningBot = switch(
        ListeningBot.ANY,
        "What a join wants of subBotUid: nothing, to differ from pubBotUid, or to be there.",
        "agora.md §14, C3",
    )
    query_shape: QueryShape = switch(
        QueryShape.SEEN,
        "The members of a query's answer, as developers saw them or as they are documented.",
        "agora.md §6.4",
    )
    name_again_after_end: bool = switch(
        True, "Whether a name may be used again once its agent has ended.", "agora.md §6.7"
    )
    conflict_names_agent: bool = switch(
        True, "Whether a 409 carries the agent_id of the running agent.", "agora.md §6.7"
    )
    unknown_in_translation: bool = switch(
        True,
        "Whether members of translateConfig that no page has are ignored, as live clients rely on.",
        "agora.md §6.1",
    )
    empty_translation: bool = switch(
        False, "Whether an empty translateConfig is taken; it was refused live.", "agora.md §6.1"
    )
    all_at_start: bool = switch(
        False,
        'Whether a join takes ["all"] as subscribeAudioUids; the page knows it for updates alone.',
        "agora.md §14",
    )
    idle_before_7_2_3: bool = switch(
        False, "Whether maxIdleTime is 5 to 2592000, as it was before 7.2.3.", "agora.md §14, C10"
    )
    agents_at_once: int | None = switch(
        None, "Running agents that a project may have; one more is refused with 429.", "agora.md §15"
    )
    most_listed: int | None = switch(None, "The largest `limit` of a list.", "agora.md §15", least=1)
    unknown_cursor: Reaction = switch(
        Reaction.REFUSE,
        "A cursor that no agent has; ignore begins anew.",
        "agora.md §6.5",
        choices=(Reaction.REFUSE, Reaction.IGNORE),
    )
    status_in_meta: bool = switch(
        False, "Whether the list's own `status` stands inside `meta`, as in the mainland example.", "agora.md §6.5"
    )
    failed_word = "FAILED"

    @property
    def walk(self) -> tuple[str, ...]:
        """agora.md §6.6."""
        return ("RUNNING",) if self.join_status is StartOfAgent.RUNNING else ("STARTING", "RUNNING")
