"""`kill -9` at the worst moments of a start: the next session finds the task, and takes care of it."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from pathlib import Path

import pytest

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.simulator.faults import Fault, FaultKind
from tests.e2e.children import Child, child
from tests.e2e.clouds import AGORA, BOTH, START, Cloud
from tests.e2e.program import Program, opened
from tests.support.consoles import PATIENCE, until
from tests.support.secret_service import SecretService

pytestmark = pytest.mark.real_keyring

PROGRAM = "tests.e2e.child_program"


@dataclass
class Freeze:
    """Stops a process where it stands."""

    victim: Child
    happened: bool = False

    def __call__(self) -> None:
        self.victim.process.send_signal(signal.SIGSTOP)
        self.happened = True


async def account_in_keyring(cloud: Cloud, generation: str, data_dir: Path) -> None:
    """An earlier session has saved an account: its profile on disk, its secrets in the keyring."""
    async with opened(data_dir) as program:
        await cloud.add_account(program.services, generation)


def the_row(program: Program) -> Task:
    """The one row, as the window shows it after the restart."""
    (task,) = program.services.store.tasks()
    assert program.cell(task.id, "Room") == task.room
    program.window.select_task(task.id)
    return task


@pytest.mark.parametrize(
    ("generation", "call"), [*START.items(), (AGORA, "acquire")], ids=["trtc start", "agora start", "agora prepare"]
)
async def test_killed_while_a_request_has_no_answer(
    cloud: Cloud, tmp_path: Path, secret_service: SecretService, generation: str, call: str
) -> None:
    data_dir = tmp_path / "data"
    await account_in_keyring(cloud, generation, data_dir)
    cloud.world.faults.add(Fault(FaultKind.HANG, call=call, count=None))
    with child(tmp_path, PROGRAM, "start", str(data_dir)) as victim:
        await until(lambda: cloud.arrived(call) == 1, PATIENCE)
        await victim.killed()

    cloud.world.faults.add(Fault(FaultKind.HANG, count=None))  # nobody tells what became of it
    async with opened(data_dir) as program:
        task = the_row(program)
        assert task.state is TaskState.UNCONFIRMED
        assert program.cell(task.id, "State") == "unconfirmed"
        assert program.live() == "1 live, 1 not confirmed"
        assert program.window.commands.stop.isEnabled()


@pytest.mark.parametrize("generation", BOTH)
async def test_killed_after_the_answer_was_sent_and_before_it_was_read(
    cloud: Cloud, tmp_path: Path, secret_service: SecretService, generation: str
) -> None:
    data_dir = tmp_path / "data"
    await account_in_keyring(cloud, generation, data_dir)
    with child(tmp_path, PROGRAM, "start", str(data_dir)) as victim:
        # Frozen by the server when its request is there, the process can't read what is answered.
        cloud.before[START[generation]] = freeze = Freeze(victim)
        await until(lambda: cloud.task_ids(generation), PATIENCE)
        await victim.killed()
        assert freeze.happened

    cloud.before.clear()
    async with opened(data_dir) as program:
        task = await program.task_is(the_row(program).id, TaskState.RUNNING)
        assert [task.vendor_task_id] == cloud.task_ids(generation)
        await program.stop(task.id)
        assert program.cell(task.id, "State") == "stopped"
