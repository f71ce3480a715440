"""How a simulated task lives and ends by itself."""

from __future__ import annotations

import pytest

from roomscribe.simulator.world import World
from roomscribe.vendors.agora.limits import AGORA_5
from roomscribe.vendors.agora.simulator_bodies import check_start
from roomscribe.vendors.agora.simulator_settings import WALK, AgoraSettings, StartStatus
from roomscribe.vendors.agora.simulator_tasks import Configuration, SimulatedTask
from tests.support.faces import ManualClock
from tests.unit.vendors.agora.stage import DEMO, start_body

APP = DEMO["app_id"]


class Life:
    """One task, its world and its clock."""

    def __init__(self, settings: AgoraSettings | None = None, *, busy: bool = True, failing: bool = False) -> None:
        self.settings = settings or AgoraSettings()
        self.clock = ManualClock()
        self.world = World(self.clock, busy_rooms=busy)
        self.world.room(APP, "demo-room")
        self.clock.pass_by(1000)
        request = check_start(start_body(), AGORA_5)
        configuration = Configuration(request.languages, request.subscribed, False, request.pairs)
        now = self.clock.now()
        self.task = SimulatedTask(
            "1", APP, "agora-5", request, configuration, started_at=now, changed_at=now, failing=failing
        )

    def after(self, seconds: float) -> str:
        """The status word that many seconds later."""
        self.clock.pass_by(seconds)
        self.task.settle(self.world, self.settings)
        return self.task.status(self.clock.now(), self.settings)


def test_a_room_that_was_quiet_all_along_counts_from_the_start() -> None:
    life = Life(busy=False)
    assert life.after(59) == "IN_PROGRESS"
    assert life.after(1) == "STOPPED"


def test_quiet_counts_from_the_last_speaker_and_stops_counting_with_the_next() -> None:
    life = Life()
    life.after(100)
    life.world.people_publish(APP, "demo-room", [])
    assert life.after(59) == "IN_PROGRESS"
    life.world.people_publish(APP, "demo-room", ["1"])
    assert life.after(3600) == "IN_PROGRESS"


def test_a_bot_that_can_not_join_fails_unless_it_was_stopped_before() -> None:
    assert Life(failing=True).after(2) == "FAILURE_STOP"
    life = Life(AgoraSettings(stopping_seconds=5), failing=True)
    life.task.stop(life.clock.now(), life.settings)
    assert life.after(4) == "STOPPING"
    assert life.after(1) == "STOPPED"


def test_a_day_is_the_longest_life() -> None:
    life = Life()
    assert life.after(86_399) == "IN_PROGRESS"
    assert life.after(1) == "STOPPED"


@pytest.mark.parametrize("step", [1.0, 0.5])
def test_walking_takes_its_steps(step: float) -> None:
    life = Life(AgoraSettings(start_status=StartStatus.WALK, walk_step=step))
    assert [life.after(step if number else 0) for number in range(9)] == [*WALK, WALK[-1], WALK[-1]]
