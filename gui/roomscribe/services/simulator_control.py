"""What the window can see and change in the built-in simulator: its faults and its switches."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.simulator.switches import Data, Switch

if TYPE_CHECKING:  # the window opens without loading the simulator's server
    from roomscribe.services.simulation import Simulation

Result = TypeVar("Result")


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """A fault that waits, as it was at the moment of asking."""

    id: int
    kind: FaultKind
    call: str
    """`*` for every call."""
    left: int | None
    """How many calls it still spoils; None until it is taken back."""
    after: int
    """How many calls still pass before."""
    probability: float
    code: str
    status: int | None
    seconds: float
    happened: int
    """How many calls it has spoilt."""


@dataclass(frozen=True)
class SwitchState:
    """One switch and what it is set to."""

    switch: Switch
    value: Data

    @property
    def changed(self) -> bool:
        """Whether it differs from its default."""
        return self.value != self.switch.default


class SimulatorControl:
    """Every question and change runs on the simulator's thread; who asks waits without blocking."""

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation
        self.calls = simulation.steering.calls
        """The vendors' names of all calls."""

    async def troubles(self) -> tuple[Trouble, ...]:
        """The faults that wait, the oldest first."""
        return await self._ask(lambda: tuple(map(_trouble, self._simulation.world.faults.waiting())))

    async def add_trouble(self, data: Mapping[str, object]) -> Trouble:
        """Let a fault happen, described as for the control API; `BadFault` where it describes none."""
        return await self._ask(lambda: _trouble(self._simulation.steering.add_fault(data)))

    async def take_back(self, trouble_id: int) -> None:
        """Take a fault back; one that is gone already is no error, for it may have happened just now."""

        def act() -> None:
            faults = self._simulation.world.faults
            if any(each.id == trouble_id for each in faults.waiting()):
                faults.remove(trouble_id)

        await self._ask(act)

    async def clear_troubles(self) -> None:
        """Let everything work again."""
        await self._ask(self._simulation.world.faults.clear)

    async def switches(self) -> tuple[SwitchState, ...]:
        """Every switch."""
        return await self._ask(self._states)

    async def set_switches(self, values: Mapping[str, object]) -> tuple[SwitchState, ...]:
        """Set some by name, all or none, and return every switch; `BadSwitch` for the first that can't be."""

        def act() -> tuple[SwitchState, ...]:
            self._simulation.steering.switches.change(values)
            return self._states()

        return await self._ask(act)

    async def reset_switches(self) -> tuple[SwitchState, ...]:
        """Set all to their defaults, and return them."""

        def act() -> tuple[SwitchState, ...]:
            self._simulation.steering.switches.reset()
            return self._states()

        return await self._ask(act)

    def _states(self) -> tuple[SwitchState, ...]:
        switches = self._simulation.steering.switches
        return tuple(SwitchState(each, switches.value(each.name)) for each in switches.switches())

    async def _ask(self, act: Callable[[], Result]) -> Result:
        return await asyncio.wrap_future(self._simulation.call(act))


def _trouble(fault: Fault) -> Trouble:
    return Trouble(
        id=fault.id,
        kind=fault.kind,
        call=fault.call,
        left=fault.count,
        after=fault.after,
        probability=fault.probability,
        code=fault.code,
        status=fault.status,
        seconds=fault.seconds,
        happened=fault.happened,
    )
