"""The folder of templates: what several windows, other programs and bad luck do to it."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from roomscribe.domain.clock import ShiftedClock, SystemClock
from roomscribe.domain.errors import BadRequest
from roomscribe.services.templates import Kept, TemplateStore
from roomscribe.vendors.registry import load_registry
from tests.unit.services.test_template_files import FILE, TEMPLATE, document

REGISTRY = load_registry()
SECRET = "a-key-of-an-account"


def guard(text: str) -> None:
    if SECRET in text:
        raise ValueError("refused")


def store_on(folder: Path, clock: ShiftedClock | None = None) -> TemplateStore:
    return TemplateStore(folder, REGISTRY, clock or ShiftedClock(SystemClock()), guard=guard)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[TemplateStore]:
    made = store_on(tmp_path / "templates")
    yield made
    await made.aclose()


async def names(store: TemplateStore) -> list[str]:
    return [each.template.name for each in (await store.shelf()).templates]


async def test_there_need_not_be_a_folder(store: TemplateStore) -> None:
    shelf = await store.shelf()
    assert (shelf.templates, shelf.damaged) == ((), ())
    assert not store.folder.exists()


async def test_what_was_saved_is_there_and_nothing_else(store: TemplateStore) -> None:
    kept = await store.save(TEMPLATE)
    assert kept.file == "qa-matrix.json"
    assert [each.template for each in (await store.shelf()).templates] == [TEMPLATE]
    assert [each.name for each in store.folder.iterdir()] == ["qa-matrix.json"]
    if sys.platform != "win32":
        assert (store.folder / kept.file).stat().st_mode & 0o077 == 0


async def test_a_name_is_taken_once(store: TemplateStore) -> None:
    await store.save(TEMPLATE)
    with pytest.raises(BadRequest, match="name already") as refusal:
        await store.save(replace(TEMPLATE, name="qa MATRIX"))
    assert refusal.value.field == "name"


async def test_renaming_keeps_the_file_and_duplicating_makes_one(store: TemplateStore) -> None:
    kept = await store.save(TEMPLATE)
    renamed = await store.rename(kept, "  Smoke   test ")
    assert (renamed.file, renamed.template.name) == (kept.file, "Smoke test")
    first, second = await store.duplicate(renamed), await store.duplicate(renamed)
    assert [first.template.name, second.template.name] == ["Smoke test (2)", "Smoke test (3)"]
    assert await names(store) == ["Smoke test", "Smoke test (2)", "Smoke test (3)"]


async def test_what_a_newer_version_wrote_stays(store: TemplateStore) -> None:
    kept = await store.save(TEMPLATE)
    path = store.folder / kept.file
    held = json.loads(kept.text)
    held["values"]["new_setting"] = 7
    path.write_text(json.dumps({"team": "qa", **held}), "utf-8")
    (read,) = (await store.shelf()).templates
    renamed = await store.rename(read, "Other")
    assert json.loads(path.read_text("utf-8")) == {"team": "qa", **held, "name": "Other"}
    copy = await store.duplicate(renamed)
    saved = await store.save(replace(renamed.template, minutes=7), over=renamed)
    await store.delete(saved)
    path.touch()
    again = await store.restore(saved)
    for file in (copy.file, again.file):
        found = json.loads((store.folder / file).read_text("utf-8"))
        assert (found["team"], found["values"]["new_setting"]) == ("qa", 7)
    assert json.loads(again.text)["minutes"] == 7


async def test_a_deleted_one_can_be_brought_back(store: TemplateStore) -> None:
    kept = await store.save(TEMPLATE)
    await store.delete(kept)
    assert await names(store) == []
    assert await store.restore(kept) == kept
    assert await names(store) == ["QA matrix"]
    await store.delete(kept)
    taken = await store.save(replace(TEMPLATE, name="Qa-matrix"))
    assert taken.file == kept.file
    assert (await store.restore(kept)).file != kept.file


async def test_two_windows_do_not_write_over_each_other(store: TemplateStore) -> None:
    other = store_on(store.folder)
    kept = await store.save(TEMPLATE)
    (theirs,) = (await other.shelf()).templates
    await other.save(replace(theirs.template, minutes=60), over=theirs)
    for act in (store.save(replace(TEMPLATE, minutes=5), over=kept), store.delete(kept)):
        with pytest.raises(BadRequest, match="another window"):
            await act
    assert (await store.shelf()).templates[0].template.minutes == 60
    saved = await asyncio.gather(
        *(each.save(replace(TEMPLATE, name=f"n{at}")) for at, each in enumerate([store, other] * 5))
    )
    assert len({each.file for each in saved}) == 10
    await other.aclose()


async def test_damaged_files_are_named_and_left_alone(store: TemplateStore) -> None:
    await store.save(TEMPLATE)
    bad = {
        "broken.json": b"{",
        "newer.json": document(version=2).encode(),
        "latin.json": b"\xff",
        "big.json": b" " * 1_000_001,
    }
    for name, content in bad.items():
        (store.folder / name).write_bytes(content)
    (store.folder / "notes.txt").write_text("not ours")
    shelf = await store.shelf()
    assert [each.template.name for each in shelf.templates] == ["QA matrix"]
    assert {each.file: str(each.reason) for each in shelf.damaged} == {
        "broken.json": "It is not valid JSON.",
        "newer.json": "It was made by a newer RoomScribe. Update this one to use it.",
        "latin.json": "It is not a text in UTF-8.",
        "big.json": "It is too large for a template.",
    }
    assert all((store.folder / name).read_bytes() == content for name, content in bad.items())


async def test_import_and_export(store: TemplateStore, tmp_path: Path) -> None:
    kept = await store.save(TEMPLATE)
    away = tmp_path / "elsewhere" / "shared.json"
    await store.export_file(kept, away)
    assert away.read_text("utf-8") == kept.text
    again = await store.import_file(away)
    assert (again.template.name, again.remarks) == ("QA matrix (2)", ())
    away.write_bytes(b"\xef\xbb\xbf" + document(values={"room": "1", "user_sig": SECRET}).encode())
    third = await store.import_file(away)
    assert third.template.name == "QA matrix (3)"
    assert SECRET not in (store.folder / third.file).read_text("utf-8")
    away.write_text(FILE.replace('"version": 1', '"version": 7'))
    with pytest.raises(BadRequest, match=r"“shared\.json” can't be used\. It was made by a newer"):
        await store.import_file(away)
    with pytest.raises(BadRequest, match="can't be used: "):
        await store.import_file(tmp_path / "nothing.json")


async def test_a_secret_of_an_account_is_not_written(store: TemplateStore, tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="Take it out"):
        await store.save(replace(TEMPLATE, values={"room": f"x{SECRET}"}))
    with pytest.raises(BadRequest, match="broken characters"):
        await store.save(replace(TEMPLATE, values={"room": "\ud800"}))
    assert await names(store) == []


async def test_the_last_used_comes_first(tmp_path: Path) -> None:
    clock = ShiftedClock(SystemClock())
    store = store_on(tmp_path / "templates", clock)
    made: list[Kept] = [await store.save(replace(TEMPLATE, name=name)) for name in ("b", "a", "c")]
    assert await names(store) == ["a", "b", "c"]
    await store.note_use(made[2])
    clock.offset += 60
    await store.note_use(made[0])
    assert await names(store) == ["b", "c", "a"]
    assert all("used" not in json.loads(each.read_text("utf-8")) for each in store.folder.iterdir())
    await store.aclose()


async def test_a_folder_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "templates").write_text("not a folder")
    store = store_on(tmp_path / "templates")
    for act in (store.save(TEMPLATE), store.shelf()):
        with pytest.raises(BadRequest, match="templates can't be used: "):
            await act
    await store.aclose()
