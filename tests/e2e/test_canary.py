"""The whole job at both vendors with known secrets: afterwards none of them is anywhere but in the keyring."""

from __future__ import annotations

import base64
import time
from pathlib import Path

import pytest

from roomscribe.domain.profiles import Account, Profile
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.ui.dialogs.restart_dialog import RestartDialog
from roomscribe.ui.dialogs.update_dialog import UpdateDialog
from roomscribe.ui.forms.change_form import ChangeForm
from roomscribe.ui.forms.task_form import TaskForm
from roomscribe.vendors.agora.bot_tokens import bot_tokens
from roomscribe.vendors.trtc.usersig import make_user_sig
from tests.e2e.accounts import fill_in_account, save_account
from tests.e2e.canaries import Canaries, Eyes, forms_of, listening
from tests.e2e.clouds import AGORA, BOTH, REGISTRY, TRTC, Cloud
from tests.e2e.program import Program, click, opened, press
from tests.support.keyring_guard import MemoryKeyring

SECRETS = {
    TRTC: {"secret_key": "Canary/of+the%SecretKey=1", "sdk_secret_key": "c0ffee11" * 8},
    AGORA: {"app_certificate": "deadbeef" * 4, "customer_secret": "canary:of&the+Customer?Secret"},
}
WRONG = {
    TRTC: {"secret_key": "wrong-canary/of+a%SecretKey"},
    AGORA: {"customer_secret": "wrong-canary/of+a%CustomerSecret"},
}


@pytest.mark.parametrize("before", ["", "1", "22", "333", "id:"])
@pytest.mark.parametrize("secret", ["Canary/of+the%SecretKey=1", "c0ffee11" * 8, "ends in two signs~?"])
def test_a_canary_would_be_found(before: str, secret: str) -> None:
    canaries = Canaries()
    canaries.add("it", secret)
    header = base64.b64encode(f"{before}{secret} and more".encode())
    assert canaries.found_in("there", header) == ["it (base64) in there"]
    assert canaries.found_in("there", f"{before}{secret}".encode("utf-16-le")) == ["it (UTF-16) in there"]
    assert all(canaries.found_in("there", found) for _, found in forms_of(secret))
    assert canaries.found_in("there", "Canary of the secret key") == []


async def test_no_secret_leaves_the_keyring(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], memory_keyring: MemoryKeyring
) -> None:
    data_dir, canaries, eyes = tmp_path / "data", Canaries(), Eyes()
    with Cloud(accounts=SECRETS) as cloud, listening() as ears:
        async with opened(data_dir) as program:
            job = Job(program, cloud, canaries, eyes)
            profiles = {generation: await job.add_account(generation) for generation in BOTH}
            agora = await job.start(profiles[AGORA])
            trtc = await job.start(profiles[TRTC])
            trtc = await job.restart(trtc)
            await job.update(agora)
            for task in (agora, trtc):
                await job.stop(task)
            for generation in BOTH:
                await job.start_with_a_wrong_key(generation)
            await job.start_with_a_pasted_signature(profiles[TRTC])
            await job.start_with_pasted_tokens(profiles[AGORA])
        canaries.add_travellers(cloud.arrivals)

    assert canaries.names() >= {"builder token", "Basic header", "UserSig", "subBotToken", "pubBotToken"}
    kept = set(memory_keyring.entries.values())
    assert kept >= {secret for each in SECRETS.values() for secret in each.values()}  # else the test is blind

    said = capfd.readouterr()
    found = canaries.found_below(tmp_path)
    found += canaries.found_in("log", "\n".join(ears.lines))
    found += canaries.found_in("stdout", said.out) + canaries.found_in("stderr", said.err)
    for place, texts in eyes.read.items():
        found += canaries.found_in(place, "\n".join(texts))
    assert {"clipboard", "text", "line", "label", "item", "tool tip"} <= eyes.read.keys()
    assert found == []


class Job:
    """What a person does at a vendor, reading everything on the screen after each step."""

    def __init__(self, program: Program, cloud: Cloud, canaries: Canaries, eyes: Eyes) -> None:
        self.program = program
        self.cloud = cloud
        self.canaries = canaries
        self.eyes = eyes
        for generation in BOTH:
            canaries.add_all(generation, SECRETS[generation])
            canaries.add_all(f"wrong {generation}", WRONG[generation])

    async def add_account(self, generation_id: str) -> Profile:
        """Type an account into the profile dialog, try it out, save it."""
        dialog = await fill_in_account(self.program, self.cloud, generation_id)
        press(dialog, "Test connection")
        await self.program.until(lambda: dialog._result.isVisible())
        self.eyes.look()
        profile = await save_account(self.program, dialog)
        self.eyes.look()
        return profile

    async def start(self, profile: Profile, **values: object) -> Task:
        """Look at the preview of a start, start it, look at its details."""
        program = self.program
        program.fill(profile.id, **values)
        click(program.panel.preview_button)
        self.eyes.look()
        task = await program.start_until(TaskState.RUNNING, profile.id, **values)
        await self._look_at(task)
        return task

    async def update(self, task: Task) -> None:
        """Change a running task in place, once the vendor's pause is over."""
        program = self.program
        program.window.select_task(task.id)
        await program.until(program.window.commands.update.isEnabled)
        program.window.commands.update.trigger()
        dialog = await program.dialog(UpdateDialog)
        (form,) = dialog.findChildren(ChangeForm)
        form.finish()
        form.sheet.set_values({"languages": ("en-US", "es-ES")})
        form.check()
        await program.until(dialog._apply.isEnabled)
        self.eyes.look()
        click(dialog._apply)
        await program.until(lambda: program.services.store.get(task.id).spoken == ("en-US", "es-ES"))
        await self._look_at(task)

    async def restart(self, task: Task) -> Task:
        """Replace a running task by a changed one."""
        program = self.program
        program.window.select_task(task.id)
        program.window.commands.update.trigger()
        dialog = await program.dialog(RestartDialog)
        (form,) = dialog.findChildren(TaskForm)
        form.set_values({"target_languages": ("ko",)})
        await program.until(dialog._apply.isEnabled)
        self.eyes.look()
        click(dialog._apply)
        await program.task_is(task.id, TaskState.STOPPED)
        await program.until(lambda: program.services.store.tasks()[-1].targets == ("ko",))
        new = await program.task_is(program.services.store.tasks()[-1].id, TaskState.RUNNING)
        await self._look_at(new)
        return new

    async def stop(self, task: Task) -> None:
        await self.program.stop(task.id)
        await self._look_at(task)

    async def start_with_a_wrong_key(self, generation_id: str) -> None:
        name = f"wrong {generation_id}"
        secrets = WRONG[generation_id]
        profile = await self.cloud.add_account(
            self.program.services, generation_id, id=name.replace(" ", "-"), name=name, secrets=secrets
        )
        task = await self.program.start(profile.id)
        assert task.state is TaskState.REJECTED, task
        await self._look_at(task)

    async def start_with_a_pasted_signature(self, profile: Profile) -> None:
        """Once a good one, once one that the vendor refuses."""
        good, bad = (
            make_user_sig(
                sdk_app_id=int(profile.account["sdk_app_id"]),
                key=key,
                identifier="caption_bot",
                lifetime=86400,
                now=int(time.time()),
            )
            for key in (SECRETS[TRTC]["sdk_secret_key"], "0" * 64)
        )
        for name, pasted in (("bad UserSig", bad), ("good UserSig", good)):
            self.canaries.add(name, pasted)
            values = {"user_sig_source": "pasted", "user_sig": pasted, "room": "700"}
            if name == "bad UserSig":
                task = await self.program.start(profile.id, **values)
                assert task.state is TaskState.REJECTED
                await self._look_at(task)
            else:
                await self.stop(await self.start(profile, **values))

    async def start_with_pasted_tokens(self, profile: Profile) -> None:
        generation = REGISTRY.generation(AGORA)
        values = {**generation.example, "channel": "pasted", "bot_tokens": "made"}
        tokens = bot_tokens(Account(profile=profile, secrets=SECRETS[AGORA]), values, 7200, time.time())
        pasted = {"sub_bot_token": str(tokens.sub), "pub_bot_token": str(tokens.pub)}
        self.canaries.add_all("pasted", pasted)
        await self.stop(await self.start(profile, **{**values, **pasted, "bot_tokens": "pasted"}))

    async def _look_at(self, task: Task) -> None:
        """Read the whole of a task's details: summary, timeline, and each of its requests."""
        details, services = self.program.window.details, self.program.services
        self.program.window.select_task(task.id)
        journal = await services.ledger.journal(task.id)
        await self.program.until(lambda: details.timeline.lines.rowCount() >= len(journal))
        for tab in range(details.tabs.count()):
            details.tabs.setCurrentIndex(tab)
            self.eyes.look()
        for entry in journal:
            if entry.exchange is not None:
                details.timeline.call_requested.emit(entry.seq)
                self.eyes.look()
