"""A restart that a crash cut in two, as the window tells of it: the person goes on with it, or forgets it."""

from __future__ import annotations

from pathlib import Path

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, Restart, Task
from tests.e2e.clouds import TRTC, Cloud
from tests.e2e.program import Program, opened, press
from tests.support.dialogs import shown

SAID = "was not finished"


async def cut_in_two(program: Program, cloud: Cloud) -> Task:
    """A stopped task whose console has died before it started the next one."""
    profile = await cloud.add_account(program.services, TRTC)
    task = await program.start_until(TaskState.RUNNING, profile.id)
    await program.stop(task.id)
    todo = Restart(profile_id=profile.id, minutes=15, values=task.values, by="dead")
    await program.services.recorder.record(task.id, restart=todo)
    await program.until(lambda: SAID in shown(program.window.notices))
    return task


async def test_somebody_goes_on(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        old = await cut_in_two(program, cloud)
        press(program.window.notices, "Go on")
        await program.until(lambda: len(program.services.store.tasks()) == 2)
        (new,) = [task for task in program.services.store.tasks() if task.id != old.id]
        await program.task_is(new.id, TaskState.RUNNING)
        assert new.room == old.room
        assert new.ends_at is not None
        assert round((new.ends_at - new.created_at) / 60) == 15
        assert SAID not in shown(program.window.notices)
        assert program.services.store.get(old.id).restart is None
        await program.stop(new.id)


async def test_somebody_forgets_it(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        old = await cut_in_two(program, cloud)
        press(program.window.notices, "Forget it")
        await program.until(lambda: program.services.store.get(old.id).restart is None)
        assert SAID not in shown(program.window.notices)
        journal = await program.services.ledger.journal(old.id)
        assert journal[-1].kind is EntryKind.RESTART_DROPPED
        assert len(program.services.store.tasks()) == 1
    async with opened(tmp_path) as program:
        assert SAID not in shown(program.window.notices)
