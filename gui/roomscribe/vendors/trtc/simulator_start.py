"""What the simulated calls of both generations share: the world they act on, and how a start becomes a task."""

from __future__ import annotations

from typing import Any, Generic, Protocol, TypeVar

from roomscribe.simulator.world import World
from roomscribe.vendors.trtc.simulator_shapes import Part
from roomscribe.vendors.trtc.simulator_tasks import Course, SimulatedTask, TaskRegister


class TaskSettings(Protocol):
    """What the settings of every generation say about its tasks."""

    @property
    def usual_idle(self) -> int:
        """Seconds of quiet after which a task ends whose start named none."""

    @property
    def longest_run(self) -> float:
        """Seconds after which every task ends."""

    @property
    def user_sig_ends_task(self) -> bool:
        """Whether a running task ends when its bot's UserSig expires."""

    @property
    def bot_gets_in(self) -> bool:
        """Whether bots get into their rooms."""


Settings = TypeVar("Settings", bound=TaskSettings)


class SimulatedCalls(Generic[Settings]):
    """The calls of one generation, on one world and its register of tasks."""

    def __init__(self, world: World, tasks: TaskRegister, settings: Settings, course: Course) -> None:
        self._world = world
        self._tasks = tasks
        self._settings = settings
        self.course = course

    def _let_the_bot_in(self, task: SimulatedTask, seconds_left: float) -> None:
        """Say of a new task whether its bot gets in, and stays longer than its UserSig lasts."""
        task.kept_out = not self._settings.bot_gets_in
        if self._settings.user_sig_ends_task:
            task.longest_run = min(task.longest_run, seconds_left)

    def _new_task(self, body: Part, params: Part, region: str, **own: Any) -> SimulatedTask:
        """The task that a start asks for, not yet in the register; `params` say how its bot enters the room."""
        idle = params.integer("MaxIdleTime")
        return SimulatedTask(
            course=self.course,
            task_id=self._tasks.new_id(),
            sdk_app_id=body.integer("SdkAppId") or 0,
            room_type=body.integer("RoomIdType") or 0,
            room_id=body.text("RoomId"),
            bot=params.text("UserId"),
            region=region,
            max_idle=self._settings.usual_idle if idle is None else idle,
            accepted_at=self._world.clock.now(),
            longest_run=self._settings.longest_run,
            **own,
        )
