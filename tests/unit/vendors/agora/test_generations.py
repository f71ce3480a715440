"""What 6.x and 7.x have and 5.x has not: fields, sites, abilities, languages, demo accounts, error words."""

from __future__ import annotations

import pytest

from roomscribe.domain.errors import CallFailed, FailureKind
from roomscribe.domain.fields import Section
from roomscribe.domain.languages import LanguageStatus, LanguageUse
from roomscribe.domain.states import TaskState
from roomscribe.domain.validation import check_fields
from roomscribe.simulator.application import build_application
from roomscribe.simulator.world import World
from roomscribe.vendors.agora.calls import Call
from roomscribe.vendors.agora.errors import failure
from roomscribe.vendors.agora.record import AGORA_5_GENERATION, AGORA_6_GENERATION, AGORA_7_GENERATION, VENDOR
from roomscribe.vendors.protocol import Generation
from tests.unit.vendors.agora.agents_stage import AgentsStage, join
from tests.unit.vendors.agora.stage import profile
from tests.unit.vendors.agora.test_errors import answer

EVERY = pytest.mark.parametrize("generation", VENDOR.generations, ids=lambda each: each.id)


def paths(generation: Generation) -> set[str]:
    return {each.path for each in generation.fields if each.path}


def test_the_newest_comes_first() -> None:
    assert [each.id for each in VENDOR.generations] == ["agora-7", "agora-6", "agora-5"]


@EVERY
def test_sections_keys_and_examples(generation: Generation) -> None:
    sections = [each.section for each in generation.fields]
    assert sections == sorted(sections, key=list(Section).index)
    assert len({each.key for each in generation.fields}) == len(generation.fields)
    assert all(str(each.help).endswith(".") for each in generation.fields)
    fresh = {each.key: each.initial() for each in generation.fields} | dict(generation.example)
    assert check_fields(generation.fields, fresh, "global") == []
    assert generation.check(fresh, profile()) == []


def test_6_has_what_its_pages_add_and_not_what_they_drop() -> None:
    older, newer = paths(AGORA_5_GENERATION), paths(AGORA_6_GENERATION)
    assert newer - older == {"uidLanguagesConfig", "rtcConfig.unSubscribeAudioUids"}
    assert older - newer == {"rtcConfig.transferMode", "translateConfig.forceTranslateInterval"}


def test_7_has_what_its_page_adds() -> None:
    extension = {
        f"extensionParams.{name}" for name in "endpoint type provider region tag tagByRule sse overwritekeys".split()
    }
    added = {"name", "keywords", "captionConfig.extensionParams"} | extension
    assert paths(AGORA_7_GENERATION) - paths(AGORA_6_GENERATION) == added
    assert paths(AGORA_6_GENERATION) - paths(AGORA_7_GENERATION) == {"instanceId"}
    listening = AGORA_7_GENERATION.field("sub_bot_uid")
    assert listening is not None
    assert (listening.required, listening.section, listening.initial()) == (False, Section.ADVANCED, "")
    assert {each.path for each in AGORA_7_GENERATION.fields if each.updatable} == {
        "languages", "keywords", "uidLanguagesConfig", "rtcConfig.subscribeAudioUids",
        "translateConfig.enable", "translateConfig.languages",
    }  # fmt: skip


def test_what_7_can_do_and_where() -> None:
    abilities = AGORA_7_GENERATION.abilities
    assert abilities.list_tasks
    assert (abilities.longest_run, abilities.longest_life) == (86_400, 259_200)
    assert AGORA_7_GENERATION.kept_keys == ()
    assert AGORA_7_GENERATION.site("cn").base_url == "https://api.sd-rtn.com/cn"
    assert AGORA_6_GENERATION.site("cn").base_url == "https://api.sd-rtn.com"
    (call,) = AGORA_7_GENERATION.preview({"pub_bot_uid": "1"}, profile())
    assert call.url.startswith("https://api.agora.io/api/speech-to-text/v1/projects/")
    assert AGORA_7_GENERATION.states["RECOVERING"] is TaskState.RECOVERING
    assert len(AGORA_7_GENERATION.states) == 7


def test_a_task_of_6_lives_a_day_as_of_5() -> None:
    for generation in (AGORA_5_GENERATION, AGORA_6_GENERATION):
        assert (generation.abilities.longest_run, generation.abilities.longest_life) == (86_400, 86_400)


@EVERY
def test_quiet_ends_a_task_of_every_generation(generation: Generation) -> None:
    assert generation.field(generation.idle_key)


def test_tasks_of_7_without_listening_bots_clash_by_the_caption_bot_alone() -> None:
    def keys(generation: Generation = AGORA_7_GENERATION, **uids: str) -> frozenset[str]:
        return generation.clash_keys({"channel": "room", **uids}, profile())

    assert keys(pub_bot_uid="1").isdisjoint(keys(pub_bot_uid="2"))
    assert keys(pub_bot_uid="1", sub_bot_uid="").isdisjoint(keys(pub_bot_uid="2", sub_bot_uid=""))
    assert keys(pub_bot_uid="1") & keys(AGORA_5_GENERATION, pub_bot_uid="2", sub_bot_uid="1")


def test_147_languages_and_those_that_only_some_pages_have() -> None:
    catalogue = AGORA_7_GENERATION.languages
    current = [each for each in catalogue.languages if each.status is LanguageStatus.CURRENT]
    assert len(current) == 147
    assert all(each.uses == set(LanguageUse) for each in current)
    marked = {each.code: each.status.value for each in catalogue.languages if each not in current}
    assert marked == {"cmn-CN": "unsure", "hsn-CN": "unsure", "nan-CN": "unsure", "no-NO": "withdrawn"}
    assert all(each.name and each.own_name for each in catalogue.languages)
    older = {each.code for each in AGORA_5_GENERATION.languages.languages}
    assert older <= set(catalogue.by_code())


def test_one_account_for_every_generation_and_a_project_of_its_own_for_6() -> None:
    world = World()
    five, six, seven = (each.make_cloud(world) for each in (AGORA_5_GENERATION, AGORA_6_GENERATION, AGORA_7_GENERATION))
    assert five.demo_account() == seven.demo_account()
    keys = ("customer_id", "customer_secret")
    assert [six.demo_account()[key] for key in keys] == [seven.demo_account()[key] for key in keys]
    assert six.demo_account()["app_id"] != seven.demo_account()["app_id"]
    routes = [route for cloud in (five, six, seven) for route in cloud.routes()]
    assert len(build_application(routes).routes) == len(five.routes()) + len(seven.routes())


def test_words_decide_before_texts_and_statuses() -> None:
    gone = failure(answer(404, {"detail": "x", "reason": "TaskNotFound"}), Call.LEAVE)
    assert gone.kind is FailureKind.NOT_FOUND
    taken = failure(answer(409, {"detail": "x", "reason": "TaskConflict", "agent_id": "a1"}), Call.JOIN)
    assert (taken.kind, taken.vendor_task_id) == (FailureKind.DUPLICATE, "a1")
    off = failure(answer(403, {"detail": "x", "reason": "ServiceNotEnabled"}), Call.JOIN)
    assert (off.kind, off.note.field) == (FailureKind.AUTH, "app_id")
    alone = failure(answer(429, {"reason": "ConcurrencyLimitExceeded"}), Call.JOIN)
    assert (alone.kind, alone.note.code) == (FailureKind.RATE_LIMITED, "ConcurrencyLimitExceeded")


async def test_7_refuses_a_misshapen_body_at_its_field_and_without_what_stood_in_it() -> None:
    stage = AgentsStage()
    try:
        wrong = {"save_captions": True, "storage_secret_key": "s3cr3t-key", "slice_duration": "s3cr3t-number"}
        client = stage.client()
        with pytest.raises(CallFailed) as refused:
            await client.start(join(wrong))
        assert (refused.value.kind, refused.value.note.field) == (FailureKind.NOT_SENT, "slice_duration")
        assert "s3cr3t" not in str((refused.value, refused.value.note, refused.value.__cause__))
        assert stage.world.calls["join"] == 0
    finally:
        await stage.close()
