"""Profiles are saved without secrets, keep what they do not know, and tell their listeners."""

from __future__ import annotations

import asyncio
import json
import threading
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.profiles import Profile
from roomscribe.services.profiles import ProfileStore


def make_profile(profile_id="p1", **changes):
    profile = Profile(
        id=profile_id, name="客服 TRTC", vendor="trtc", generation="trtc-1", site="intl", account={"sdk_app_id": "1400"}
    )
    return replace(profile, **changes)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "profiles.json"


@pytest.fixture
async def store(path):
    store = ProfileStore(path)
    await store.open()
    yield store
    await store.aclose()


async def reopened(path):
    store = ProfileStore(path)
    await store.open()
    await store.aclose()
    return store


async def test_save_get_delete(store, path):
    first, second = make_profile(), make_profile("p2", production=True, default_minutes=0, colour="red")
    await store.save(first)
    await store.save(second)
    assert store.all() == [first, second]
    assert (await reopened(path)).all() == [first, second]
    changed = replace(first, name="New name")
    await store.save(changed)
    assert store.get("p1") == changed
    await store.delete("p2")
    await store.delete("never there")
    with pytest.raises(KeyError):
        store.get("p2")
    assert (await reopened(path)).all() == [changed]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.builds(
        Profile,
        id=st.text(min_size=1),
        name=st.text(),
        vendor=st.text(),
        generation=st.text(),
        site=st.text(),
        account=st.dictionaries(st.text(), st.text()),
        default_minutes=st.integers(0, 10_000),
        production=st.booleans(),
    )
)
def test_any_profile_survives_a_new_start(tmp_path_factory, profile):
    path = tmp_path_factory.mktemp("profiles") / "profiles.json"

    async def save() -> None:
        store = ProfileStore(path)
        await store.open()
        await store.save(profile)
        await store.aclose()

    asyncio.run(save())
    assert asyncio.run(reopened(path)).get(profile.id) == profile


async def test_simulator_profiles_stay_in_memory(store, path):
    demo = make_profile("demo-trtc-1", simulator=True)
    await store.save(demo)
    assert store.get("demo-trtc-1") == demo
    assert not path.exists()
    await store.save(make_profile())
    assert "demo" not in path.read_text("utf-8")
    await store.delete("demo-trtc-1")
    assert [each.id for each in store.all()] == ["p1"]


async def test_what_is_not_declared_stays_out(path):
    declared = {"trtc-1": frozenset({"sdk_app_id"})}
    store = ProfileStore(path, declared=declared.get)
    await store.open()
    await store.save(make_profile(account={"sdk_app_id": "1400", "secret_key": "hunter22"}))
    await store.save(make_profile("plugged", generation="other-1", account={"k": "v"}))
    assert store.get("p1").account == {"sdk_app_id": "1400"}
    assert store.get("plugged").account == {"k": "v"}
    assert "hunter22" not in path.read_text("utf-8")
    await store.aclose()


@pytest.mark.parametrize("proxy", ["http://me:hunter22@proxy:8080", "me:hunter22@proxy:8080"])
async def test_a_password_in_an_address_is_refused(store, path, proxy):
    with pytest.raises(BadRequest, match="password") as caught:
        await store.save(make_profile(proxy=proxy))
    assert caught.value.field == "proxy"
    assert not path.exists()
    await store.save(make_profile(proxy="http://proxy:8080"))


async def test_unknown_keys_are_kept(path):
    entry = {**json.loads('{"id": "p1", "name": "A", "vendor": "v", "generation": "g", "site": "s"}'), "future": [1]}
    path.write_text(json.dumps({"version": 1, "later": {"a": 1}, "profiles": [entry]}), "utf-8")
    store = ProfileStore(path)
    await store.open()
    assert store.notices == []
    await store.save(replace(store.get("p1"), name="B"))
    await store.aclose()
    document = json.loads(path.read_text("utf-8"))
    assert document["later"] == {"a": 1}
    assert document["profiles"][0]["future"] == [1]
    assert document["profiles"][0]["name"] == "B"


async def test_an_entry_that_cannot_be_read_is_reported_and_kept(path):
    good = {"id": "p1", "name": "A", "vendor": "v", "generation": "g", "site": "s"}
    strange = [{"id": "p2", "name": "No vendor"}, "text", {**good, "name": "Twice"}]
    path.write_text(json.dumps({"version": 1, "profiles": [good, *strange]}), "utf-8")
    store = ProfileStore(path)
    await store.open()
    assert [each.id for each in store.all()] == ["p1"]
    assert "No vendor" in str(store.notices[0])
    assert len(store.notices) == 3
    await store.save(make_profile("p3"))
    await store.aclose()
    assert json.loads(path.read_text("utf-8"))["profiles"][2:] == strange


async def test_a_broken_file_is_set_aside_and_reported(path):
    path.write_text("{ not json")
    store = ProfileStore(path)
    await store.open()
    assert store.all() == []
    assert "profiles.json.broken-" in str(store.notices[0])
    await store.save(make_profile())
    await store.aclose()
    assert len(list(path.parent.glob("profiles.json.broken-*"))) == 1


async def test_a_file_that_cannot_be_written(tmp_path):
    (tmp_path / "occupied").write_text("a file")
    store = ProfileStore(tmp_path / "occupied" / "profiles.json")
    await store.open()
    with pytest.raises(BadRequest, match="could not be saved"):
        await store.save(make_profile())
    assert store.all() == []
    await store.aclose()


async def test_listeners(store):
    seen: list[int] = []
    unsubscribe = store.subscribe(lambda: seen.append(len(store.all())))
    await store.save(make_profile())
    await store.save(make_profile("demo", simulator=True))
    await store.delete("p1")
    assert seen == [1, 2, 1]
    unsubscribe()
    unsubscribe()
    await store.delete("demo")
    assert seen == [1, 2, 1]


async def test_saves_at_once_all_arrive_off_the_calling_thread(store, path, monkeypatch):
    threads = set()
    write = store._file.write

    def watched(document):
        threads.add(threading.current_thread())
        write(document)

    monkeypatch.setattr(store._file, "write", watched)
    await asyncio.gather(*(store.save(make_profile(f"p{n}")) for n in range(30)))
    assert len((await reopened(path)).all()) == 30
    assert threading.current_thread() not in threads


def test_new_ids_differ(path):
    store = ProfileStore(path)
    assert len({store.new_id() for _ in range(100)}) == 100


async def test_two_consoles_lose_no_profile(path):
    one, two = ProfileStore(path), ProfileStore(path)
    await one.open()
    await two.open()
    saves = [each.save(make_profile(f"{name}{n}")) for n in range(10) for name, each in (("a", one), ("b", two))]
    await asyncio.gather(*saves)
    expected = {f"{name}{n}" for name in "ab" for n in range(10)}
    assert {each.id for each in (await reopened(path)).all()} == expected

    told: list[set[str]] = []
    one.subscribe(lambda: told.append({each.id for each in one.all()}))
    assert await one.refresh() == {f"b{n}" for n in range(10)}
    assert told == [expected]
    assert await one.refresh() == set()

    await two.refresh()
    await two.delete("a3")
    await two.save(replace(one.get("a4"), name="renamed"))
    await one.save(replace(one.get("a5"), name="mine"))
    assert await one.refresh() == {"a3", "a4"}
    assert (one.get("a4").name, one.get("a5").name) == ("renamed", "mine")
    path.unlink()
    assert await one.refresh() == set()
    await one.save(make_profile("new"))
    assert len((await reopened(path)).all()) == 20, "a file that was removed is written whole"
    await one.aclose()
    await two.aclose()


async def test_what_a_newer_version_saves_is_left_to_it_until_something_is_saved_here(path, store):
    await store.save(make_profile())
    newer = json.loads(path.read_text("utf-8")) | {"version": 99}
    path.write_text(json.dumps(newer), "utf-8")
    assert await store.refresh() == set()
    assert json.loads(path.read_text("utf-8")) == newer
    assert (store.all(), store.notices) == ([make_profile()], [])
    await store.save(make_profile("p2"))
    assert "newer RoomScribe" in str(store.notices[0])
    (kept,) = path.parent.glob("profiles.json.newer-*")
    assert json.loads(kept.read_text("utf-8")) == newer
