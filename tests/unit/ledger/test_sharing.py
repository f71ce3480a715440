"""Several ledgers on one file: nobody writes over what they have not read, and a halt stops what was begun before."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roomscribe.domain.clock import SystemClock
from roomscribe.domain.halts import Halted
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.ledger.ledger import Ledger, Superseded
from tests.unit.ledger.examples import make_entry, make_task


async def test_two_ledgers_on_one_file(ledger, path):
    other = Ledger(path, SystemClock())
    await other.open()
    await asyncio.gather(
        *(each.add(make_task(f"{name}{n}")) for n in range(40) for name, each in (("a", ledger), ("b", other)))
    )
    assert len(await ledger.tasks()) == len(await other.tasks()) == 80
    await other.close()
    await ledger.add(make_task("afterwards"))


async def test_nobody_writes_over_what_they_have_not_read(ledger, path):
    other = Ledger(path, SystemClock())
    await other.open()
    task = await ledger.add(make_task(), make_entry())
    wished = await other.save(dataclasses.replace(task, stop_wished_at=5.0), make_entry(kind=EntryKind.STOP_WISHED))
    with pytest.raises(Superseded) as caught:
        await ledger.save(dataclasses.replace(task, room="changed"), make_entry(kind=EntryKind.CALLED))
    assert (caught.value.task, caught.value.task.revision) == (wished, 1)
    assert await ledger.task("t1") == wished
    assert [entry.kind for entry in await ledger.journal("t1")] == [EntryKind.WRITTEN, EntryKind.STOP_WISHED]
    assert (await ledger.save(dataclasses.replace(wished, room="changed"))).revision == 2
    await other.close()


async def test_news_are_what_anybody_has_written_since(ledger, path):
    assert await ledger.news(0) == (0, [])
    other = Ledger(path, SystemClock())
    await other.open()
    first, second = await other.add(make_task("first"), make_entry("first")), await other.add(make_task("second"))
    position, news = await ledger.news(0)
    assert news == [first, second], "a row without a line that tells something is news, too"
    assert await ledger.news(position) == (position, [])

    changed = await other.save(dataclasses.replace(second, room="changed"))
    later, news = await ledger.news(position)
    assert (news, news[0].revision) == ([changed], 1)
    assert later > position
    assert await ledger.journal("second") == [], "bookkeeping is not shown"
    await other.close()


@settings(max_examples=20, deadline=None)
@given(
    acts=st.lists(
        st.tuples(st.integers(0, 1), st.integers(0, 2), st.sampled_from(["room", "bot", "site"])), max_size=30
    )
)
def test_two_writers_lose_no_update(tmp_path_factory, acts):
    path = tmp_path_factory.mktemp("ledger") / "ledger.sqlite3"

    async def write() -> None:
        ledgers = Ledger(path, SystemClock()), Ledger(path, SystemClock())
        for ledger in ledgers:
            await ledger.open()
        rows = [[await ledgers[0].add(make_task(f"t{n}", room="", bot="", site="")) for n in range(3)]] * 2
        rows = [list(rows[0]), list(rows[1])]

        async def act(writer, task, field):
            while True:
                known = rows[writer][task]
                # Whoever wrote, wrote a letter more: a lost update is a letter too few.
                wanted = dataclasses.replace(known, **{field: getattr(known, field) + "x"})
                try:
                    rows[writer][task] = await ledgers[writer].save(wanted, make_entry(known.id))
                    return
                except Superseded as news:
                    rows[writer][task] = news.task

        one, two = [[each for each in acts if each[0] == writer] for writer in (0, 1)]
        await asyncio.gather(*(in_turn(act, each) for each in (one, two)))
        for n in range(3):
            task = await ledgers[0].task(f"t{n}")
            assert task is not None
            mine = [field for _, number, field in acts if number == n]
            assert {field: len(getattr(task, field)) for field in ("room", "bot", "site")} == {
                field: mine.count(field) for field in ("room", "bot", "site")
            }
            assert task.revision == len(mine) == len(await ledgers[1].journal(task.id))
        for ledger in ledgers:
            await ledger.close()

    async def in_turn(act, acts):
        for each in acts:
            await act(*each)

    asyncio.run(write())


async def test_two_ledgers_that_create_the_same_file(path):
    ledgers = [Ledger(path, SystemClock()) for _ in range(4)]
    await asyncio.gather(*(each.open() for each in ledgers))
    await asyncio.gather(*(each.add(make_task(str(n))) for n, each in enumerate(ledgers)))
    assert len(await ledgers[0].tasks()) == 4
    await asyncio.gather(*(each.close() for each in ledgers))


async def test_what_was_begun_before_a_halt_is_not_written_down(ledger, path):
    other = Ledger(path, SystemClock())
    await other.open()
    assert await ledger.last_halt("tester") is None
    halt, _ = await other.halt("tester", cancels=True)
    task = make_task("t1", owner="tester")
    with pytest.raises(Halted) as refused:
        await ledger.add(task, halts=0)
    assert refused.value.halt == halt
    assert await ledger.tasks() == []
    assert await ledger.halts("tester") == [halt]
    await ledger.add(make_task("t2", owner="somebody else"), halts=0)
    await ledger.add(make_task("t3", owner="tester"), halts=halt.number)
    await ledger.add(make_task("t4", owner="tester"))  # begun in this moment, by hand
    assert len(await ledger.tasks()) == 3
    await other.close()


async def test_a_halt_that_cancels_counts_more_than_a_later_pause(ledger):
    halts = [(await ledger.halt("tester", cancels=cancels))[0] for cancels in (False, True, True, False)]
    for since, decisive in ((0, halts[2]), (halts[2].number, halts[3])):
        with pytest.raises(Halted) as refused:
            await ledger.add(make_task("t1", owner="tester"), halts=since)
        assert refused.value.halt == decisive


async def test_a_halt_knows_what_was_written_down_before(ledger, path):
    other = Ledger(path, SystemClock())
    await other.open()
    await other.add(make_task("t1", owner="tester"))
    await ledger.add(make_task("t2", owner="tester"))
    await ledger.add(make_task("t3", owner="tester", state=TaskState.STOPPED))
    await ledger.add(make_task("t4", owner="somebody else"))
    _, live = await ledger.halt("tester", cancels=True)
    assert sorted(live) == ["t1", "t2"]
    await other.close()


async def test_halts_of_one_person_are_no_news_to_another(ledger):
    (first, _), (second, _) = [await ledger.halt("tester", cancels=cancels) for cancels in (True, False)]
    assert await ledger.halts("tester", first.number) == [second]
    assert await ledger.halts("somebody else") == []
    assert second.number > first.number


async def test_the_last_halt_is_read_without_those_before(ledger, path):
    _, last, _ = [(await ledger.halt(owner, cancels=True))[0] for owner in ("tester", "tester", "somebody else")]
    with contextlib.closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE halts SET at = 'long ago' WHERE number = 1")
    with pytest.raises(LedgerUnusable):
        await ledger.halts("tester")
    assert await ledger.last_halt("tester") == last
    assert await ledger.last_halt("nobody") is None
