"""What Agora's pages leave open, as settings of the simulator: one record for 5.x and 6.x (agora.md §5.4, §15), one for
7.x (§6.7, §14)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

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


@dataclass(frozen=True, kw_only=True)
class LifeSettings(ABC):
    """How tasks of every generation live, change and end."""

    stale_sequence: Reaction = Reaction.REFUSE
    """A sequenceId that is not larger than the last one."""
    early_update: Reaction = Reaction.IGNORE
    """An update less than `update_spacing` after the start or the last update."""
    unknown_mask: Reaction = Reaction.REFUSE
    """A path in updateMask that this generation does not have."""
    mask_without_field: Reaction = Reaction.REFUSE
    """A masked path without a value in the body; ACCEPT clears it."""
    empty_mask: Reaction = Reaction.REFUSE
    bad_bot_token: BadBotToken = BadBotToken.REFUSE
    update_spacing: float = 5.0
    session_life: float = 86_400.0
    """Seconds after which a task ends in any case."""
    walk_step: float = 1.0
    stopping_seconds: float = 0.0
    """How long a task shows STOPPING before it has ended."""
    ended_readable_for: float = 0.0
    """How long a query still answers for an ended task."""
    failing_seconds: float = 2.0
    """For FAIL_LATER: when the bot gives up."""
    failed_word: ClassVar[str]
    """The status of a task whose bot gave up."""

    @property
    @abstractmethod
    def walk(self) -> tuple[str, ...]:
        """The words a new task shows, `walk_step` seconds each; the last one stays."""


@dataclass(frozen=True, kw_only=True)
class AgoraSettings(LifeSettings):
    """The choices for 5.x and 6.x; the defaults are those that agora.md §5.4 proposes."""

    second_start: SecondStart = SecondStart.CONFLICT
    start_status: StartStatus = StartStatus.IN_PROGRESS
    stop_body: StopBody = StopBody.EMPTY
    second_stop: SecondStop = SecondStop.NOT_FOUND
    error_style: ErrorStyle = ErrorStyle.MESSAGE
    speech_to_text_off: SpeechToTextOff = SpeechToTextOff.INVALID_APPID
    used_before_expired: bool = True
    """A start with an old token that has a running task: 409, rather than "reaches out the limited time interval"."""
    quiet_room_206: bool = False
    """A query of a task in whose room nobody has sent sound answers 206 instead of 200."""
    all_at_start: bool = False
    """`["all"]` as subscribeAudioUids is taken by a start, too; the pages know it for updates alone."""
    builder_token_life: float = 300.0
    """Seconds from acquire to start."""
    failed_word = "FAILURE_STOP"

    @property
    def walk(self) -> tuple[str, ...]:
        """agora.md §5.2."""
        return WALK if self.start_status is StartStatus.WALK else (self.start_status.value,)


@dataclass(frozen=True, kw_only=True)
class AgentSettings(LifeSettings):
    """The choices for 7.x; the defaults are those that agora.md §6.7 and §14 propose."""

    session_life: float = 259_200.0
    """72 hours."""
    ended_readable_for: float = 86_400.0
    """A live query was seen with `stop_ts`, and the list's window is a day: so ended agents are known for that long."""
    join_status: StartOfAgent = StartOfAgent.RUNNING
    service_off: ServiceOff = ServiceOff.NOT_ENABLED
    listening_bot: ListeningBot = ListeningBot.ANY
    query_shape: QueryShape = QueryShape.SEEN
    name_again_after_end: bool = True
    """A name may be used again once its agent has ended."""
    conflict_names_agent: bool = True
    """A 409 carries the `agent_id` of the running agent."""
    unknown_in_translation: bool = True
    """Members of translateConfig that no page has are ignored, as live clients rely on."""
    empty_translation: bool = False
    """An empty translateConfig is taken; it was refused live."""
    all_at_start: bool = False
    """`["all"]` as subscribeAudioUids is taken by a join, too; the page knows it for updates alone."""
    idle_before_7_2_3: bool = False
    """maxIdleTime is 5 to 2592000, as it was before 7.2.3."""
    agents_at_once: int = 0
    """More running agents than this in a project are refused with 429; 0 for no such limit."""
    most_listed: int = 0
    """The largest `limit` of a list; 0 for none."""
    unknown_cursor: Reaction = Reaction.REFUSE
    """A cursor that no agent has; IGNORE begins anew."""
    status_in_meta: bool = False
    """The list's own `status` stands inside `meta`, as in the mainland example."""
    failed_word = "FAILED"

    @property
    def walk(self) -> tuple[str, ...]:
        """agora.md §6.6."""
        return ("RUNNING",) if self.join_status is StartOfAgent.RUNNING else ("STARTING", "RUNNING")
