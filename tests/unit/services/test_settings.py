"""Settings are typed, survive a restart, and are written off the calling thread."""

from __future__ import annotations

import errno
import json
import threading
import time
from pathlib import Path

import pytest

from roomscribe.services import json_file
from roomscribe.services import settings as module
from roomscribe.services.settings import (
    ALL,
    LAST_PROFILE,
    REDUCED_MOTION,
    SPLITTERS,
    TABLE_COLUMNS,
    TABLE_SORT,
    THEME,
    WATCHDOG,
    WINDOW_GEOMETRY,
    Settings,
    SortOrder,
    TableColumns,
    Theme,
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "settings.json"


async def opened(path):
    settings = Settings(path)
    await settings.open()
    return settings


async def test_defaults(path):
    settings = await opened(path)
    for setting in ALL:
        assert settings.get(setting) == setting.default
        assert setting.from_json(setting.to_json(setting.default)) == setting.default
        assert str(setting.sentence).endswith(".")
    await settings.aclose()
    assert not path.exists()


async def test_values_keep_their_types_over_a_restart(path):
    settings = await opened(path)
    columns = TableColumns(("room", "state"), {"room": 120}, ("owner",))
    settings.set(THEME, Theme.DARK)
    settings.set(WINDOW_GEOMETRY, "AAEC")
    settings.set(SPLITTERS, {"main": (300, 900)})
    settings.set(TABLE_COLUMNS, columns)
    settings.set(TABLE_SORT, SortOrder("room", descending=True))
    settings.set(LAST_PROFILE, "p1")
    settings.set(REDUCED_MOTION, True)
    assert settings.get(THEME) is Theme.DARK
    await settings.aclose()
    again = await opened(path)
    assert again.get(THEME) is Theme.DARK
    assert again.get(SPLITTERS) == {"main": (300, 900)}
    assert again.get(TABLE_COLUMNS) == columns
    assert again.get(TABLE_SORT) == SortOrder("room", descending=True)
    assert again.get(REDUCED_MOTION) is True
    assert again.notices == []
    await again.aclose()


async def test_many_changes_are_one_write(path, monkeypatch):
    monkeypatch.setattr(module, "DELAY", 30)
    settings = await opened(path)
    writes: list[dict[str, object]] = []
    monkeypatch.setattr(settings._file, "write", writes.append)
    started = time.monotonic()
    for number in range(500):
        settings.set(SPLITTERS, {"main": (number, 1)})
    await settings.aclose()
    assert time.monotonic() - started < 5
    assert [document["splitters"] for document in writes] == [{"main": [499, 1]}]


async def test_the_wrong_type_is_refused(path):
    settings = await opened(path)
    with pytest.raises(ValueError):
        settings.set(THEME, "pink")
    assert settings.get(THEME) is Theme.SYSTEM
    await settings.aclose()


async def test_unknown_settings_are_kept_and_bad_ones_reported(path):
    path.write_text(json.dumps({"version": 1, "future": {"a": 1}, "theme": "pink", "last_profile": "p1"}))
    settings = await opened(path)
    assert settings.get(THEME) is Theme.SYSTEM
    assert settings.get(LAST_PROFILE) == "p1"
    assert "theme" in str(settings.notices[0])
    settings.set(REDUCED_MOTION, True)
    await settings.aclose()
    document = json.loads(path.read_text())
    assert document["future"] == {"a": 1}
    assert document["reduced_motion"] is True


async def test_a_broken_file_is_set_aside(path):
    path.write_text("window=big")
    settings = await opened(path)
    assert "settings.json.broken-" in str(settings.notices[0])
    settings.set(REDUCED_MOTION, True)
    await settings.aclose()
    assert json.loads(path.read_text())["reduced_motion"] is True


async def test_a_file_that_cannot_be_written_is_logged(tmp_path, expect_log):
    expect_log("could not be saved", logger="roomscribe.services.settings")
    (tmp_path / "occupied").write_text("a file")
    settings = await opened(tmp_path / "occupied" / "settings.json")
    settings.set(REDUCED_MOTION, True)
    await settings.aclose()
    assert settings.get(REDUCED_MOTION) is True


async def test_what_could_not_be_saved_is_saved_when_the_program_ends(tmp_path, expect_log, monkeypatch):
    monkeypatch.setattr(module, "DELAY", 0)
    expect_log("could not be saved", logger="roomscribe.services.settings")
    place = tmp_path / "occupied"
    place.write_text("a file")
    settings = await opened(place / "settings.json")
    settings.set(REDUCED_MOTION, True)
    await settings._worker.call(lambda: None)  # the write before it has failed
    place.unlink()
    await settings.aclose()
    assert json.loads((place / "settings.json").read_text())["reduced_motion"] is True


@pytest.fixture(params=["full", "no file yet", "no lock"])
async def refused(path, expect_log, monkeypatch, request):
    """A console that could not save that no watchdog is wanted, and the next write of which is permitted."""
    monkeypatch.setattr(module, "DELAY", 0)
    expect_log("could not be saved", logger="roomscribe.services.settings")
    settings = await opened(path)
    if request.param != "no file yet":
        settings.set(LAST_PROFILE, "p1")
        await settings._worker.call(lambda: None)
    with monkeypatch.context() as patch:
        patch.setattr(json_file, "locked" if request.param == "no lock" else "replace_file", full)
        settings.set(WATCHDOG, False)
        await settings._worker.call(lambda: None)
    yield settings
    await settings.aclose()


def full(*_arguments, **_options):
    raise OSError(errno.ENOSPC, "No space left on device")


async def save(path, setting, value):
    """As another window does."""
    settings = await opened(path)
    settings.set(setting, value)
    await settings.aclose()


async def test_what_was_refused_long_ago_is_not_written_over_a_later_choice(path, refused):
    await save(path, WATCHDOG, True)
    refused.set(LAST_PROFILE, "p2")
    await refused.aclose()
    kept = json.loads(path.read_text())
    assert (kept["watchdog"], kept["last_profile"]) == (True, "p2")


async def test_what_was_refused_is_written_beside_what_others_saved(path, refused):
    await save(path, THEME, Theme.DARK)
    assert not await refused.refresh(WATCHDOG), "the latest choice is the one made here"
    await refused.aclose()
    kept = json.loads(path.read_text())
    assert (kept["watchdog"], kept["theme"]) == (False, Theme.DARK)


async def test_what_is_chosen_again_is_newer_than_what_others_saved_meanwhile(path, refused):
    await save(path, WATCHDOG, True)
    refused.set(WATCHDOG, False)
    await refused.aclose()
    assert json.loads(path.read_text())["watchdog"] is False


async def test_a_later_choice_of_others_is_taken_over_from_what_was_refused(path, refused):
    await save(path, WATCHDOG, True)
    assert not refused.get(WATCHDOG)
    assert await refused.refresh(WATCHDOG)
    assert refused.get(WATCHDOG)
    await refused.aclose()
    assert json.loads(path.read_text())["watchdog"] is True


async def test_closing_twice_a_disk_that_stays_full_is_no_fault(path, refused, monkeypatch):
    monkeypatch.setattr(json_file, "replace_file", full)
    await refused.aclose()
    await refused.aclose()
    assert "watchdog" not in (json.loads(path.read_text()) if path.exists() else {})


async def test_what_cannot_be_saved_is_told_once_and_again_when_it_is(tmp_path, expect_log, monkeypatch):
    monkeypatch.setattr(module, "DELAY", 0)
    expect_log("could not be saved", logger="roomscribe.services.settings")
    place = tmp_path / "occupied"
    place.write_text("a file")
    settings = await opened(place / "settings.json")
    told = []
    settings.troubled.add(lambda: told.append((str(settings.trouble), threading.current_thread())))

    async def tried():
        await settings._worker.call(lambda: None)  # its news come after those of the write before it

    for theme in (Theme.DARK, Theme.LIGHT):
        settings.set(THEME, theme)
        await tried()
    ((words, thread),) = told
    assert str(place / "settings.json") in words
    assert thread is threading.main_thread()
    settings.retry()
    await tried()
    assert len(told) == 2, "asked for, so it is answered"
    place.unlink()
    settings.set(REDUCED_MOTION, True)
    await tried()
    assert json.loads((place / "settings.json").read_text())["theme"] == Theme.LIGHT
    assert told[2:] == [("None", threading.main_thread())]
    await settings.aclose()


async def test_two_consoles_change_only_what_they_changed(path):
    one, two = await opened(path), await opened(path)
    one.set(THEME, Theme.DARK)
    await one.aclose()
    two.set(LAST_PROFILE, "p2")
    await two.aclose()
    again = await opened(path)
    assert (again.get(THEME), again.get(LAST_PROFILE)) == (Theme.DARK, "p2")
    await again.aclose()


async def test_a_choice_of_another_window_is_taken_over_when_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    one, two = Settings(path), Settings(path)
    for each in (one, two):
        await each.open()
    assert not await two.refresh(WATCHDOG), "nothing was saved yet"
    one.set(WATCHDOG, False)
    one.set(LAST_PROFILE, "p")
    await one.aclose()
    assert two.get(WATCHDOG)
    assert await two.refresh(WATCHDOG)
    assert not two.get(WATCHDOG)
    assert two.get(LAST_PROFILE) == "", "only what was asked for"
    assert not await two.refresh(WATCHDOG), "told once"
    path.unlink()
    assert not await two.refresh(WATCHDOG), "a file that is gone is no reason to forget"
    assert not two.get(WATCHDOG)
    await two.aclose()


async def test_what_was_just_chosen_here_is_newer_than_the_file(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    one, two = Settings(path), Settings(path)
    for each in (one, two):
        await each.open()
    one.set(WATCHDOG, False)
    await one.aclose()
    with two._lock:
        two._unwritten[WATCHDOG.key] = True
    assert not await two.refresh(WATCHDOG)
    assert two.get(WATCHDOG)
    await two.aclose()


async def test_what_a_newer_version_saves_is_left_to_it_until_something_is_saved_here(path):
    """Two windows, one of them begun before an update: the older one looks again and again."""
    older = await opened(path)
    older.set(LAST_PROFILE, "p1")
    await older.aclose()
    older = await opened(path)
    newer = json.loads(path.read_text("utf-8")) | {"version": module.VERSION + 1, LAST_PROFILE.key: "p2", "new": 1}
    path.write_text(json.dumps(newer), "utf-8")
    assert not await older.refresh(LAST_PROFILE)
    assert older.get(LAST_PROFILE) == "p1"
    assert json.loads(path.read_text("utf-8")) == newer
    assert older.notices == []
    older.set(LAST_PROFILE, "p3")
    await older.aclose()
    assert "newer RoomScribe" in str(older.notices[0])
    (kept,) = path.parent.glob("settings.json.newer-*")
    assert json.loads(kept.read_text("utf-8")) == newer
