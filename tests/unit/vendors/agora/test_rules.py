"""Rules between fields, tested without a window."""

from __future__ import annotations

import base64

import pytest

from roomscribe.vendors.agora.limits import AGORA_7
from roomscribe.vendors.agora.rules import check
from roomscribe.vendors.agora.tokens import Service, ServiceType
from tests.support.faces import ManualClock
from tests.unit.vendors.agora.stage import START_OF_TIME, bot_token, profile, values


def found(**changes: object) -> list[tuple[str, int | None, str | None]]:
    """Key, row and column of each problem."""
    problems = check(values(**changes), profile(), ManualClock())
    return [(problem.key, problem.row, problem.column) for problem in problems]


def test_a_good_form_has_no_problem() -> None:
    assert found() == []


def test_both_bots_need_different_ids() -> None:
    assert found(sub_bot_uid="7", pub_bot_uid="7") == [("pub_bot_uid", None, None)]


@pytest.mark.parametrize("bot", ["47091", "88222"])
def test_no_person_is_one_of_the_bots(bot: str) -> None:
    assert found(sub_bot_uid="47091", pub_bot_uid="88222", subscribe_uids=("7", bot)) == [
        ("subscribe_uids", None, None)
    ]
    assert found(sub_bot_uid="47091", pub_bot_uid="88222", unsubscribe_uids=(bot,)) == [
        ("unsubscribe_uids", None, None)
    ]
    speakers = ({"uid": "7", "languages": ("en-US",)}, {"uid": bot, "languages": ("en-US",)})
    assert found(sub_bot_uid="47091", pub_bot_uid="88222", uid_languages=speakers) == [("uid_languages", 1, "uid")]


@pytest.mark.parametrize(("uid", "fine"), [("4294967295", True), ("4294967296", False), ("9999999999", False)])
def test_ids_end_at_their_highest(uid: str, fine: bool) -> None:
    for key in ("sub_bot_uid", "pub_bot_uid"):
        assert found(**{key: uid}) == ([] if fine else [(key, None, None)])
    assert found(subscribe_uids=(uid,)) == ([] if fine else [("subscribe_uids", None, None)])


def test_all_stands_alone() -> None:
    assert found(subscribe_uids=("all",)) == []
    assert found(subscribe_uids=("all", "7")) == [("subscribe_uids", None, None)]


def test_a_language_is_not_translated_into_itself() -> None:
    rows = ({"source": "en-US", "target": ("de-DE",)}, {"source": "fr-FR", "target": ("fr-FR",)})
    assert found(translate=True, translations=rows) == [("translations", 1, "target")]
    assert found(translate=False, translations=rows) == []


def test_a_source_stands_in_one_row() -> None:
    rows = ({"source": "en-US", "target": ("de-DE",)}, {"source": "en-US", "target": ("fr-FR",)})
    assert found(translate=True, translations=rows) == [("translations", 1, "source")]


def test_a_source_that_nobody_is_said_to_speak_is_only_unusual() -> None:
    rows = ({"source": "ja-JP", "target": ("de-DE",)},)
    assert found(translate=True, translations=rows) == []


@pytest.mark.parametrize("mode", [7, 8])
@pytest.mark.parametrize(("size", "fine"), [(31, False), (32, True), (33, False)])
def test_a_salt_has_32_bytes(mode: int, size: int, fine: bool) -> None:
    salt = base64.b64encode(b"s" * size).decode()
    assert found(encryption=mode, encryption_salt=salt) == ([] if fine else [("encryption_salt", None, None)])


def test_a_salt_is_base64_and_looked_at_only_where_it_is_sent() -> None:
    assert found(encryption=7, encryption_salt="!" * 44) == [("encryption_salt", None, None)]
    assert found(encryption=7, encryption_salt="é") == [("encryption_salt", None, None)]
    assert found(encryption=6, encryption_salt="!") == []


@pytest.mark.parametrize(("last", "fine"), [("b" * 64, True), ("b" * 65, False)])
def test_folders_and_slashes_fit_into_128_characters(last: str, fine: bool) -> None:
    folders = ("a" * 63, last)
    assert found(save_captions=True, storage_prefix=folders) == ([] if fine else [("storage_prefix", None, None)])
    assert found(storage_prefix=folders) == []


@pytest.mark.parametrize("vendor", [2, 3, 7, 8])
def test_a_storage_outside_the_table_needs_a_word_of_the_user(vendor: int) -> None:
    stored = {"save_captions": True, "storage_vendor": vendor}
    assert found(**stored) == [("storage_vendor", None, None)]
    assert found(**stored, storage_vendor_beyond=True) == []
    assert found(storage_vendor=vendor) == []
    assert check(values(AGORA_7, **stored), profile(), ManualClock(), AGORA_7) == []


@pytest.mark.parametrize(
    ("typed", "fine"),
    [
        ('[{"key": "lesson"}]', True),
        ('[{}, {"a": [1]}]', True),
        ("[]", False),
        ("{}", False),
        ('["lesson"]', False),
        ("lesson", False),
        ("[" * 100_000, False),
    ],
)
def test_tags_by_rule_are_a_list_of_objects(typed: str, fine: bool) -> None:
    form = values(AGORA_7, save_captions=True, storage_vendor=1, storage_tag_by_rule=typed)
    problems = check(form, profile(), ManualClock(), AGORA_7)
    assert [problem.key for problem in problems] == ([] if fine else ["storage_tag_by_rule"])


def test_good_tokens_pass() -> None:
    assert found(bot_tokens="pasted", sub_bot_token=bot_token("47091"), pub_bot_token=bot_token("88222")) == []
    assert found(bot_tokens="pasted", sub_bot_token=bot_token(""), pub_bot_token=bot_token("")) == []


@pytest.mark.parametrize(
    ("token", "words"),
    [
        (bot_token("88222", app_id="f" * 32), "another App ID"),
        (bot_token("88222", channel="other"), "channel “other”"),
        (bot_token("1"), "user id 1"),
        (bot_token("88222", issued_at=int(START_OF_TIME) - 3600), "expired"),
        (bot_token("88222", privileges=()), "does not admit"),
        (bot_token("88222", services=(Service(type=ServiceType.STT, privileges={}),)), "Make an RTC token"),
        (bot_token("88222")[:-5], "not a whole 007 token"),
        ("006" + "a" * 60, "not a whole 007 token"),
    ],
)
def test_a_pasted_token_is_read_before_it_is_sent(token: str, words: str) -> None:
    form = values(bot_tokens="pasted", sub_bot_token=bot_token("47091"), pub_bot_token=token)
    (problem,) = check(form, profile(), ManualClock())
    assert problem.key == "pub_bot_token"
    assert words in str(problem.message)
    assert check(form | {"bot_tokens": "made"}, profile(), ManualClock()) == []


def test_half_filled_and_broken_forms_do_no_harm() -> None:
    assert check({}, profile()) == []
    broken: dict[str, object] = dict.fromkeys(values(), 5) | {"bot_tokens": "pasted", "translate": True}
    assert check(broken, profile()) == []
    lists = values(subscribe_uids=["all"], translate=True, translations=[{"source": "a", "target": ["a"]}, None])
    assert [problem.row for problem in check(lists, profile())] == [0]
