import pytest

from roomscribe.domain.clock import ShiftedClock, SystemClock
from roomscribe.simulator.clock import SpeedClock
from roomscribe.simulator.faults import Fault, FaultKind, Faults
from roomscribe.simulator.live import EndCause, LiveTask
from roomscribe.simulator.world import Person, World


class HandClock:
    at = 1000.0

    def now(self) -> float:
        return self.at

    def monotonic(self) -> float:
        return self.at


def test_world_time_passes_faster_but_callers_are_checked_by_their_own_time() -> None:
    base = HandClock()
    clock = SpeedClock(base, 60)
    base.at += 10

    assert clock.now() == 1000 + 600
    assert clock.wall() == clock.unscaled() == 1010
    clock.offset = -3600
    assert clock.wall() == 1010 - 3600


def test_a_room_nobody_described_has_a_speaker_so_that_demos_do_not_idle_out() -> None:
    assert World().quiet_since("app", "room") is None
    assert World(busy_rooms=False).quiet_since("app", "room") is not None


def test_a_room_is_quiet_since_its_last_speaker_left() -> None:
    base = HandClock()
    world = World(base, busy_rooms=False)
    world.people_publish("app", "room", ["alice"])
    assert world.quiet_since("app", "room") is None

    base.at += 5
    world.people_publish("app", "room", [])
    base.at += 5
    world.people_publish("app", "room", [])
    assert world.quiet_since("app", "room") == 1005


def test_a_muted_person_is_there_and_not_heard() -> None:
    base = HandClock()
    world = World(base, busy_rooms=False)
    world.set_people("app", "room", [Person("alice"), Person("bob", publishing=False)])
    assert world.quiet_since("app", "room") is None
    assert world.quiet_since("app", "room", lambda user_id: user_id == "bob") == 1000

    base.at += 5
    world.set_people("app", "room", [Person("alice", publishing=False), Person("bob", publishing=False)])
    assert world.quiet_since("app", "room") == 1005
    assert list(world.rooms()) == [("app", "room")]


def test_time_can_be_let_pass_at_once() -> None:
    base = HandClock()
    clock = SpeedClock(base, 2)
    clock.advance(90)
    base.at += 1
    assert (clock.now(), clock.wall()) == (1000 + 90 + 2, 1001)
    with pytest.raises(ValueError, match="backwards"):
        clock.advance(-1)


def test_a_fault_happens_on_its_call_and_as_often_as_it_says() -> None:
    faults = Faults()
    faults.add(Fault(FaultKind.HANG, call="start", count=2))

    assert faults.next_for("stop") is None
    assert faults.next_for("start") is not None
    assert faults.next_for("start") is not None
    assert faults.next_for("start") is None


def test_a_lasting_fault_ends_when_it_is_cleared() -> None:
    faults = Faults()
    faults.add(Fault(FaultKind.HTTP, count=None))
    assert all(faults.next_for("x") for _ in range(5))
    faults.clear()
    assert faults.next_for("x") is None


def test_two_worlds_share_no_rooms() -> None:
    one, other = World(ShiftedClock(SystemClock())), World()
    one.people_publish("app", "room", [])
    assert other.quiet_since("app", "room") is None


def test_what_generations_share_is_made_once_for_each_world() -> None:
    class Hall:
        pass

    one, other = World(), World()
    assert one.shared(Hall, Hall) is one.shared(Hall, Hall)
    assert one.shared(Hall, Hall) is not other.shared(Hall, Hall)


class Notes:
    """A source that writes down when it is settled."""

    def __init__(self, *live: str) -> None:
        self.live = live
        self.settled = 0
        self.ended: list[tuple[str, EndCause]] = []

    def settle(self) -> None:
        self.settled += 1

    def live_tasks(self) -> list[LiveTask]:
        return []

    def end_task(self, task_id: str, cause: EndCause) -> bool:
        if task_id in self.live:
            self.ended.append((task_id, cause))
        return task_id in self.live


def test_a_beat_settles_every_cloud_before_it_calls_those_who_wait_for_beats() -> None:
    world, cloud, seen = World(), Notes(), list[int]()
    world.add_source(cloud)
    world.on_beat(lambda: seen.append(cloud.settled))
    world.beat()
    world.beat()
    assert seen == [1, 2]


def test_tasks_are_settled_before_people_come_or_go() -> None:
    world, cloud = World(busy_rooms=False), Notes()
    quiet: list[float | None] = []
    cloud.settle = lambda: quiet.append(world.quiet_since("app", "room"))  # type: ignore[method-assign]
    world.add_source(cloud)
    world.people_publish("app", "room", ["alice"])
    world.people_publish("app", "room", [])
    assert quiet[0] is not None
    assert quiet[1] is None


def test_the_cloud_that_has_the_task_ends_it() -> None:
    world, one, other = World(), Notes("a"), Notes("b", "c")
    world.add_source(one)
    world.add_source(other)
    world.end_task("b", EndCause.BROKEN)
    assert (one.ended, other.ended) == ([], [("b", EndCause.BROKEN)])
    with pytest.raises(KeyError):
        world.end_task("z", EndCause.BROKEN)
