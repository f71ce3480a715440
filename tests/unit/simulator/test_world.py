from roomscribe.domain.clock import ShiftedClock, SystemClock
from roomscribe.simulator.clock import SpeedClock
from roomscribe.simulator.faults import Fault, FaultKind, Faults
from roomscribe.simulator.world import World


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
    assert clock.wall() == 1010
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
