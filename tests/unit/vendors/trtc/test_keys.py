"""SessionId and duplicate key: the same for tasks that would harm each other, different for all others."""

from __future__ import annotations

import pytest

from roomscribe.vendors.trtc.keys import clash_keys, session_id
from tests.unit.vendors.trtc.stage import profile, values

ALICE = {"transcription_mode": 1, "target_user_id": "alice"}


def test_the_session_id_shows_the_room() -> None:
    made = session_id(values(room="demo room/1", room_type=1), "local-1")
    assert made.startswith("rs-demo_room_1-")
    assert len(session_id(values(room="r" * 64, room_type=1), "local-1")) <= 40


def test_a_typed_session_id_stays() -> None:
    assert session_id(values(session_id="session_1"), "local-1") == "session_1"


@pytest.mark.parametrize("form", [values(), values(**ALICE)])
def test_the_same_task_has_the_same_session_id_from_every_computer(form: dict[str, object]) -> None:
    assert session_id(form, "local-1") == session_id(form | {"bot_user_id": "b", "language": "ja"}, "local-2")


@pytest.mark.parametrize(
    "other",
    [
        {"room": "500124"},
        {"room_type": 1},
        ALICE,
        ALICE | {"target_user_id": "bob"},
        ALICE | {"target_user_ids": ("bob",)},
    ],
)
def test_other_rooms_and_other_people_have_another_one(other: dict[str, object]) -> None:
    assert session_id(values(**other), "local-1") != session_id(values(), "local-1")
    assert clash_keys(values(**other), profile()) != clash_keys(values(), profile())


def test_people_may_be_listed_in_any_order() -> None:
    one = values(**ALICE, target_user_ids=("a", "b"))
    two = values(**ALICE, target_user_ids=("b", "a"))
    assert session_id(one, "") == session_id(two, "")


def test_a_second_bot_for_a_whole_room_clashes_whatever_its_ids() -> None:
    second = values(bot_user_id="other_bot", session_id="session_2", language="ja")
    assert clash_keys(second, profile()) & clash_keys(values(), profile())


def test_bots_for_one_person_clash_by_session_id_as_at_the_vendor() -> None:
    first, second = values(**ALICE), values(**ALICE, bot_user_id="other", session_id="session_2")
    assert not clash_keys(first, profile()) & clash_keys(second, profile())
    assert clash_keys(first, profile()) & clash_keys(values(**ALICE, bot_user_id="other"), profile())


def test_one_bot_is_in_a_room_once_as_at_the_vendor() -> None:
    first, second = values(**ALICE), values(**ALICE, session_id="session_2")
    assert clash_keys(first, profile()) & clash_keys(second, profile())
    assert clash_keys(values(), profile()) & clash_keys(second, profile())
    assert not clash_keys(first, profile()) & clash_keys({**second, "room": "500124"}, profile())


def test_applications_do_not_clash() -> None:
    assert not clash_keys(values(), profile()) & clash_keys(values(), profile(sdk_app_id="1400000002"))


def test_a_half_filled_form_has_keys_too() -> None:
    assert session_id({}, "")
    assert clash_keys({}, profile())
