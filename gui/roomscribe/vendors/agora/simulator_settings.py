"""What Agora's pages leave open about 5.x, as settings of the simulator (agora.md §5.4, §15)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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


@dataclass(frozen=True, kw_only=True)
class AgoraSettings:
    """The choices; the defaults are those that agora.md §5.4 proposes."""

    stale_sequence: Reaction = Reaction.REFUSE
    """A sequenceId that is not larger than the last one."""
    early_update: Reaction = Reaction.IGNORE
    """An update less than `update_spacing` after the start or the last update."""
    unknown_mask: Reaction = Reaction.REFUSE
    """A path in updateMask that this generation does not have."""
    mask_without_field: Reaction = Reaction.REFUSE
    """A masked path without a value in the body; ACCEPT clears it."""
    empty_mask: Reaction = Reaction.REFUSE
    second_start: SecondStart = SecondStart.CONFLICT
    start_status: StartStatus = StartStatus.IN_PROGRESS
    stop_body: StopBody = StopBody.EMPTY
    second_stop: SecondStop = SecondStop.NOT_FOUND
    error_style: ErrorStyle = ErrorStyle.MESSAGE
    bad_bot_token: BadBotToken = BadBotToken.REFUSE
    speech_to_text_off: SpeechToTextOff = SpeechToTextOff.INVALID_APPID
    used_before_expired: bool = True
    """A start with an old token that has a running task: 409, rather than "reaches out the limited time interval"."""
    quiet_room_206: bool = False
    """A query of a task in whose room nobody has sent sound answers 206 instead of 200."""
    all_at_start: bool = False
    """`["all"]` as subscribeAudioUids is taken by a start, too; the 5.x page knows it for updates alone."""
    builder_token_life: float = 300.0
    """Seconds from acquire to start."""
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
