"""The form begins with the profile that was used last, in whatever order the profiles come."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.program import opened


async def test_the_profile_that_was_chosen_last_is_there_the_next_day(tmp_path: Path) -> None:
    async with opened(tmp_path, demo=True) as program:
        profiles = program.panel.selector.profiles()
        assert program.panel.profile() == profiles[0]
        program.panel.selector.choose(profiles[-1].id)
    async with opened(tmp_path, demo=True) as program:
        chosen = program.panel.profile()
        assert chosen is not None
        assert chosen.id == profiles[-1].id
        form = program.panel.form()
        assert form is not None
        assert form.profile.id == chosen.id
