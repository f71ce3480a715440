"""The simulated cloud's tasks: their states by the world's clock, how they end, which starts clash (tencent.md §8)."""

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

WHOLE_ROOM = 0


class LeaveCode(IntEnum):
    """Why a task ended (tencent.md §8.4)."""

    STOPPED = 0
    REMOVED_BY_APP = 1
    ROOM_DISMISSED = 2
    REMOVED_BY_SERVER = 3
    ROOM_DISSOLVED = 4
    BROKEN = 98
    IDLE = 99


@dataclass(kw_only=True)
class SimulatedTask:
    """One accepted task."""

    task_id: str
    sdk_app_id: int
    room_type: int
    room_id: str
    bot: str
    mode: int
    session_id: str
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

    def clashes_with(self, other: SimulatedTask) -> bool:
        """Key A: same bot in the same room. Key B: same SessionId in the same application (tencent.md §8.2)."""
        if self.sdk_app_id != other.sdk_app_id:
            return False
        same_bot = (self.room_type, self.room_id, self.bot) == (other.room_type, other.room_id, other.bot)
        return same_bot or (self.session_id != "" and self.session_id == other.session_id)


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

    def by_session(self, sdk_app_id: int, session_id: str) -> SimulatedTask | None:
        """The task of an application with this SessionId, the youngest first."""
        for task in reversed(self.all()):
            if task.sdk_app_id == sdk_app_id and task.session_id == session_id:
                return task
        return None

    def all(self) -> list[SimulatedTask]:
        """Every task that still answers, the oldest first."""
        self._settle()
        return list(self._tasks.values())

    def live_in(self, sdk_app_id: int) -> int:
        """How many tasks of an application run."""
        return sum(task.live for task in self.all() if task.sdk_app_id == sdk_app_id)

    def clash(self, wanted: SimulatedTask) -> SimulatedTask | None:
        """The task because of which the vendor refuses `wanted`."""
        for task in self.all():
            if task.clashes_with(wanted) and (task.live or self.settings.refuses_while_stopped):
                return task
        return None

    def end(self, task: SimulatedTask, code: LeaveCode, at: float | None = None) -> None:
        """The bot leaves the room, now unless told otherwise."""
        task.ended_at = self.world.clock.now() if at is None else at
        task.leave_code = code
        if task.mode == WHOLE_ROOM:
            self._last_bot_left[task.sdk_app_id, task.room] = task.ended_at

    def status(self, task: SimulatedTask) -> str:
        """The vendor's word (tencent.md §8.1)."""
        if not task.live:
            return "Stopped"
        age = self.world.clock.now() - task.accepted_at
        if age < self.settings.idle_seconds:
            return "Idle"
        return "Preparing" if age < self.settings.idle_seconds + self.settings.preparing_seconds else "InProgress"

    def start_time(self, task: SimulatedTask) -> str:
        """StartTime as the vendor writes it: a zone is not named (tencent.md §3.6)."""
        local = task.accepted_at + self.settings.time_zone_hours * 3600
        return datetime.fromtimestamp(local, UTC).strftime("%Y-%m-%d %H:%M:%S.%f")

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
            if task.ended_at is not None and now >= task.ended_at + self.settings.stopped_seconds:
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
        people = self.world.quiet_since(app, task.room)
        muted = self.settings.muted_people_count and self.world.room(app, task.room).people
        if people is None or muted:
            return None
        if task.mode != WHOLE_ROOM:
            return max(people, task.accepted_at)
        if any(self._keeps_awake(other, task) for other in self._tasks.values()):
            return None
        return max(people, task.accepted_at, self._last_bot_left.get((task.sdk_app_id, task.room), 0.0))

    def _keeps_awake(self, other: SimulatedTask, task: SimulatedTask) -> bool:
        """Two bots that hear a whole room hear each other, too."""
        same_room = (other.sdk_app_id, other.room) == (task.sdk_app_id, task.room)
        return other is not task and other.live and other.mode == WHOLE_ROOM and same_room
