"""Which tasks a banner is about before they end."""

from __future__ import annotations

from dataclasses import replace

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.ui.endings.warning import EndWarning, is_near, warned_before
from tests.qt.ui.task_examples import NOW, example_tasks

RUNNING = next(each for each in example_tasks() if each.state is TaskState.RUNNING)


def ending(name: str, seconds: float, **what: object) -> Task:
    changes = {"id": name, "created_at": NOW - 1700, "ends_at": NOW + seconds, "stop_wished_at": None, **what}
    return replace(RUNNING, **changes)  # type: ignore[arg-type]


def test_two_minutes_before_and_not_when_it_is_over():
    assert [is_near(ending("a", seconds), NOW) for seconds in (121, 120, 1, 0, -1)] == [False, True, True, False, False]


def test_a_very_short_task_is_not_announced_at_its_start():
    task = ending("a", 60, created_at=NOW)
    assert warned_before(task) == 30
    assert not is_near(task, NOW)
    assert is_near(task, NOW + 31)


def test_nobody_is_warned_of_what_is_ending_already():
    assert not is_near(ending("a", 60, stop_wished_at=NOW), NOW)
    assert not is_near(ending("a", 60, state=TaskState.STOPPING), NOW)
    assert not is_near(ending("a", 60, state=TaskState.STOPPED), NOW)
    assert not is_near(ending("a", 60, ends_at=None), NOW)


def test_several_share_one_banner_which_changes_only_with_them():
    warning, one, other = EndWarning(), ending("a", 100), ending("b", 110)
    assert warning.look([one], NOW, shown=False) == (one,)
    assert warning.look([one], NOW + 1, shown=True) is None
    assert warning.look([one, other], NOW + 2, shown=True) == (one, other)
    extended = replace(one, ends_at=NOW + 1000)
    assert warning.look([extended, other], NOW + 3, shown=True) == (other,)
    assert warning.look([extended], NOW + 4, shown=True) == ()


def test_who_lets_a_task_end_or_dismisses_the_banner_is_not_asked_again_for_the_same_end():
    warning, one, other = EndWarning(), ending("a", 100), ending("b", 110)
    warning.look([one], NOW, shown=False)
    warning.let_go()
    assert warning.look([one], NOW + 1, shown=False) is None
    assert warning.look([one, other], NOW + 2, shown=False) == (other,)
    assert warning.look([one, other], NOW + 3, shown=False) is None, "dismissed"
    again = replace(one, ends_at=NOW + 101)
    assert warning.look([again, other], NOW + 4, shown=False) == (again,)
