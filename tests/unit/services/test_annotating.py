"""Notes and tags are written down, survive, can be made again from the journal, and hold no secret."""

from __future__ import annotations

import asyncio
import getpass
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.tasks import EntryKind, Task
from roomscribe.domain.text import T
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.services.annotating import LONGEST_NOTE, LONGEST_TAG, MOST_TAGS, NOTE, TAGS, NoteChanged, tags_of
from roomscribe.vendors.registry import Registry, load_registry
from tests.support.consoles import TestConsole, open_test_console, until

REGISTRY = load_registry()
GENERATION = REGISTRY.generations()[0]


@pytest.fixture
def registry() -> Registry:
    return REGISTRY


@pytest.fixture
async def task(console: TestConsole) -> Task:
    return await console.services.launcher.start(console.draft(GENERATION))


@pytest.fixture
async def other(console: TestConsole, task: Task, tmp_path: Path) -> AsyncIterator[TestConsole]:
    """Another window on the same ledger, which has heard of the task."""
    other = await open_test_console(tmp_path, REGISTRY, beside=console)
    await until(lambda: other.services.store.knows(task.id))
    yield other
    await other.aclose()


async def test_note_and_tags_are_on_disk_and_in_the_journal(console: TestConsole, task: Task) -> None:
    annotate = console.services.annotator.annotate
    await annotate(task.id, note=" Captions are late.\n第二行 ", add=["qa", "Release-7, QA"])
    written = await console.services.ledger.task(task.id)
    assert written is not None
    assert (written.note, written.tags) == ("Captions are late.\n第二行", ("qa", "Release-7"))
    assert console.services.store.get(task.id).tags == ("qa", "Release-7")
    await annotate(task.id, note="", remove=["QA", "Release-7"])
    assert (console.services.store.get(task.id).note, console.services.store.get(task.id).tags) == ("", ())
    entries = [each for each in await console.services.ledger.journal(task.id) if each.kind is EntryKind.ANNOTATED]
    assert [each.detail.get("note") for each in entries] == ["Captions are late.\n第二行", ""]


async def test_what_is_the_same_leaves_no_line(console: TestConsole, task: Task) -> None:
    before = await console.services.ledger.journal(task.id)
    await console.services.annotator.annotate(task.id, note="", add=(), remove=["qa"])
    assert await console.services.ledger.journal(task.id) == before


async def test_of_two_consoles_the_later_has_the_last_word_field_by_field(
    console: TestConsole, task: Task, other: TestConsole
) -> None:
    await console.services.annotator.annotate(task.id, note="first", add=["one"])
    await other.services.annotator.annotate(task.id, note="second")
    after = other.services.store.get(task.id)
    assert (after.note, after.tags) == ("second", ("one",))


async def test_a_note_that_was_changed_meanwhile_at_another_console_is_not_written_over(
    console: TestConsole, task: Task, other: TestConsole
) -> None:
    await other.services.annotator.annotate(task.id, note="theirs", seen="")
    with pytest.raises(NoteChanged) as changed:
        await console.services.annotator.annotate(task.id, note="mine", seen="")
    assert (changed.value.theirs, changed.value.by) == ("theirs", getpass.getuser())
    written = await console.services.ledger.task(task.id)
    assert written is not None
    assert written.note == "theirs"
    after = await console.services.annotator.annotate(task.id, note="mine", seen="theirs")
    assert after.note == "mine"


async def test_a_tag_for_many_goes_to_the_disk_at_once_and_is_counted(console: TestConsole, task: Task) -> None:
    services = console.services
    rows = [task, *[await services.recorder.add(replace(task, id=f"row-{number}")) for number in range(40)]]
    await services.annotator.annotate("row-7", add=[f"t{number}" for number in range(MOST_TAGS)])
    tagged = await services.annotator.tag([each.id for each in rows], ["for-all"])
    assert (tagged.tagged, tagged.refused) == (40, 1)
    assert tagged.why is not None
    written = await services.ledger.some_tasks([each.id for each in rows])
    assert sum("for-all" in each.tags for each in written) == 40
    with pytest.raises(BadRequest):
        await services.annotator.tag([each.id for each in rows], ["x" * (LONGEST_TAG + 1)])


async def test_a_tag_that_is_not_on_disk_yet_is_no_refused_one(
    console: TestConsole, task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*args: object, **options: object) -> Task:
        raise LedgerUnusable(T("The disk is full."))

    with monkeypatch.context() as patch:
        patch.setattr(console.services.ledger, "save", full)
        tagged = await console.services.annotator.tag([task.id], ["late"])
    assert (tagged.tagged, tagged.refused) == (1, 0)
    assert str(tagged.unwritten) == "The disk is full."
    assert console.services.store.get(task.id).tags == ("late",)
    await console.services.recorder.mend()
    written = await console.services.ledger.task(task.id)
    assert written is not None
    assert written.tags == ("late",)


async def test_tags_in_a_row_are_all_kept_whatever_the_one_who_adds_has_seen(console: TestConsole, task: Task) -> None:
    annotate = console.services.annotator.annotate
    await asyncio.gather(*(annotate(task.id, add=[tag]) for tag in ("one", "two", "three")))
    assert console.services.store.get(task.id).tags == ("one", "two", "three")
    await asyncio.gather(annotate(task.id, remove=["one"]), annotate(task.id, remove=["Three"]))
    assert console.services.store.get(task.id).tags == ("two",)
    told = [each.detail for each in await console.services.ledger.journal(task.id) if each.kind is EntryKind.ANNOTATED]
    assert [" ".join(cast(list[str], each["tags"])) for each in told][2:] == ["one two three", "two three", "two"]
    assert not any("note" in each for each in told)


async def test_two_consoles_add_and_take_away_without_undoing_each_other(
    console: TestConsole, task: Task, tmp_path: Path
) -> None:
    await console.services.annotator.annotate(task.id, add=["old"])
    other = await open_test_console(tmp_path, REGISTRY, beside=console)
    try:
        await until(lambda: other.services.store.knows(task.id))
        await asyncio.gather(
            console.services.annotator.annotate(task.id, add=["here"]),
            other.services.annotator.annotate(task.id, add=["there"], remove=["old"]),
        )
        written = await console.services.ledger.task(task.id)
        assert written is not None
        assert set(written.tags) == {"here", "there"}
    finally:
        await other.aclose()


async def test_too_many_tags_are_counted_with_those_that_are_there(console: TestConsole, task: Task) -> None:
    annotate = console.services.annotator.annotate
    await annotate(task.id, add=[f"t{number}" for number in range(MOST_TAGS)])
    with pytest.raises(BadRequest) as refused:
        await annotate(task.id, add=["more"])
    assert refused.value.field == TAGS
    await annotate(task.id, add=["more"], remove=["t0"])
    assert len(console.services.store.get(task.id).tags) == MOST_TAGS


async def test_a_secret_is_refused_before_anything_is_shown(console: TestConsole, task: Task) -> None:
    secret = next(each for each in console.services.vault.known.values if len(each) >= 12)
    for field, what in ((NOTE, {"note": f"use {secret} here"}), (TAGS, {"add": [secret[:LONGEST_TAG]]})):
        if field is TAGS and len(secret) > LONGEST_TAG:
            continue
        with pytest.raises(BadRequest) as refused:
            await console.services.annotator.annotate(task.id, **what)
        assert refused.value.field == field
        assert secret not in str(refused.value)
    after = console.services.store.get(task.id)
    assert (after.note, after.tags) == ("", ())


async def test_too_long_is_refused_at_its_field(console: TestConsole, task: Task) -> None:
    with pytest.raises(BadRequest) as refused:
        await console.services.annotator.annotate(task.id, note="x" * (LONGEST_NOTE + 1))
    assert refused.value.field == NOTE
    for wrong in (["x" * (LONGEST_TAG + 1)], [f"t{number}" for number in range(MOST_TAGS + 1)]):
        with pytest.raises(BadRequest) as refused:
            tags_of(wrong)
        assert refused.value.field == TAGS


@given(words=st.lists(st.text(alphabet="abAB ,，、é中", max_size=8), max_size=6))
def test_tags_are_parted_by_commas_stand_once_and_stay_so(words: list[str]) -> None:
    try:
        tags = tags_of(words)
    except BadRequest:
        return
    assert tags_of(tags) == tags
    assert len({tag.casefold() for tag in tags}) == len(tags)
    assert all(tag and not set(tag) & {",", "，", "、"} and tag == " ".join(tag.split()) for tag in tags)


def test_a_tag_may_have_blanks() -> None:
    assert tags_of(["演示，课堂、 two   words ,x"]) == ("演示", "课堂", "two words", "x")
