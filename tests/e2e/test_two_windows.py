"""Two windows on one ledger, as two processes: each shows the other's tasks, and the vendor hears nothing twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from tests.e2e.children import Child, child
from tests.e2e.clouds import AGORA, BOTH, START, TRTC, Cloud
from tests.e2e.program import Program, opened
from tests.support.secret_service import SecretService

pytestmark = pytest.mark.real_keyring

STOP = {TRTC: "StopAITranscription", AGORA: "stop"}


@asynccontextmanager
async def two_windows(cloud: Cloud, generation: str, tmp_path: Path) -> AsyncIterator[tuple[Program, Child, Task]]:
    """Our window, the other process, and the task that the other one started, as our window shows it."""
    data_dir = tmp_path / "data"
    async with opened(data_dir) as program:
        await cloud.add_account(program.services, generation)
        with child(tmp_path, "tests.e2e.child_program", "start", str(data_dir)) as other:
            await program.until(program.services.store.tasks)
            (task,) = program.services.store.tasks()
            await program.until(lambda: program.services.store.get(task.id).state is TaskState.RUNNING)
            yield program, other, program.services.store.get(task.id)


@pytest.mark.parametrize("generation", BOTH)
async def test_a_stop_in_one_window_ends_the_task_of_the_other_once(
    cloud: Cloud, tmp_path: Path, secret_service: SecretService, generation: str
) -> None:
    async with two_windows(cloud, generation, tmp_path) as (program, other, task):
        assert program.cell(task.id, "State") == "running"
        assert task.watched_by != program.services.lease.id
        await program.stop(task.id)
        assert program.services.store.get(task.id).receipt is not None
        assert (cloud.arrived(START[generation]), cloud.arrived(STOP[generation])) == (1, 1)
        assert other.process.poll() is None


async def test_a_window_that_is_killed_leaves_its_tasks_to_the_other(
    cloud: Cloud, tmp_path: Path, secret_service: SecretService
) -> None:
    async with two_windows(cloud, TRTC, tmp_path) as (program, other, task):
        services = program.services
        assert len(list((tmp_path / "data" / "consoles").iterdir())) == 2
        other.process.kill()
        await other.ended()
        await program.until(lambda: services.store.get(task.id).watched_by == services.lease.id)
        asked = cloud.arrived("DescribeAITranscription")
        await program.task_is(task.id, TaskState.RUNNING)
        await program.until(lambda: cloud.arrived("DescribeAITranscription") > asked)
        await program.stop(task.id)
        assert services.store.get(task.id).receipt is not None
        assert cloud.arrived(STOP[TRTC]) == 1
        left = [path.stem for path in (tmp_path / "data" / "consoles").iterdir()]
        assert left == [services.lease.id], "what the dead one left behind is removed"
