"""The record: what the console may ask of Agora."""

from __future__ import annotations

import re
import subprocess
import sys

from roomscribe.domain.states import TaskState
from roomscribe.domain.validation import check_fields
from roomscribe.simulator.world import World
from roomscribe.vendors.agora.record import AGORA_5_GENERATION as AGORA
from roomscribe.vendors.agora.record import VENDOR
from roomscribe.vendors.agora.simulator import AgoraCloud
from roomscribe.vendors.registry import load_registry
from tests.unit.vendors.agora.stage import profile, values


def test_the_registry_knows_it() -> None:
    assert load_registry().generation("agora-5") is AGORA
    assert VENDOR.id == "agora"


def test_reading_it_loads_nothing_heavy() -> None:
    program = (
        "import sys, roomscribe.vendors.agora.record\n"
        "heavy = {'httpx', 'pydantic', 'starlette', 'uvicorn', 'PySide6'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_its_abilities() -> None:
    abilities = AGORA.abilities
    assert abilities.update_in_place
    assert abilities.update_spacing == 5.0
    assert abilities.locate_lost_start
    assert abilities.longest_run == 86_400
    assert abilities.longest_life == 86_400
    assert abilities.calls_per_second is None
    assert not abilities.list_tasks


def test_its_sites() -> None:
    assert {site.id: site.base_url for site in AGORA.sites} == {
        "global": "https://api.agora.io",
        "cn": "https://api.sd-rtn.com",
    }


def test_the_keys_of_room_and_bot_are_fields() -> None:
    assert AGORA.field(AGORA.room_key)
    assert AGORA.field(AGORA.bot_key)


def test_the_example_is_a_valid_draft_with_or_without_a_fresh_form_below_it() -> None:
    for form in (dict(AGORA.example), values() | dict(AGORA.example)):
        assert check_fields(AGORA.fields, form, "global") == []
        assert AGORA.check(form, profile()) == []
    assert AGORA.spoken(AGORA.example) == ("en-US",)
    assert AGORA.targets(AGORA.example) == ("es-ES", "ja-JP")


def test_languages_of_the_example_are_in_the_catalogue() -> None:
    assert all(AGORA.languages.get(code) for code in (*AGORA.spoken(AGORA.example), *AGORA.targets(AGORA.example)))


def test_targets_are_shown_once_and_only_while_translating() -> None:
    pairs = ({"source": "en-US", "target": ("de-DE",)}, {"source": "fr-FR", "target": ("de-DE", "ja-JP")})
    assert AGORA.targets(values(translate=True, translations=pairs)) == ("de-DE", "ja-JP")
    assert AGORA.targets(values(translate=False, translations=pairs)) == ()


def test_instance_ids_are_the_forms_or_made_and_legal() -> None:
    assert AGORA.idempotency_key(values(instance_id="mine"), "1") == "mine"
    for task_id in ("abc123", "ü/1", "x" * 100):
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", AGORA.idempotency_key(values(), task_id))
    assert AGORA.idempotency_key(values(), "1") != AGORA.idempotency_key(values(), "2")


def test_tasks_clash_by_either_bot_in_a_channel() -> None:
    def keys(**changes: object) -> frozenset[str]:
        return AGORA.clash_keys(values(**changes), profile())

    assert keys() == keys(languages=("fr-FR",))
    assert keys().isdisjoint(keys(channel="other"))
    assert keys() & keys(pub_bot_uid="5")  # the listening bots would throw each other out
    assert keys() & keys(sub_bot_uid="5")
    assert keys() & keys(pub_bot_uid=values()["sub_bot_uid"], sub_bot_uid="5")
    assert keys().isdisjoint(keys(sub_bot_uid="5", pub_bot_uid="6"))


def test_the_demo_account_is_random_valid_and_complete() -> None:
    one, two = (AGORA.make_cloud(World()).demo_account() for _ in range(2))
    assert set(one) == {"app_id", "app_certificate", "customer_id", "customer_secret"}
    assert not set(one.values()) & set(two.values())
    for each in AGORA.account_fields:
        if each.key == "sign_in":
            continue
        assert each.pattern
        assert re.fullmatch(each.pattern, one[each.key])
        assert re.fullmatch("[0-9a-f]{32}", one[each.key])
    assert {each.key for each in AGORA.account_fields if each.secret} == {"app_certificate", "customer_secret"}
    assert {each.key for each in AGORA.account_fields if not each.required} == {"app_certificate"}


def test_a_cloud_takes_an_account_from_a_test() -> None:
    assert AgoraCloud(World(), account={"app_id": "a" * 32}).demo_account()["app_id"] == "a" * 32


def test_every_state_word_of_the_page_is_mapped() -> None:
    page = "IDLE PREPARING PREPARED STARTING CREATED STARTED IN_PROGRESS STOPPING STOPPED FAILURE_STOP"
    assert set(page.split()) <= set(AGORA.states)
    assert [word for word, state in AGORA.states.items() if state.ended] == ["STOPPED", "FAILED"]
    assert AGORA.states["IN_PROGRESS"] is TaskState.RUNNING
