"""Notices when simulated tasks join, when their tokens are about to expire, and when they end (agora.md §5, §6.6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from roomscribe.simulator.live import EndCause, Listeners, LiveTask
from roomscribe.simulator.world import World
from roomscribe.vendors.agora.simulator_settings import LifeSettings
from roomscribe.vendors.agora.simulator_speech import caption_formats
from roomscribe.vendors.agora.simulator_tasks import End, SimulatedTask

CAUSES = {
    EndCause.IDLE: End.IDLE,
    EndCause.LIFETIME: End.LIFETIME,
    # Inferred: the pages name one word for every way in which a bot can lose its channel.
    EndCause.REMOVED_BY_APP: End.CONNECTION,
    EndCause.REMOVED_BY_SERVER: End.CONNECTION,
    EndCause.CONNECTION_LOST: End.CONNECTION,
    EndCause.RECOGNITION_BROKE: End.RECOGNITION,
    EndCause.TRANSLATION_BROKE: End.TRANSLATION,
}
"""The vendor's word for each of the world's causes that it knows (agora.md §10.2)."""
TOKEN_WARNING = 30.0
"""Seconds before a bot's token expires (agora.md §10.2)."""

Settings = Callable[[], LifeSettings]
"""How tasks live now: the settings may be replaced at any time."""


class TaskWatch:
    """The tasks of one cloud that have not ended yet. Events are told in the order in which they were due."""

    def __init__(self, world: World, settings: Settings) -> None:
        self.joined: Listeners[SimulatedTask] = Listeners()
        self.expiring: Listeners[SimulatedTask] = Listeners()
        self.ended: Listeners[SimulatedTask] = Listeners()
        self._world = world
        self._settings = settings
        self._live: list[SimulatedTask] = []
        self._told: set[tuple[str, Listeners[SimulatedTask]]] = set()
        world.add_source(self)
        world.formats |= caption_formats()

    def add(self, task: SimulatedTask) -> None:
        """Watch a new task until it has ended."""
        self._live.append(task)
        # The world makes a room when it is first looked at; the silence of an empty one begins now, not later.
        self._world.room(task.app_id, task.request.channel)

    def settle(self) -> None:
        """Let everything happen that was due by now."""
        for task in self._live:
            task.settle(self._world, self._settings())
        due = [event for task in self._live for event in self._due(task)]
        for _, listeners, task in sorted(due, key=lambda event: event[0]):
            self._told.add((task.id, listeners))
            listeners.tell(task)
        for _, listeners, task in due:
            if listeners is self.ended:
                self._live.remove(task)
                self._told -= {(task.id, each) for each in (self.joined, self.expiring, self.ended)}

    def live_tasks(self) -> list[LiveTask]:
        """The tasks whose bots are in their channels, as the world sees them."""
        settings, now = self._settings(), self._world.clock.now()
        return [task.shown(settings) for task in self._live if self._has_joined(task) and not task.ended(now)]

    def end_task(self, task_id: str, cause: EndCause) -> bool:
        """End a live task by something other than a stop; False when it is none of these, `ValueError` for a cause
        that agora.md §10.2 does not have.
        """
        now = self._world.clock.now()
        task = next((each for each in self._live if each.id == task_id), None)
        if task is None or not task.running(now):
            return False
        if cause not in CAUSES:
            raise ValueError(f"{cause} is no cause here; use one of {', '.join(CAUSES)}")
        task.finish(now, CAUSES[cause], self._settings())
        self.settle()
        return True

    def _due(self, task: SimulatedTask) -> Iterator[tuple[float, Listeners[SimulatedTask], SimulatedTask]]:
        now = self._world.clock.now()
        until = now if task.ended_at is None else min(now, task.ended_at)
        joins_at = task.joins_at(self._settings())
        # A stopped task does not come in any more; one whose bot is refused never does.
        comes = not task.failing and (task.stopping_at is None or joins_at <= task.stopping_at)
        if comes and joins_at <= until and not self._has_joined(task):
            yield joins_at, self.joined, task
        if task.token_expires_at is not None and (task.id, self.expiring) not in self._told:
            warned_at = max(task.token_expires_at - TOKEN_WARNING, joins_at)
            if comes and warned_at <= until:
                yield warned_at, self.expiring, task
        if task.ended_at is not None and task.ended(now):
            yield task.ended_at, self.ended, task

    def _has_joined(self, task: SimulatedTask) -> bool:
        return (task.id, self.joined) in self._told
