"""Where secrets are kept between two sessions: in a real GNOME Keyring, or nowhere, and the window says which."""

from __future__ import annotations

from pathlib import Path

import pytest

from roomscribe.domain.states import TaskState
from tests.e2e.accounts import fill_in_account, save_account
from tests.e2e.clouds import AGORA, BOTH, Cloud
from tests.e2e.program import opened
from tests.support.secret_service import SecretService

pytestmark = pytest.mark.real_keyring

SESSION_ONLY = "secrets are kept for this session only"


@pytest.mark.parametrize("generation", BOTH)
async def test_a_saved_account_starts_tasks_after_a_restart(
    cloud: Cloud, tmp_path: Path, secret_service: SecretService, generation: str
) -> None:
    async with opened(tmp_path) as program:
        await program.until(lambda: program.window.status.secrets.text() == "secrets in GNOME Keyring")
        profile = await save_account(program, await fill_in_account(program, cloud, generation))

    async with opened(tmp_path) as program:
        assert program.panel.profile() == profile
        task = await program.start_until(TaskState.RUNNING, profile.id)
        await program.stop(task.id)
        assert program.cell(task.id, "State") == "stopped"


async def test_a_task_of_an_earlier_session_is_stopped_with_its_kept_token(
    cloud: Cloud, tmp_path: Path, secret_service: SecretService
) -> None:
    async with opened(tmp_path) as program:
        profile = await cloud.add_account(program.services, AGORA)
        task = await program.start_until(TaskState.RUNNING, profile.id)

    async with opened(tmp_path) as program:
        assert program.cell(task.id, "State") == "running"
        await program.stop(task.id)
        assert program.cell(task.id, "Age") == "receipt"


@pytest.mark.parametrize("generation", BOTH)
async def test_without_a_keyring_the_whole_job_works_and_the_window_says_so(
    cloud: Cloud, tmp_path: Path, generation: str
) -> None:
    async with opened(tmp_path) as program:
        status = program.window.status.secrets
        await program.until(lambda: status.text() == SESSION_ONLY)
        assert "no keyring service" in status.toolTip()
        profile = await save_account(program, await fill_in_account(program, cloud, generation))
        task = await program.start_until(TaskState.RUNNING, profile.id)
        await program.stop(task.id)
        assert program.cell(task.id, "State") == "stopped"

    # The profile is there again, its secrets are not: the next start says which one is missing.
    async with opened(tmp_path) as program:
        before = cloud.arrivals.copy()
        program.fill(profile.id)
        await program.until(program.panel.start.isEnabled)
        program.panel.start.click()
        await program.until(program.panel.reason.refusal.isVisible)
        assert program.panel.reason.refusal.text().startswith(f"The profile “{profile.name}” has no ")
        assert cloud.arrivals == before
