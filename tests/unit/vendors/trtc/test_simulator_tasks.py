"""States, endings and clashes on a clock that only the test moves (tencent.md §8)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from roomscribe.simulator.world import Person, World
from roomscribe.vendors.trtc.simulator_calls import TranscriptionCalls
from roomscribe.vendors.trtc.simulator_settings import TaskIdShape, TrtcSettings
from roomscribe.vendors.trtc.simulator_tasks import LeaveCode, SimulatedTask, TaskRegister, room_name
from tests.support.faces import ManualClock
from tests.unit.vendors.trtc.stage import NEW_YEAR

APP = 1400000001


class Scene:
    """One register with its world and clock."""

    def __init__(self, settings: TrtcSettings | None = None, *, busy: bool = True) -> None:
        self.clock = ManualClock(NEW_YEAR)
        self.world = World(self.clock, busy_rooms=busy)
        self.tasks = TaskRegister(world=self.world, settings=settings or TrtcSettings())
        self.calls = TranscriptionCalls(self.world, self.tasks, self.tasks.settings)

    def task(self, bot: str = "bot", room: str = "500123", *, mode: int = 0, **more: object) -> SimulatedTask:
        """A task as a start makes it, not taken in yet."""
        told: dict[str, object] = {
            "course": self.calls.course,
            "task_id": self.tasks.new_id(),
            "sdk_app_id": APP,
            "room_type": 0,
            "room_id": room,
            "bot": bot,
            "whole_room": mode == 0,
            "session_id": "",
            "region": "",
            "max_idle": 60,
            "accepted_at": self.world.clock.now(),
            "longest_run": 36000.0,
        }
        return SimulatedTask(**(told | more))  # type: ignore[arg-type]

    def start(self, bot: str = "bot", room: str = "500123", *, mode: int = 0, **more: object) -> SimulatedTask:
        task = self.task(bot, room, mode=mode, **more)
        self.tasks.add(task)
        return task

    def people(self, *user_ids: str, room: str = "500123") -> None:
        self.world.people_publish(str(APP), room_name(0, room), user_ids)

    def word(self, task: SimulatedTask) -> str:
        """The vendor's word, or "gone"."""
        return self.tasks.status(task) if self.tasks.get(task.task_id) else "gone"


def test_a_task_prepares_and_runs() -> None:
    scene = Scene()
    task = scene.start()
    assert scene.word(task) == "Idle"
    scene.clock.pass_by(0.31)
    assert scene.word(task) == "Preparing"
    scene.clock.pass_by(1.0)
    assert scene.word(task) == "InProgress"


def test_an_ended_task_answers_stopped_for_a_while_and_is_gone_then() -> None:
    scene = Scene()
    task = scene.start()
    scene.tasks.end(task, LeaveCode.STOPPED)
    assert scene.word(task) == "Stopped"
    scene.clock.pass_by(4.9)
    assert scene.word(task) == "Stopped"
    scene.clock.pass_by(0.2)
    assert scene.word(task) == "gone"
    assert scene.tasks.all() == []


def test_a_silent_room_is_left_after_more_than_the_idle_time() -> None:
    scene = Scene(busy=False)
    task = scene.start()
    scene.clock.pass_by(60)
    assert scene.word(task) == "InProgress"
    scene.clock.pass_by(0.1)
    assert scene.word(task) == "Stopped"
    assert task.leave_code is LeaveCode.IDLE


def test_the_idle_time_starts_anew_when_somebody_publishes() -> None:
    scene = Scene(busy=False)
    task = scene.start()
    scene.clock.pass_by(50)
    scene.people("alice")
    scene.clock.pass_by(500)
    assert scene.word(task) == "InProgress"
    scene.people()
    scene.clock.pass_by(59)
    assert scene.word(task) == "InProgress"
    scene.clock.pass_by(2)
    assert scene.word(task) == "Stopped"


def test_an_end_nobody_saw_is_dated_when_it_was_due() -> None:
    scene = Scene(busy=False)
    task = scene.start()
    scene.clock.pass_by(62)
    scene.tasks.all()
    assert task.ended_at == task.accepted_at + 60
    scene.clock.pass_by(3.1)
    assert scene.word(task) == "gone"


def test_a_busy_room_keeps_the_bot_until_ten_hours() -> None:
    scene = Scene()
    task = scene.start()
    scene.clock.pass_by(36000)
    assert scene.word(task) == "InProgress"
    scene.clock.pass_by(1)
    assert scene.word(task) == "Stopped"


def test_two_whole_room_bots_keep_each_other_awake_until_one_is_stopped() -> None:
    scene = Scene(busy=False)
    first, second = scene.start("bot_1"), scene.start("bot_2")
    scene.clock.pass_by(3600)
    assert [scene.word(first), scene.word(second)] == ["InProgress", "InProgress"]
    scene.tasks.end(first, LeaveCode.STOPPED)
    scene.clock.pass_by(59)
    assert scene.word(second) == "InProgress"
    scene.clock.pass_by(2)
    assert scene.word(second) == "Stopped"


def test_without_a_stop_both_live_for_ten_hours_and_the_second_idles_out_after_the_first() -> None:
    scene = Scene(busy=False)
    first = scene.start("bot_1")
    scene.clock.pass_by(40)
    second = scene.start("bot_2")
    scene.clock.pass_by(37000)
    scene.tasks.all()
    assert first.ended_at == first.accepted_at + 36000
    assert second.ended_at == second.accepted_at + 36000
    assert scene.tasks.all() == []


@pytest.mark.parametrize("modes", [(1, 0), (1, 1)])
def test_bots_for_one_person_keep_nobody_awake(modes: tuple[int, int]) -> None:
    scene = Scene(busy=False)
    first, second = scene.start("bot_1", mode=modes[0]), scene.start("bot_2", mode=modes[1])
    scene.clock.pass_by(61)
    assert [scene.word(first), scene.word(second)] == ["Stopped", "Stopped"]


def test_bots_in_other_rooms_keep_nobody_awake() -> None:
    scene = Scene(busy=False)
    first, second = scene.start("bot_1"), scene.start("bot_2", room="500124")
    scene.clock.pass_by(61)
    assert [scene.word(first), scene.word(second)] == ["Stopped", "Stopped"]


def test_number_and_text_rooms_of_one_name_are_different_rooms() -> None:
    scene = Scene(busy=False)
    number, text = scene.start("bot_1"), scene.start("bot_2", room_type=1)
    scene.people("alice")
    scene.clock.pass_by(61)
    assert [scene.word(number), scene.word(text)] == ["InProgress", "Stopped"]


def test_people_who_only_listen_may_be_made_to_count() -> None:
    scene = Scene(TrtcSettings(muted_people_count=True), busy=False)
    task = scene.start()
    scene.world.set_people(str(APP), task.room, [Person("alice", publishing=False)])
    scene.clock.pass_by(600)
    assert scene.word(task) == "InProgress"


Wanted = Callable[[Scene], SimulatedTask]


@pytest.mark.parametrize(
    ("wanted", "clashes"),
    [
        (lambda scene: scene.task(), True),
        (lambda scene: scene.task("other"), False),
        (lambda scene: scene.task(room="500124"), False),
        (lambda scene: scene.task(room_type=1), False),
        (lambda scene: scene.task(sdk_app_id=APP + 1, session_id="s"), False),
        (lambda scene: scene.task("other", room="500124", session_id="s"), True),
        (lambda scene: scene.task("other", session_id="t"), False),
    ],
)
def test_what_the_vendor_calls_the_same_task(wanted: Wanted, clashes: bool) -> None:
    scene = Scene()
    first = scene.start(session_id="s")
    assert (scene.calls.clash(wanted(scene)) is first) is clashes


def test_tasks_without_session_ids_do_not_clash_by_them() -> None:
    scene = Scene()
    scene.start("bot_1")
    assert scene.calls.clash(scene.task("bot_2")) is None


@pytest.mark.parametrize("refuses", [True, False])
def test_a_task_being_cleaned_up_may_clash_still(refuses: bool) -> None:
    scene = Scene(TrtcSettings(refuses_while_stopped=refuses))
    scene.tasks.end(scene.start(), LeaveCode.STOPPED)
    assert (scene.calls.clash(scene.task()) is not None) is refuses
    scene.clock.pass_by(5)
    assert scene.calls.clash(scene.task()) is None


def test_the_youngest_task_answers_to_a_session_id() -> None:
    scene = Scene()
    old = scene.start("bot_1", session_id="s")
    scene.tasks.end(old, LeaveCode.STOPPED)
    young = scene.start("bot_2", session_id="s")
    assert scene.calls.by_session(APP, "s") is young
    assert scene.calls.by_session(APP + 1, "s") is None


def test_live_tasks_are_counted_for_each_application() -> None:
    scene = Scene()
    scene.start("bot_1")
    scene.tasks.end(scene.start("bot_2"), LeaveCode.BROKEN)
    scene.start("bot_3", sdk_app_id=APP + 1)
    assert len(scene.tasks.live_in(APP, scene.calls.course)) == 1


def test_start_time_has_no_zone() -> None:
    assert Scene().calls.start_time(Scene().start()) == "2026-01-01 08:00:00.000000"
    utc = Scene(TrtcSettings(time_zone_hours=0))
    assert utc.calls.start_time(utc.start()) == "2026-01-01 00:00:00.000000"


@pytest.mark.parametrize(
    ("shape", "form"),
    [
        (TaskIdShape.UUID, r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        (TaskIdShape.V2, r"v2_20260101_[A-Za-z0-9]{100}"),
        (TaskIdShape.BASE64, r"[A-Za-z0-9+-]{68}\.\."),
        (TaskIdShape.LONG, r"[A-Za-z0-9+._-]{300}"),
    ],
)
def test_task_ids_come_in_every_shape_that_was_seen(shape: TaskIdShape, form: str) -> None:
    register = Scene(TrtcSettings(task_id_shape=shape)).tasks
    assert re.fullmatch(form, register.new_id())
    assert register.new_id() != register.new_id()


def test_by_default_the_shapes_take_turns() -> None:
    register = Scene().tasks
    assert len({len(register.new_id()) for _ in range(6)}) == 3
