"""Stop acts on the row that is chosen, so a start chooses its own row at once."""

from __future__ import annotations

from pathlib import Path

from roomscribe.simulator.faults import Fault, FaultKind
from tests.e2e.clouds import Cloud
from tests.e2e.program import click, opened


async def test_the_new_row_is_chosen_before_the_vendor_answers(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, "trtc-1")
        first = await program.start(profile.id)
        cloud.world.faults.add(Fault(FaultKind.HANG, count=None))
        program.fill(profile.id, room="500999", bot_user_id="another_bot")
        await program.until(program.panel.start.isEnabled)
        click(program.panel.start)

        await program.until(lambda: len(program.services.store.tasks()) == 2)
        (second,) = [task for task in program.services.store.tasks() if task.id != first.id]
        await program.until(lambda: [task.id for task in program.window.table.selected()] == [second.id])
        assert not second.vendor_task_id
        assert program.window.table.view.hasFocus(), "what is typed next must not fall into the filter"
