"""How a task's state looks: word, icon and colour together, the worst one loudest."""

from __future__ import annotations

from dataclasses import dataclass, replace

from roomscribe.domain.errors import FailureKind
from roomscribe.domain.states import STATE_WORDS, TaskState
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.services.demo import is_demo
from roomscribe.services.unproven import Urgency, urgency


@dataclass(frozen=True)
class Look:
    """One way for a state to be shown."""

    word: Text
    sentence: Text
    """For the details and for people who do not see the chip."""
    icon: str
    tone: str
    """`ok`, `info`, `warn`, `bad` or `idle`: names of colour tokens."""
    gravity: int
    """For sorting: what needs somebody is highest."""
    loud: bool = False
    """Painted full instead of soft: something may be billed and nobody has it in hand."""


STOP_NOT_CONFIRMED = Look(
    T("stop not confirmed"),
    T("A stop was asked for, and the vendor has not confirmed it. The console keeps asking."),
    "warning",
    "bad",
    100,
    loud=True,
)

ENDING_UNASKED = Look(
    T("ending"),
    T("The vendor says that it is ending, and nobody asked for that. No receipt yet: the bot may still be there."),
    "stopping",
    "warn",
    55,
)

LOOKS = {
    TaskState.UNCONFIRMED: Look(
        STATE_WORDS[TaskState.UNCONFIRMED],
        T("The start was sent and its answer was lost. A bot may be running."),
        "unconfirmed",
        "bad",
        90,
        loud=True,
    ),
    TaskState.FAILED: Look(
        STATE_WORDS[TaskState.FAILED], T("The vendor says that the task broke."), "failed", "bad", 80
    ),
    TaskState.REJECTED: Look(
        STATE_WORDS[TaskState.REJECTED], T("The vendor said no. Nothing runs."), "rejected", "bad", 70
    ),
    TaskState.GONE: Look(
        STATE_WORDS[TaskState.GONE],
        T("The vendor no longer knows it, and nobody asked it to stop."),
        "gone",
        "warn",
        65,
    ),
    TaskState.CLOSED: Look(
        STATE_WORDS[TaskState.CLOSED],
        T("Its start was never answered. Somebody looked, saw no bot and closed the row. Nothing proves an end."),
        "closed",
        "warn",
        62,
    ),
    TaskState.RECOVERING: Look(
        STATE_WORDS[TaskState.RECOVERING], T("The vendor repairs it by itself."), "recovering", "warn", 60
    ),
    TaskState.STOPPING: Look(
        STATE_WORDS[TaskState.STOPPING], T("A stop was asked for. No receipt yet."), "stopping", "warn", 50
    ),
    TaskState.REQUESTING: Look(
        STATE_WORDS[TaskState.REQUESTING], T("The request is on its way."), "requesting", "info", 42
    ),
    TaskState.STARTING: Look(
        STATE_WORDS[TaskState.STARTING], T("The vendor accepted it and prepares the bot."), "starting", "info", 40
    ),
    TaskState.RUNNING: Look(STATE_WORDS[TaskState.RUNNING], T("The bot listens."), "running", "ok", 30),
    TaskState.UNSENT: Look(
        STATE_WORDS[TaskState.UNSENT], T("The request did not reach the vendor. Nothing runs."), "unsent", "warn", 20
    ),
    TaskState.STOPPED: Look(
        STATE_WORDS[TaskState.STOPPED], T("Ended, and the vendor has said so."), "stopped", "idle", 10
    ),
}


STOP_WISHED = {
    TaskState.UNCONFIRMED: T(
        "The start was sent and its answer was lost. A stop was asked for: if the task turns up, it is stopped at once."
    ),
    TaskState.REQUESTING: T("The request is on its way. A stop was asked for, and follows the vendor's answer."),
}
"""What a start that nobody has settled says once somebody wants it stopped: its state's word stays, there being no
task yet, so without this the press of the button would have no answer."""


TROUBLE = LOOKS[TaskState.GONE].gravity
"""From this gravity on, somebody should look at it."""
_TOLD_IN_PART = frozenset({TaskState.STOPPING, TaskState.GONE})
"""States that say too little by themselves, whatever was wished."""
WITH_ITS_SIMULATOR = T("The built-in simulator that it ran in has ended, and the task with it.")
OUTLIVED = T("Nobody could ask about it, and by now the vendor's own limit must have ended it. Nothing proves that.")
WISHED_AND_OUTLIVED = T(
    "A stop was asked for and never confirmed. By now the vendor's own limit must have ended it. Nothing proves that."
)
UNKNOWN_AFTER_A_WISH = T("The vendor no longer knows it. A stop was asked for, and nothing proves that it was stopped.")


def _gone(task: Task) -> Text:
    """How it went: only where the vendor has said so does it no longer know the task."""
    wished = task.stop_wished_at is not None
    if task.error is not None and task.error.kind is FailureKind.NOT_FOUND:
        return UNKNOWN_AFTER_A_WISH if wished else LOOKS[TaskState.GONE].sentence
    if is_demo(task.profile_id):
        return WITH_ITS_SIMULATOR
    return WISHED_AND_OUTLIVED if wished else OUTLIVED


def look_of(task: Task, now: float) -> Look:
    """How the task's state is shown at this moment."""
    if task.stop_wished_at is None and task.state not in _TOLD_IN_PART:  # most of them, and there may be thousands
        return LOOKS[task.state]
    if task.state is not TaskState.UNCONFIRMED and urgency(task, now) is not Urgency.NONE:
        return STOP_NOT_CONFIRMED
    if task.state is TaskState.STOPPING and task.stop_wished_at is None:
        return ENDING_UNASKED
    look = LOOKS[task.state]
    if task.state is TaskState.GONE:
        return replace(look, sentence=_gone(task))
    if task.stop_wished_at is not None and task.state in STOP_WISHED:
        return replace(look, sentence=STOP_WISHED[task.state])
    return look


def in_trouble(task: Task, now: float) -> bool:
    """Whether somebody should look at it at once: what failed, what is lost, what may run unseen."""
    return look_of(task, now).gravity >= TROUBLE
