"""Drafts of other profiles, tasks and pasted requests become drafts for a profile."""

from __future__ import annotations

import json
import time
from dataclasses import replace

from roomscribe.domain.drafts import Draft
from roomscribe.domain.profiles import Profile
from roomscribe.domain.remarks import RemarkKind
from roomscribe.domain.tasks import EntryKind, JournalEntry, Origin, Task
from roomscribe.services.opening import Opened, Opener
from roomscribe.services.pasting.recognition import understand
from roomscribe.services.pasting.text import read_requests
from roomscribe.vendors.registry import load_registry
from tests.support.drafts import is_empty, problems, profile_of
from tests.support.published import AGORA_OLD_START, AGORA_UPDATE, AGORA_UPDATE_BODY, TRTC_START

REGISTRY = load_registry()
OPENER = Opener(REGISTRY)
UPDATE = AGORA_UPDATE.partition("Response example")[0].rstrip() + f" \\\n--data '{AGORA_UPDATE_BODY}'"


def profile(generation: str, site: str = "", **changes: object) -> Profile:
    found = REGISTRY.generation(generation)
    made = profile_of(found, site or found.sites[0].id)
    return replace(made, vendor=REGISTRY.vendor_of(generation).id, **changes)  # type: ignore[arg-type]


def fresh(generation: str, **changes: object) -> dict[str, object]:
    found = REGISTRY.generation(generation)
    return {each.key: each.initial() for each in found.fields} | dict(found.example) | changes


def test_a_draft_keeps_its_run_time() -> None:
    here, there = profile("agora-5"), profile("agora-7", default_minutes=60)
    opened = OPENER.draft_as(Draft(profile_id=here.id, values=fresh("agora-5"), minutes=45), here, there)
    assert (opened.draft.profile_id, opened.draft.minutes) == (there.id, 45)
    assert opened.draft.values["channel"] == "demo-room"


def test_a_run_time_ends_where_the_service_ends_it() -> None:
    here, there = profile("agora-5"), profile("trtc-2")
    opened = OPENER.draft_as(Draft(profile_id=here.id, values=fresh("agora-5"), minutes=20 * 60), here, there)
    assert opened.draft.minutes == 600
    assert "10 hours is the longest here." in [str(each.reason) for each in opened.remarks]


def task(**changes: object) -> Task:
    values = {
        "channel": "demo-6",
        "pub_bot_uid": "88222",
        "sub_bot_uid": "47091",
        "bot_tokens": "made",
        "languages": ("en-US",),
        "translate": False,
        "encryption": 5,
    }
    made = Task(
        id="t",
        profile_id="gone",
        profile_name="Gone",
        vendor="agora",
        generation="agora-5",
        site="global",
        room="demo-6",
        bot="88222",
        values=values,
        created_at=1000.0,
        ends_at=1000.0 + 45 * 60,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def test_an_ended_task_opens_without_its_secrets() -> None:
    opened = OPENER.task_as(task(), profile("agora-7"))
    assert opened.draft.minutes == 45
    assert (opened.draft.values["channel"], opened.draft.values["encryption"]) == ("demo-6", 5)
    assert [each.key for each in opened.remarks if each.kind is RemarkKind.TO_ENTER] == ["encryption_secret"]


def test_a_task_opens_with_the_time_it_was_wished_for_whatever_was_added_since() -> None:
    journal = [
        JournalEntry(task_id="t", at=1000.0, kind=EntryKind.WRITTEN, detail={"minutes": 30}),
        JournalEntry(task_id="t", at=2200.0, kind=EntryKind.EXTENDED, detail={"from": 2800.0, "to": 4000.0}),
    ]
    opened = OPENER.task_as(task(ends_at=4000.0), profile("agora-7"), journal)
    assert opened.draft.minutes == 30


def test_a_task_without_an_end_does_not_become_one() -> None:
    opened = OPENER.task_as(task(ends_at=None), profile("agora-7", default_minutes=20))
    assert opened.draft.minutes == 20
    assert "had no end" in str(opened.remarks[-1].reason)


def opened_from(text: str, there: Profile, current: Draft | None = None) -> Opened:
    understood = understand(read_requests(text), REGISTRY, there, {there.generation})
    return OPENER.request_as(understood, there, current)


def test_the_published_start_fills_a_form_but_for_the_pages_own_slip() -> None:
    there = profile("trtc-1", account={"sdk_app_id": "1400000001"})
    opened = opened_from(TRTC_START, there)
    (wrong,) = problems(REGISTRY.generation("trtc-1"), opened.draft.values, "intl")
    assert wrong.key == "target_user_id"  # the page has the bot listen to itself (tencent.md §13, 6)
    assert [str(each.about) for each in opened.remarks if each.kind is RemarkKind.TO_KNOW] == ["SDKAppID"]


def test_the_published_start_for_the_other_generation() -> None:
    opened = opened_from(TRTC_START, profile("trtc-2"))
    assert opened.draft.values["heard_user_ids"] == ()
    assert any("the bot's own ID" in str(each.reason) for each in opened.remarks)
    assert opened.draft.values["language"] == "bigmodel-zh"


def test_a_start_leaves_nothing_of_the_form_behind() -> None:
    there = profile("agora-5")
    before = Draft(profile_id=there.id, values=fresh("agora-5", subscribe_uids=("1",), json_captions=True), minutes=5)
    opened = opened_from(AGORA_OLD_START, there, before)
    assert opened.draft.values["subscribe_uids"] == ()
    assert opened.draft.values["json_captions"] is False
    wrong = problems(REGISTRY.generation("agora-5"), opened.draft.values, "global")
    assert [each for each in wrong if not is_empty(opened.draft.values, each)] == []


def test_an_update_changes_only_what_it_names() -> None:
    there = profile("agora-5")
    before = Draft(profile_id=there.id, values=fresh("agora-5", channel="mine", max_idle_time=77), minutes=5)
    opened = opened_from(UPDATE, there, before)
    assert (opened.draft.values["channel"], opened.draft.values["max_idle_time"], opened.draft.minutes) == (
        "mine",
        77,
        5,
    )
    assert opened.draft.values["languages"] == ("en-US", "fr-FR")
    assert opened.draft.values["translations"] == ({"source": "en-US", "target": ("de-DE",)},)


def test_an_update_of_another_generation_changes_only_what_it_names() -> None:
    there = profile("agora-7")
    before = Draft(profile_id=there.id, values=fresh("agora-7", channel="mine", keywords=("a",)), minutes=5)
    text = UPDATE.replace('"languages": ["en-US", "fr-FR"],', '"languages": ["en-US"],')
    opened = opened_from(text, there, before)
    values = opened.draft.values
    assert (values["channel"], values["keywords"], values["pub_bot_uid"]) == ("mine", ("a",), "88222")
    assert (values["languages"], values["translate"]) == (("en-US",), True)


def test_a_request_of_the_other_site() -> None:
    text = TRTC_START.replace("trtc.intl.", "trtc.").replace(
        '"TargetUserId": "test_user"', '"TargetUserIdList": ["a", "b"]'
    )
    opened = opened_from(text, profile("trtc-1", "intl"))
    assert opened.draft.values["target_user_id"] == "a"
    reasons = [str(each.reason) for each in opened.remarks]
    assert any("left out: b" in reason for reason in reasons)
    assert any("Mainland China" in reason for reason in reasons)


def test_an_adopted_task_is_not_opened_however_much_of_it_was_changed_here() -> None:
    assert OPENER.why_not(task()) is None
    for values in ({}, {"languages": ("en-US",)}):
        why_not = OPENER.why_not(task(origin=Origin.ADOPTED, values=values))
        assert str(why_not) == "It was adopted: with which settings it was started, the console does not know."


def test_a_task_of_an_add_on_that_is_gone_is_not_opened() -> None:
    assert str(OPENER.why_not(task(generation="gone-1"))) == "This task's vendor add-on is not installed."


def test_thousands_of_languages_and_remarks_are_told_in_a_few_lines_and_in_no_time() -> None:
    targets = [f"l{number}" for number in range(3_000)]
    body = {"SdkAppId": 1, "RoomId": "x", "TranscriptionParams": {}, "TranslationConfig": {"TargetLanguages": targets}}
    understood = understand(read_requests(json.dumps(body)), REGISTRY, None, set())
    for generation in ("trtc-2", "agora-7"):
        begun = time.process_time()
        opened = OPENER.request_as(understood, profile(generation), None)
        assert time.process_time() - begun < 3  # it was 58 s
        told = [str(each.reason) for each in opened.remarks if each.key == "target_languages"]
        assert "Only the first 100 languages are taken." in told
        assert len(told) < 50


def test_remarks_beyond_twenty_are_counted() -> None:
    words = ",".join(f"w{number}|9|x" for number in range(200))
    body = {"SdkAppId": 1, "RoomId": "x", "TranscriptionParams": {}, "RecognizeConfig": {"HotWordList": words}}
    understood = understand(read_requests(json.dumps(body)), REGISTRY, None, set())
    opened = OPENER.request_as(understood, profile("trtc-1"), None)
    told = [str(each.reason) for each in opened.remarks if each.key == "hot_words"]
    assert len(told) <= 22
    assert told[-1].endswith("more of its values.")
