"""The simulated cloud's tasks, of both generations: their states by the clock, and how they end (tencent.md §8)."""

from __future__ import annotations

import string
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum

from roomscribe.simulator.inside import TaskFacts
from roomscribe.simulator.live import EndCause, Listeners, LiveTask
from roomscribe.simulator.world import World
from roomscribe.vendors.trtc.simulator_accounts import random_text
from roomscribe.vendors.trtc.simulator_settings import TaskIdShape, TrtcSettings
from roomscribe.vendors.trtc.simulator_speech import caption_formats


class LeaveCode(IntEnum):
    """Why a task ended (tencent.md §8.4)."""

    STOPPED = 0
    REMOVED_BY_APP = 1
    ROOM_DISMISSED = 2
    REMOVED_BY_SERVER = 3
    ROOM_DISSOLVED = 4
    BROKEN = 98
    IDLE = 99


CAUSES = {
    EndCause.IDLE: LeaveCode.IDLE,
    EndCause.REMOVED_BY_APP: LeaveCode.REMOVED_BY_APP,
    EndCause.ROOM_DISMISSED: LeaveCode.ROOM_DISMISSED,
    EndCause.REMOVED_BY_SERVER: LeaveCode.REMOVED_BY_SERVER,
    EndCause.ROOM_DISSOLVED: LeaveCode.ROOM_DISSOLVED,
    EndCause.BROKEN: LeaveCode.BROKEN,
}
"""The code for each of the world's causes that this vendor knows (tencent.md §8.4); that of a lifetime is a switch."""


@dataclass(frozen=True, kw_only=True)
class Course:
    """What tasks of one generation say of themselves in turn."""

    generation: str
    """Id of the generation, e.g. `trtc-1`."""
    before: Callable[[], tuple[tuple[str, float], ...]]
    """Words of a task whose bot is on its way, each with how many seconds it holds, as the settings are now."""
    running: str = "InProgress"
    ended: str
    lingers: Callable[[], float]
    """Seconds an ended task still answers, as the settings are now."""

    @property
    def joins_after(self) -> float:
        """Seconds from acceptance until the bot is in the room."""
        return sum(seconds for _, seconds in self.before())

    def word(self, age: float) -> str:
        """The word of a live task of this age in seconds."""
        for word, seconds in self.before():
            age -= seconds
            if age < 0:
                return word
        return self.running


@dataclass(kw_only=True)
class SimulatedTask:
    """One accepted task, of either generation."""

    course: Course
    task_id: str
    sdk_app_id: int
    room_type: int
    room_id: str
    bot: str
    whole_room: bool
    """Whether it hears everybody, other bots included."""
    only: frozenset[str] = frozenset()
    """The people it hears; empty for everybody."""
    never: frozenset[str] = frozenset()
    """People it does not hear, whatever `only` says."""
    session_id: str = ""
    transcribed: frozenset[str] = frozenset()
    """The only people whose speech becomes text, although everybody it hears keeps it awake; empty for all of them."""
    languages: tuple[str, ...] = ()
    """What it recognises, the main language first."""
    targets: tuple[str, ...] = ()
    """The languages it translates to."""
    captions_in_room: bool = True
    """Whether its captions are published in the room."""
    region: str
    max_idle: float
    accepted_at: float
    """World time."""
    longest_run: float
    """Seconds from acceptance after which it ends in any case."""
    kept_out: bool = False
    """Whether its bot can't come into the room."""
    joined: bool = False
    """Whether its bot has been in the room."""
    ended_at: float | None = None
    leave_code: LeaveCode | None = None

    @property
    def live(self) -> bool:
        """Whether the bot is on its way or in the room."""
        return self.ended_at is None

    @property
    def joins_at(self) -> float:
        """World time when its bot is in the room, unless it ends before."""
        return self.accepted_at + self.course.joins_after

    def comes_by(self, now: float) -> bool:
        """Whether its bot, that has not been in the room, is there at this time."""
        return not self.joined and self.live and not self.kept_out and self.joins_at <= now

    def may_be_over(self, now: float) -> bool:
        """Whether its end may have come: all tasks are looked at with each call, and few are old enough."""
        young = now <= self.accepted_at + min(self.longest_run, self.max_idle)
        return self.ended_at is None and (self.kept_out or not young)

    @property
    def room(self) -> str:
        """The world's name of its room."""
        return room_name(self.room_type, self.room_id)

    def hears(self, user_id: str) -> bool:
        """Whether this user's sound reaches it, and keeps it awake."""
        return user_id not in self.never and (not self.only or user_id in self.only)

    def transcribes(self, user_id: str) -> bool:
        """Whether what this user says becomes text."""
        return self.hears(user_id) and (not self.transcribed or user_id in self.transcribed)

    def shown(self) -> LiveTask:
        """The task as the world sees it."""
        return LiveTask(
            generation=self.course.generation,
            task_id=self.task_id,
            app_id=str(self.sdk_app_id),
            room=self.room,
            bot=self.bot,
            accepted_at=self.accepted_at,
            running_since=self.joins_at,
            hears=self.transcribes,
            spoken_by=lambda user_id: self.languages,
            targets_of=lambda language: self.targets,
            options={"captions_in_room": self.captions_in_room},
        )

    def same_bot(self, other: SimulatedTask) -> bool:
        """Whether both are one user of one room."""
        return (self.sdk_app_id, self.room, self.bot) == (other.sdk_app_id, other.room, other.bot)

    def same_session(self, other: SimulatedTask) -> bool:
        """Whether both have one SessionId in one application."""
        return self.session_id != "" and (self.sdk_app_id, self.session_id) == (other.sdk_app_id, other.session_id)


def room_name(room_type: int, room_id: str) -> str:
    """How the world spells a TRTC room: number 123 and text "123" are different rooms."""
    return f"{'number' if room_type == 0 else 'text'}:{room_id}"


@dataclass(kw_only=True)
class TaskRegister:
    """All tasks that are not cleaned up yet. Time passes when somebody asks, and at every beat of the world."""

    world: World
    settings: TrtcSettings
    joined: Listeners[SimulatedTask] = field(default_factory=Listeners)
    """Told when a bot has come into its room, at the latest one beat after it did."""
    ended: Listeners[SimulatedTask] = field(default_factory=Listeners)
    """Told when a task has ended, with its time and its code; once for each task."""
    _tasks: dict[str, SimulatedTask] = field(default_factory=dict)
    _last_bot_left: dict[tuple[int, str], float] = field(default_factory=dict)
    """World time when a whole-room bot last left a room; it kept the others there awake (tencent.md §8.3)."""
    _made: int = 0
    _gone: set[str] = field(default_factory=set)
    """Ids of tasks that were cleaned up: unknown from then on, and never malformed."""

    def __post_init__(self) -> None:
        self.world.add_source(self)
        self.world.formats |= caption_formats(self.settings)

    def add(self, task: SimulatedTask) -> None:
        """Take in an accepted task."""
        self._tasks[task.task_id] = task
        # The world makes a room when it is first looked at; the silence of an empty one begins now, not at a question.
        self.world.room(str(task.sdk_app_id), task.room)

    def get(self, task_id: str) -> SimulatedTask | None:
        """The task, unless it is cleaned up or never was."""
        self.settle()
        return self._tasks.get(task_id)

    def was_here(self, task_id: str) -> bool:
        """Whether a task of this id was cleaned up."""
        return task_id in self._gone

    def of(self, course: Course) -> list[SimulatedTask]:
        """Every task of this course that still answers, the oldest first: no generation knows the other's tasks."""
        return [task for task in self.all() if task.course is course]

    def live_in(self, sdk_app_id: int, course: Course) -> list[SimulatedTask]:
        """The tasks of an application that run, of one course."""
        return [task for task in self.of(course) if task.live and task.sdk_app_id == sdk_app_id]

    def all(self) -> list[SimulatedTask]:
        """Every task that still answers, the oldest first."""
        self.settle()
        return list(self._tasks.values())

    def end(self, task: SimulatedTask, code: LeaveCode, at: float | None = None) -> None:
        """The bot leaves the room, now unless told otherwise."""
        ended_at = self.world.clock.now() if at is None else at
        self._let_in(ended_at)
        task.ended_at, task.leave_code = ended_at, code
        if task.whole_room:
            self._last_bot_left[task.sdk_app_id, task.room] = ended_at
        self.ended.tell(task)

    def settle(self) -> None:
        """Let everything happen that was due by now, in the order in which it was due."""
        now = self.world.clock.now()
        while due := self._next_end(now):
            at, task, code = due
            self.end(task, code, at)
        self._let_in(now)
        for task in list(self._tasks.values()):
            if task.ended_at is not None and now >= task.ended_at + task.course.lingers():
                del self._tasks[task.task_id]
                self._gone.add(task.task_id)

    def facts(self) -> list[TaskFacts]:
        """What there is to know of every task that still answers."""
        return [
            TaskFacts(
                generation=task.course.generation,
                task_id=task.task_id,
                app_id=str(task.sdk_app_id),
                room=task.room,
                bot=task.bot,
                word=self.status(task),
                started_at=task.accepted_at,
                ended_at=task.ended_at,
            )
            for task in self.all()
        ]

    def live_tasks(self) -> list[LiveTask]:
        """The tasks whose bots are in their rooms, as the world sees them."""
        return [task.shown() for task in self._tasks.values() if task.joined and task.live]

    def end_task(self, task_id: str, cause: EndCause) -> bool:
        """End a live task by something other than a stop; False when it is none of these, `ValueError` for a cause
        that tencent.md §8.4 does not have.
        """
        task = self._tasks.get(task_id)
        if task is None or not task.live:
            return False
        causes = {**CAUSES, EndCause.LIFETIME: LeaveCode(self.settings.cap_leave_code)}
        if cause not in causes:
            raise ValueError(f"{cause} is no cause here; use one of {', '.join(causes)}")
        self.end(task, causes[cause])
        return True

    def status(self, task: SimulatedTask) -> str:
        """The vendor's word (tencent.md §8.1)."""
        return task.course.word(self.world.clock.now() - task.accepted_at) if task.live else task.course.ended

    def new_id(self) -> str:
        """A TaskId in one of the vendor's shapes."""
        shape = self.settings.task_id_shape
        if shape is TaskIdShape.VARIED:
            shape = (TaskIdShape.UUID, TaskIdShape.V2, TaskIdShape.BASE64)[self._made % 3]
        self._made += 1
        match shape:
            case TaskIdShape.V2:
                day = datetime.fromtimestamp(self.world.clock.now(), UTC).strftime("%Y%m%d")
                return f"v2_{day}_{random_text(100)}"
            case TaskIdShape.BASE64:
                return f"{random_text(34)}+{random_text(20)}-{random_text(12)}.."
            case TaskIdShape.LONG:
                return f"+{random_text(297, string.ascii_letters + string.digits + '+-._')}_."
            case _:
                return str(uuid.uuid4())

    def _let_in(self, now: float) -> None:
        """Let the bots into their rooms that are there by now, in the order in which they come."""
        coming = [task for task in self._tasks.values() if task.comes_by(now)]
        for task in sorted(coming, key=lambda each: each.joins_at):
            task.joined = True
            self.joined.tell(task)

    def _next_end(self, now: float) -> tuple[float, SimulatedTask, LeaveCode] | None:
        # "More than" the idle time: at the very second the bot is still there (tencent.md §8.4).
        old = [task for task in self._tasks.values() if task.may_be_over(now)]
        ends = [end for task in old for end in self._ends(task) if end[0] < now]
        return min(ends, key=lambda end: end[0], default=None)

    def _ends(self, task: SimulatedTask) -> Iterable[tuple[float, SimulatedTask, LeaveCode]]:
        yield task.accepted_at + task.longest_run, task, LeaveCode(self.settings.cap_leave_code)
        if task.kept_out:
            yield task.joins_at, task, LeaveCode.BROKEN
        quiet = self._quiet_since(task)
        if quiet is not None:
            yield quiet + task.max_idle, task, LeaveCode.IDLE

    def _quiet_since(self, task: SimulatedTask) -> float | None:
        """World time since when nobody keeps this bot awake; None while somebody does."""
        app = str(task.sdk_app_id)
        people = self.world.quiet_since(app, task.room, task.hears)
        muted = self.settings.muted_people_count and any(map(task.hears, self.world.room(app, task.room).people))
        if people is None or muted:
            return None
        if not task.whole_room:
            return max(people, task.accepted_at)
        if any(self._keeps_awake(other, task) for other in self._tasks.values()):
            return None
        return max(people, task.accepted_at, self._last_bot_left.get((task.sdk_app_id, task.room), 0.0))

    def _keeps_awake(self, other: SimulatedTask, task: SimulatedTask) -> bool:
        """Two bots that hear a whole room hear each other, too."""
        same_room = (other.sdk_app_id, other.room) == (task.sdk_app_id, task.room)
        return other is not task and other.live and other.whole_room and same_room and task.hears(other.bot)
