"""Live tasks in the room of a draft that are legal beside it, and what is said of each."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from roomscribe.domain.drafts import Draft
from roomscribe.domain.profiles import Profile
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Origin
from roomscribe.vendors.blank.record import VENDOR
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import load_registry
from tests.support.consoles import TestConsole, open_test_console

BLANK = VENDOR.generations[0]


async def second_profile(console: TestConsole, *, app_id: str = "") -> Profile:
    first = console.profile(BLANK)
    account = {**first.account, "app_id": app_id or first.account["app_id"]}
    second = replace(first, id="demo-second", name="Second", account=account)
    await console.services.profiles.save(second)
    return second


def words(console: TestConsole, draft: Draft) -> list[str]:
    return [str(each.message) for each in console.services.neighbours.of(draft)]


async def test_another_profile_of_the_same_application_is_named(console: TestConsole) -> None:
    task = await console.services.launcher.start(console.draft(BLANK, room="r1", bot="b1"))
    second = await second_profile(console)
    draft = replace(console.draft(BLANK, room="r1", bot="b2"), profile_id=second.id)
    (found,) = console.services.neighbours.of(draft)
    assert found.task.id == task.id
    assert "in the same application: two bots would listen" in str(found.message)
    assert console.services.launcher.clash(draft) is None, "it is legal, so it is asked and not refused"
    assert console.services.neighbours.of(draft, apart_from=task.id) == []
    assert words(console, replace(draft, values={**draft.values, "room": "r2"})) == []
    assert words(console, replace(draft, values={**draft.values, "room": ""})) == []


async def test_another_application_has_another_room(console: TestConsole) -> None:
    await console.services.launcher.start(console.draft(BLANK, room="r1", bot="b1"))
    second = await second_profile(console, app_id="9999999999")
    draft = replace(console.draft(BLANK, room="r1", bot="b1"), profile_id=second.id)
    (said,) = words(console, draft)
    assert "in another application" in said


async def test_the_same_profile_and_ended_tasks_are_no_matter(console: TestConsole) -> None:
    task = await console.services.launcher.start(console.draft(BLANK, room="r1", bot="b1"))
    assert words(console, console.draft(BLANK, room="r1", bot="b2")) == []
    second = await second_profile(console)
    await console.services.recorder.record(task.id, state=TaskState.STOPPED)
    assert words(console, replace(console.draft(BLANK, room="r1", bot="b2"), profile_id=second.id)) == []


async def test_an_adopted_task_of_the_same_profile_is_named_as_its_bot_is_unknown(console: TestConsole) -> None:
    task = await console.services.launcher.start(console.draft(BLANK, room="r1", bot="b1"))
    await console.services.recorder.record(task.id, origin=Origin.ADOPTED, dedupe_key="", bot="")
    (said,) = words(console, console.draft(BLANK, room="r1", bot="b1"))
    assert "Which bot it has is not known" in said


async def test_a_profile_that_is_gone_leaves_the_application_open(console: TestConsole) -> None:
    task = await console.services.launcher.start(console.draft(BLANK, room="r1", bot="b1"))
    await console.services.recorder.record(task.id, profile_id="gone")
    (said,) = words(console, console.draft(BLANK, room="r1", bot="b2"))
    assert "is not known" in said


@pytest.fixture
async def with_kinds(tmp_path: Path) -> AsyncIterator[TestConsole]:
    console = await open_test_console(tmp_path, load_registry())
    yield console
    await console.aclose()


KINDS = [each for each in load_registry().generations() if each.room_kind_key]


@pytest.mark.parametrize("generation", KINDS, ids=lambda each: each.id)
async def test_rooms_of_one_name_and_two_kinds_are_two_rooms(with_kinds: TestConsole, generation: Generation) -> None:
    """Number 500123 and text "500123": another profile's task is named with its type, and one of the same kind is not
    mistaken for it."""
    console, (number, text) = with_kinds, (0, 1)
    kind = generation.room_kind_key
    task = await console.services.launcher.start(console.draft(generation, **{kind: text}))
    first = console.profile(generation)
    second = replace(first, id="demo-second", name="Second")
    await console.services.profiles.save(second)
    draft = replace(console.draft(generation, bot_user_id="second_bot"), profile_id=second.id)
    assert draft.values[kind] == number
    (found,) = console.services.neighbours.of(draft)
    assert found.task.id == task.id
    assert "of type “Text”, and here the type is “Number”. Those are two different rooms" in str(found.message)
    (mine,) = words(console, replace(draft, profile_id=first.id))
    assert "two different rooms" in mine, "within one profile it is as much a mistake"
    same = replace(draft, values={**draft.values, kind: text})
    (said,) = words(console, same)
    assert "in the same application: two bots would listen" in said
    assert console.services.launcher.clash(draft) is None, "two rooms never clash"


async def test_generations_of_one_vendor_share_their_rooms(with_kinds: TestConsole) -> None:
    one, other = KINDS
    task = await with_kinds.services.launcher.start(with_kinds.draft(one, room="500123"))
    draft = with_kinds.draft(other, room="500123", bot_user_id="second_bot")
    (found,) = with_kinds.services.neighbours.of(draft)
    assert (found.task.id, "in the same application" in str(found.message)) == (task.id, True)
    as_text = replace(draft, values={**draft.values, other.room_kind_key: 1})
    (said,) = words(with_kinds, as_text)
    assert "two different rooms" in said


async def test_many_drafts_are_compared_with_the_live_tasks_of_their_rooms_alone(
    console: TestConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    await console.services.launcher.start(console.draft(BLANK, room="r1", bot="b1"))
    second = await second_profile(console)
    drafts = [
        replace(console.draft(BLANK, room=room, bot="b2"), profile_id=second.id) for room in ("r1", "r2", "", "r1")
    ]
    expected = [console.services.neighbours.of(draft) for draft in drafts]
    find = console.services.neighbours.finder()
    monkeypatch.setattr(console.services.store, "live", None)  # nobody goes through all of them again
    assert [find(draft) for draft in drafts] == expected
    assert [len(each) for each in expected] == [1, 0, 0, 1]
