"""Notes and tags are written down, survive, can be made again from the journal, and hold no secret."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.tasks import EntryKind, Task
from roomscribe.services.annotating import LONGEST_NOTE, LONGEST_TAG, MOST_TAGS, NOTE, TAGS, tags_of
from roomscribe.vendors.registry import load_registry
from tests.support.consoles import TestConsole, open_test_console, until

REGISTRY = load_registry()
GENERATION = REGISTRY.generations()[0]


@pytest.fixture
async def console(tmp_path: Path) -> AsyncIterator[TestConsole]:
    console = await open_test_console(tmp_path, REGISTRY)
    yield console
    await console.aclose()  # compares the rows with what the journal makes


@pytest.fixture
async def task(console: TestConsole) -> Task:
    return await console.services.launcher.start(console.draft(GENERATION))


async def test_note_and_tags_are_on_disk_and_in_the_journal(console: TestConsole, task: Task) -> None:
    annotate = console.services.annotator.annotate
    await annotate(task.id, note=" Captions are late.\n第二行 ", tags=["qa", "Release-7, QA"])
    written = await console.services.ledger.task(task.id)
    assert written is not None
    assert (written.note, written.tags) == ("Captions are late.\n第二行", ("qa", "Release-7"))
    assert console.services.store.get(task.id).tags == ("qa", "Release-7")
    await annotate(task.id, note="", tags=())
    assert console.services.store.get(task.id).note == ""
    entries = [each for each in await console.services.ledger.journal(task.id) if each.kind is EntryKind.ANNOTATED]
    assert [each.detail.get("note") for each in entries] == ["Captions are late.\n第二行", ""]


async def test_what_is_the_same_leaves_no_line(console: TestConsole, task: Task) -> None:
    before = await console.services.ledger.journal(task.id)
    await console.services.annotator.annotate(task.id, note="", tags=())
    assert await console.services.ledger.journal(task.id) == before


async def test_of_two_consoles_the_later_has_the_last_word_field_by_field(
    console: TestConsole, task: Task, tmp_path: Path
) -> None:
    other = await open_test_console(tmp_path, REGISTRY, beside=console)
    try:
        await until(lambda: other.services.store.knows(task.id))
        await console.services.annotator.annotate(task.id, note="first", tags=["one"])
        await other.services.annotator.annotate(task.id, note="second")
        after = other.services.store.get(task.id)
        assert (after.note, after.tags) == ("second", ("one",))
    finally:
        await other.aclose()


async def test_a_secret_is_refused_before_anything_is_shown(console: TestConsole, task: Task) -> None:
    secret = next(each for each in console.services.vault.known_secrets() if len(each) >= 12)
    for field, what in ((NOTE, {"note": f"use {secret} here"}), (TAGS, {"tags": [secret[:LONGEST_TAG]]})):
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


@given(words=st.lists(st.text(alphabet="abAB ,é中", max_size=8), max_size=6))
def test_tags_are_single_words_once_each_and_stay_so(words: list[str]) -> None:
    try:
        tags = tags_of(words)
    except BadRequest:
        return
    assert tags_of(tags) == tags
    assert len({tag.casefold() for tag in tags}) == len(tags)
    assert all(tag and not set(tag) & {" ", ","} for tag in tags)
