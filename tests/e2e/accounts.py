"""Adding an account as a person does: typed into the profile dialog."""

from __future__ import annotations

from roomscribe.domain.profiles import Profile
from roomscribe.ui.dialogs.profile_dialog import ProfileDialog
from roomscribe.ui.words import say
from tests.e2e.clouds import REGISTRY, Cloud
from tests.e2e.program import Program, choose, press, write


async def fill_in_account(program: Program, cloud: Cloud, generation_id: str) -> ProfileDialog:
    """Open the dialog by its command, and type in what the cloud knows of the account."""
    generation, account = REGISTRY.generation(generation_id), cloud.accounts[generation_id]
    program.window.commands.new_profile.trigger()
    dialog = await program.dialog(ProfileDialog)
    choose(dialog, "Service", say(generation.title))
    for field in generation.account_fields:
        if not field.choices:
            write(dialog, say(field.label), account[field.key])
    if "region" in account:
        choose(dialog, "Region", account["region"])
    write(dialog, "Other address", cloud.url)
    return dialog


async def save_account(program: Program, dialog: ProfileDialog) -> Profile:
    """Press Save, and wait until the form offers the account."""
    press(dialog, "Save account")
    await program.until(lambda: dialog.saved)
    assert dialog.saved is not None
    await program.until(lambda: program.panel.profile() == dialog.saved)
    return dialog.saved
