"""The simulated cloud's tasks, of both generations: their states by the clock, and how they end (tencent.md §8)."""

from __future__ import annotations

import string
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum

from roomscribe.simulator.world import World
from roomscribe.vendors.trtc.simulator_accounts import random_text
from roomscribe.vendors.trtc.simulator_settings import TaskIdShape, TrtcSettings


class LeaveCode(IntEnum):
    """Why a task ended (tencent.md §8.4)."""

    STOPPED = 0
    REMOVED_BY_APP = 1
    ROOM_DISMISSED = 2
    REMOVED_BY_SERVER = 3
    ROOM_DISSOLVED = 4
    BROKEN = 98
    IDLE = 99


@dataclass(frozen=True, kw_only=True)
class Course:
    """What tasks of one generation say of themselves in turn."""

    before: tuple[tuple[str, float], ...]
    """Words of a task whose bot is on its way, each with how many seconds it holds."""
    running: str = "InProgress"
    ended: str
    lingers: float
    """Seconds an ended task still answers."""

    def word(self, age: float) -> str:
        """The word of a live task of this age in seconds."""
        for word, seconds in self.before:
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
    targets: int = 0
    """How many languages it translates to."""
    region: str
    max_idle: float
    accepted_at: float
    """World time."""
    longest_run: float
    """Seconds from acceptance after which it ends in any case."""
    ended_at: float | None = None
    leave_code: LeaveCode | None = None

    @property
    def live(self) -> bool:
        """Whether the bot is on its way or in the room."""
        return self.ended_at is None

    @property
    def room(self) -> str:
        """The world's name of its room."""
        return room_name(self.room_type, self.room_id)

    def hears(self, user_id: str) -> bool:
        """Whether it transcribes what this user says."""
        return user_id not in self.never and (not self.only or user_id in self.only)

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
    """All tasks that are not cleaned up yet. Nothing runs in the background: time passes when somebody asks."""

    world: World
    settings: TrtcSettings
    _tasks: dict[str, SimulatedTask] = field(default_factory=dict)
    _last_bot_left: dict[tuple[int, str], float] = field(default_factory=dict)
    """World time when a whole-room bot last left a room; it kept the others there awake (tencent.md §8.3)."""
    _made: int = 0

    def add(self, task: SimulatedTask) -> None:
        """Take in an accepted task."""
        self._tasks[task.task_id] = task
        # The world makes a room when it is first looked at; the silence of an empty one begins now, not at a question.
        self.world.room(str(task.sdk_app_id), task.room)

    def get(self, task_id: str) -> SimulatedTask | None:
        """The task, unless it is cleaned up or never was."""
        self._settle()
        return self._tasks.get(task_id)

    def of(self, course: Course) -> list[SimulatedTask]:
        """Every task of this course that still answers, the oldest first: no generation knows the other's tasks."""
        return [task for task in self.all() if task.course is course]

    def live_in(self, sdk_app_id: int, course: Course) -> list[SimulatedTask]:
        """The tasks of an application that run, of one course."""
        return [task for task in self.of(course) if task.live and task.sdk_app_id == sdk_app_id]

    def all(self) -> list[SimulatedTask]:
        """Every task that still answers, the oldest first."""
        self._settle()
        return list(self._tasks.values())

    def end(self, task: SimulatedTask, code: LeaveCode, at: float | None = None) -> None:
        """The bot leaves the room, now unless told otherwise."""
        task.ended_at = self.world.clock.now() if at is None else at
        task.leave_code = code
        if task.whole_room:
            self._last_bot_left[task.sdk_app_id, task.room] = task.ended_at

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

    def _settle(self) -> None:
        """Let everything happen that was due by now, in the order in which it was due."""
        now = self.world.clock.now()
        while due := self._next_end(now):
            at, task, code = due
            self.end(task, code, at)
        for task in list(self._tasks.values()):
            if task.ended_at is not None and now >= task.ended_at + task.course.lingers:
                del self._tasks[task.task_id]

    def _next_end(self, now: float) -> tuple[float, SimulatedTask, LeaveCode] | None:
        # "More than" the idle time: at the very second the bot is still there (tencent.md §8.4).
        ends = [end for task in self._tasks.values() if task.live for end in self._ends(task) if end[0] < now]
        return min(ends, key=lambda end: end[0], default=None)

    def _ends(self, task: SimulatedTask) -> Iterable[tuple[float, SimulatedTask, LeaveCode]]:
        # The vendor's code for the longest run is not known; the simulated one takes that of a silent room.
        yield task.accepted_at + task.longest_run, task, LeaveCode.IDLE
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
