"""A draft that clashes with a live task: the form says so, and its words lead to that task."""

from __future__ import annotations

from pathlib import Path

from roomscribe.domain.states import TaskState
from tests.e2e.clouds import TRTC, Cloud
from tests.e2e.program import click, opened


async def test_the_words_about_a_clash_lead_to_the_task(cloud: Cloud, tmp_path: Path) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, TRTC)
        first = await program.start_until(TaskState.RUNNING, profile.id, room="500123")
        other = await program.start_until(TaskState.RUNNING, profile.id, room="500124")
        program.window.select_task(other.id)
        program.fill(profile.id, room="500123")
        link = program.panel.reason.reason
        await program.until(lambda: "already" in link.text())
        click(link)
        assert [task.id for task in program.window.table.selected()] == [first.id]
