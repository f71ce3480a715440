"""A batch's file: whole or not there, without secrets, and one that is spoilt hides no other."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from roomscribe.domain.batch import Batch, BatchRow
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.halts import Halt
from roomscribe.domain.text import T
from roomscribe.services.batch_files import BatchFiles, batch_owner
from roomscribe.services.user import user_name
from roomscribe.services.vault import Vault, VaultStatus

BATCH = Batch(
    id="b1",
    title="qa.csv",
    profile_id="p",
    profile_name="P",
    generation="trtc-1",
    created_at=1.5,
    rows=tuple(
        BatchRow(number=at, line=at + 1, case="\u2028 a\x85", values={"room": str(900 + at), "to": ("en",)}, minutes=5)
        for at in range(1, 4)
    ),
)


def refuse_nothing(text: str) -> None:
    pass


@pytest.fixture
async def files(tmp_path: Path, vault: Vault) -> AsyncIterator[BatchFiles]:
    files = BatchFiles(tmp_path / "batches", vault, guard=refuse_nothing)
    yield files
    await files.aclose()


async def left_by_another(files: BatchFiles, batch: Batch) -> Path:
    await files.begin(batch, {}, session_only=True)
    await files.let_go(batch.id)
    return files.folder / f"{batch.id}.json"


async def test_it_is_read_as_it_was_written(files: BatchFiles) -> None:
    await left_by_another(files, BATCH)
    (found,) = (await files.left_behind()).unfinished
    assert found.batch == BATCH


async def test_one_that_somebody_has_is_not_offered(files: BatchFiles, vault: Vault) -> None:
    await files.begin(BATCH, {}, session_only=True)
    other = BatchFiles(files.folder, vault, guard=refuse_nothing)
    for each in (files, other):
        assert (await each.left_behind()).unfinished == ()
    assert not await other.take(BATCH.id)
    await files.let_go(BATCH.id)
    assert await other.take(BATCH.id)
    await other.end(BATCH.id, ())
    assert list(files.folder.iterdir()) == []
    await other.aclose()


@pytest.mark.parametrize("text", ["", "null", '"x"', "[]", "{}", "{", '{"version":null}', "[" * 100_000, "\udcff"])
async def test_a_file_that_is_none_hides_no_other(files: BatchFiles, text: str) -> None:
    await left_by_another(files, BATCH)
    (files.folder / "a.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    (files.folder / "c.json").mkdir()
    found = await files.left_behind()
    assert [each.batch.id for each in found.unfinished] == [BATCH.id]
    assert [name for name, _ in found.unreadable] == ["a.json", "c.json"]
    assert str(found.unreadable[0][1]) == "It is damaged."
    assert str(found.unreadable[1][1]).startswith("It can't be read: ")


async def test_one_that_is_gone_meanwhile_is_not_told_of(files: BatchFiles) -> None:
    await left_by_another(files, BATCH)
    (files.folder / "a.json").symlink_to(files.folder / "nowhere")
    found = await files.left_behind()
    assert (len(found.unfinished), found.unreadable) == (1, ())


async def test_one_of_another_version_is_told_of(files: BatchFiles) -> None:
    files.folder.mkdir()
    (files.folder / "a.json").write_text('{"version":1,"rows":[]}\n')
    assert [str(why) for _, why in (await files.left_behind()).unreadable] == [
        "It was made by another version of the program."
    ]


async def test_a_folder_that_is_none_is_told_of(files: BatchFiles) -> None:
    files.folder.write_text("in the way")
    ((name, why),) = (await files.left_behind()).unreadable
    assert name == "batches"
    assert "can't be read" in str(why)


async def test_each_changed_letter_is_found(files: BatchFiles) -> None:
    path = await left_by_another(files, BATCH)
    written = path.read_bytes()
    # By a changed number a row would be started twice, or another one.
    for at in range(len(written)):
        path.write_bytes(written[:at] + bytes([written[at] ^ 1]) + written[at + 1 :])
        found = await files.left_behind()
        assert (found.unfinished, [name for name, _ in found.unreadable]) == ((), ["b1.json"])
    path.write_bytes(written[: len(written) // 2])
    assert [str(why) for _, why in (await files.left_behind()).unreadable] == ["It is damaged."]
    path.write_bytes(written)
    path.rename(files.folder / "b2.json")
    assert (await files.left_behind()).unfinished == ()


async def test_what_can_not_be_written_leaves_neither_secrets_nor_lock(files: BatchFiles, vault: Vault) -> None:
    files.folder.write_text("in the way")
    with pytest.raises(BadRequest, match="could not be written down"):
        await files.begin(BATCH, {"sig": "typed-into-the-form"}, session_only=True)
    assert await vault.get(batch_owner(BATCH.id), "sig") is None
    files.folder.unlink()
    (files.folder / "b1.json").mkdir(parents=True)
    with pytest.raises(BadRequest, match="could not be written down"):
        await files.begin(BATCH, {"sig": "typed-into-the-form"}, session_only=True)
    assert await vault.get(batch_owner(BATCH.id), "sig") is None
    other = BatchFiles(files.folder, vault, guard=refuse_nothing)
    assert await other.take(BATCH.id)
    await other.aclose()


async def test_a_secret_that_can_not_be_kept_leaves_no_file(files: BatchFiles, vault: Vault) -> None:
    with pytest.raises(BadRequest, match="half a character"):
        await files.begin(BATCH, {"first": "typed-into-the-form", "sig": "\ud800"}, session_only=True)
    assert await vault.get(batch_owner(BATCH.id), "first") is None
    assert list(files.folder.iterdir()) == []


async def test_a_secret_in_a_row_is_not_written(tmp_path: Path, vault: Vault) -> None:
    def guard(text: str) -> None:
        if "901" in text:
            raise ValueError("refused")

    files = BatchFiles(tmp_path / "batches", vault, guard=guard)
    with pytest.raises(BadRequest, match="A secret of an account stands in one of the rows"):
        await files.begin(BATCH, {}, session_only=True)
    assert not files.folder.exists()
    await files.begin(replace(BATCH, rows=BATCH.rows[1:]), {}, session_only=True)
    assert (files.folder / "b1.json").exists()
    await files.aclose()


async def test_why_a_secret_can_not_be_had(files: BatchFiles, vault: Vault) -> None:
    assert await files.secrets("b1", ()) == {}
    await vault.set(batch_owner("b1"), "sig", "typed-into-the-form", session_only=True)
    assert await files.secrets("b1", ("sig",)) == {"sig": "typed-into-the-form"}
    with pytest.raises(BadRequest, match="kept for one session only"):
        await files.secrets("b1", ("sig", "other"))
    vault._status = VaultStatus(persistent=False, backend="GNOME Keyring", reason=T("It does not answer."))
    with pytest.raises(BadRequest, match=r"The keyring \(GNOME Keyring\) does not answer"):
        await files.secrets("b1", ("sig", "other"))


async def test_those_of_other_windows_are_counted_that_this_person_has_begun(files: BatchFiles, vault: Vault) -> None:
    other = BatchFiles(files.folder, vault, guard=refuse_nothing)
    await other.begin(BATCH, {}, session_only=True)
    await files.begin(replace(BATCH, id="b2"), {}, session_only=True)
    assert await files.elsewhere() == 1
    path = files.folder / "b1.json"
    path.write_text(path.read_text("utf-8").replace(user_name(), "somebody-else"), "utf-8")
    assert await files.elsewhere() == 0
    await left_by_another(other, replace(BATCH, id="b3"))
    assert await files.elsewhere() == 0, "nobody is at it"
    await other.aclose()


async def test_one_of_the_version_before_is_gone_on_with(files: BatchFiles) -> None:
    path = await left_by_another(files, BATCH)
    _, first, rest = path.read_text("utf-8").split("\n", 2)
    content = first.replace(f'"owner":{json.dumps(user_name())},"halts":null,', "") + "\n" + rest
    assert content != f"{first}\n{rest}"
    path.write_text(json.dumps({"version": 2, "sha256": sha256(content.encode()).hexdigest()}) + "\n" + content)
    (found,) = (await files.left_behind()).unfinished
    assert found.batch == BATCH


@pytest.mark.parametrize(
    ("halts", "number", "at", "halted"),
    [(3, 4, 0.5, True), (3, 3, 9.0, False), (None, 4, 9.0, True), (None, 4, 0.5, False)],
    ids=["the clock was set back", "it began later by a clock that was wrong", "no number: after", "no number: before"],
)
async def test_whether_everything_was_stopped_after_it_began(
    files: BatchFiles, halts: int | None, number: int, at: float, halted: bool
) -> None:
    await files.begin(BATCH, {}, session_only=True, halts=halts)
    await files.let_go(BATCH.id)
    (found,) = (await files.left_behind()).unfinished
    assert not found.halted, "nobody knows of a halt"
    last = Halt(number=number, owner=user_name(), at=at, cancels=True)
    assert replace(found, last_halt=last).halted == halted
