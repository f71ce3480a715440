"""Form and simulated vendor judge alike: what the form lets through is accepted, what it blocks is refused, and where
the vendor refuses, its error lands at the field that the form would have marked."""

from __future__ import annotations

import asyncio
import base64
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roomscribe.domain.errors import CallFailed
from roomscribe.vendors.agora.limits import AGORA_5
from roomscribe.vendors.agora.model import build_update
from roomscribe.vendors.agora.simulator_bodies import check_instance_id, check_update
from tests.unit.vendors.agora.stage import Stage, order, values
from tests.unit.vendors.agora.verdicts import CODES, UIDS, agree, form_verdict, near, refused_field


@given(near(5, 2_592_000))
def test_idle_time(seconds: int) -> None:
    agree(max_idle_time=seconds)


@given(near(2, 5))
def test_forced_translation(seconds: int) -> None:
    pairs = ({"source": "en-US", "target": ("de-DE",)},)
    agree(translate=True, translations=pairs, force_translate_interval=seconds)


STORED: dict[str, object] = {
    "save_captions": True,
    "storage_vendor": 1,
    "storage_region": 0,
    "storage_bucket": "bucket",
    "storage_access_key": "access",
    "storage_secret_key": "secret",
}


@given(near(5, 28_800))
def test_length_of_a_file(seconds: int) -> None:
    agree(**STORED | {"slice_duration": seconds})


@given(vendor=st.integers(0, 12), region=st.integers(0, 40).filter(lambda number: number not in (18, 19)))
def test_storage_vendor_and_region(vendor: int, region: int) -> None:
    # Two region numbers of another product's page are taken by the vendor, perhaps, and not offered by the form.
    agree(**STORED | {"storage_vendor": vendor, "storage_region": region})


@given(st.lists(st.text("abcXYZ019", min_size=1, max_size=40), max_size=5, unique=True))
def test_folders(folders: list[str]) -> None:
    agree(**STORED | {"storage_prefix": tuple(folders)})


@pytest.mark.parametrize("folder", ["a-b", "a/b", "a_b", "é", "a.b", "a b"])
def test_folders_have_letters_and_digits_only(folder: str) -> None:
    agree(**STORED | {"storage_prefix": (folder,)})


@pytest.mark.parametrize("lengths", [(63, 64), (63, 65), (128,), (129,), (0,)])
def test_folders_end_at_128_characters_with_slashes(lengths: tuple[int, ...]) -> None:
    folders = tuple(chr(ord("a") + number) * length for number, length in enumerate(lengths) if length)
    agree(**STORED | {"storage_prefix": folders})


@given(st.lists(st.sampled_from(CODES), max_size=4, unique=True))
def test_spoken_languages(codes: list[str]) -> None:
    agree(languages=tuple(codes))


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "source": st.sampled_from(("", *CODES)),
            "target": st.lists(st.sampled_from(CODES), max_size=6, unique=True).map(tuple),
        }
    ),
    max_size=3,
    unique_by=lambda row: row["source"],
).map(tuple)


@given(ROWS)
def test_translations(rows: tuple[dict[str, Any], ...]) -> None:
    agree(translate=True, translations=rows)


@given(UIDS, UIDS)
def test_the_bots_ids(listening: str, sending: str) -> None:
    agree(sub_bot_uid=listening, pub_bot_uid=sending)


@given(st.lists(UIDS.filter(bool), max_size=5, unique=True))
def test_who_is_listened_to(uids: list[str]) -> None:
    agree(subscribe_uids=tuple(uids))


@given(st.integers(-1, 10), st.sampled_from(["", "key"]), st.integers(30, 34))
def test_encryption(mode: int, secret: str, size: int) -> None:
    salt = base64.b64encode(b"s" * size).decode()
    agree(encryption=mode, encryption_secret=secret, encryption_salt=salt)


@given(st.text("ab1-_: é频\n", max_size=70).filter(lambda text: text == text.strip()))
def test_channels(name: str) -> None:
    agree(channel=name)


@pytest.mark.parametrize("size", [64, 65])
def test_channels_end_at_64_bytes(size: int) -> None:
    agree(channel="c" * size)


@given(st.text("ab1-_ é", min_size=1, max_size=70) | st.sampled_from(["a" * 64, "a" * 65]))
def test_instance_ids(name: str) -> None:
    blocked = form_verdict(values(instance_id=name))
    assert blocked == refused_field(lambda: check_instance_id({"instanceId": name}, AGORA_5))


@given(
    st.lists(st.sampled_from(CODES), max_size=4, unique=True),
    st.lists(UIDS.filter(bool), max_size=5, unique=True),
    st.booleans(),
    ROWS,
)
def test_updates(codes: list[str], uids: list[str], translate: bool, rows: tuple[dict[str, Any], ...]) -> None:
    form = values(languages=tuple(codes), subscribe_uids=tuple(uids), translate=translate, translations=rows)
    if not codes or (translate and not rows):
        assert form_verdict(form)
        return
    blocked = form_verdict(form)
    mask, body = build_update(form, {"languages", "subscribe_uids", "translate", "translations"})
    found: dict[str, object] = {}
    refused = refused_field(lambda: found.update(check_update(json.loads(json.dumps(body)), AGORA_5)))
    assert bool(blocked) == bool(refused)
    assert refused <= blocked
    assert refused or set(mask.split(",")) == set(found)


@settings(max_examples=25)
@given(
    st.sampled_from([{}, {"max_idle_time": 4}, {"languages": ("en-US", "fr-FR", "de-DE")}, {"sub_bot_uid": "0"}]),
    st.sampled_from(["demo-room", "room 2", "x" * 65]),
)
def test_the_whole_way_through_client_and_cloud(changes: dict[str, object], channel: str) -> None:
    """The same verdict when the request really goes out."""
    form = values(**changes, channel=channel)

    async def start() -> str | None:
        stage = Stage()
        try:
            client = stage.client()
            prepared = await client.prepare(order(form))
            await client.start(order(form, prepared.kept))
        except CallFailed as refused:
            return refused.note.field
        finally:
            await stage.close()
        return None

    field = asyncio.run(start())
    assert (field is None) == (not form_verdict(form))
    assert field is None or field in form_verdict(form)
