"""Everything that can be seen and changed in a running simulator: for the control API, window and settings file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from roomscribe.simulator.faults import Fault, read_fault, read_faults
from roomscribe.simulator.inside import Inside, TaskFacts
from roomscribe.simulator.live import EndCause
from roomscribe.simulator.switches import Switchboard
from roomscribe.simulator.world import World


class BadEnd(Exception):
    """A task that can't be ended so."""

    def __init__(self, error: str, *, at: str) -> None:
        super().__init__(f"{at}: {error}")
        self.error = error
        self.at = at
        """`task_id` or `cause`."""


class Steering:
    """The world and its clouds seen from inside. Use it on the thread where the world lives."""

    def __init__(self, world: World, clouds: Iterable[Inside]) -> None:
        self.world = world
        self._clouds = tuple(dict.fromkeys(clouds))
        self.switches = Switchboard(self._groups)
        self.calls = tuple(dict.fromkeys(str(call) for cloud in self._clouds for call in cloud.calls))
        """Every call's name."""

    def _groups(self) -> Mapping[str, object]:
        return {group: settings for cloud in self._clouds for group, settings in cloud.switches().items()}

    def tasks(self) -> list[TaskFacts]:
        """Every task that its cloud remembers."""
        self.world.settle()
        return [task for cloud in self._clouds for task in cloud.tasks()]

    def end_task(self, task_id: str, cause: str) -> None:
        """End a live task as if something had happened to it; `BadEnd` where that can't be."""
        if cause not in set(EndCause):
            raise BadEnd(f"{cause!r} is no cause; use {', '.join(EndCause)}.", at="cause")
        try:
            self.world.end_task(task_id, EndCause(cause))
        except KeyError:
            raise BadEnd("No live task has this id.", at="task_id") from None
        except ValueError as error:
            raise BadEnd(f"{error}.", at="cause") from None

    def add_fault(self, data: object) -> Fault:
        """Let it happen from now on; `BadFault` for data that describes none."""
        fault = read_fault(data, self.calls)
        self.world.faults.add(fault)
        return fault

    def add_faults(self, data: object) -> list[Fault]:
        """The same for several; all or none."""
        faults = read_faults(data, self.calls)
        for fault in faults:
            self.world.faults.add(fault)
        return faults
