"""The question when adopted tasks shall end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from roomscribe.domain.profiles import Profile
from roomscribe.domain.run_time import NO_END
from roomscribe.domain.text import T, Text
from roomscribe.ui.finding.adopt_dialog import AdoptDialog
from roomscribe.ui.theme import Theme
from roomscribe.vendors.registry import load_registry
from tests.support.dialogs import shown

AGENTS = load_registry().generation("agora-7")
PROFILE = Profile(id="p", name="Lessons", vendor="agora", generation=AGENTS.id, site="global", default_minutes=60)


def too_long(minutes: int) -> Text | None:
    return T("At most a day.") if minutes > 24 * 60 else None


def opened(qtbot: Any, theme: Theme, profile: Profile = PROFILE, *, rooms_known: bool = True) -> AdoptDialog:
    dialog = AdoptDialog(profile, AGENTS, 1, rooms_known=rooms_known, too_long=too_long, theme=theme)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_the_profiles_usual_time_is_the_default(qtbot: Any, theme: Theme) -> None:
    dialog = opened(qtbot, theme)
    assert dialog.minutes() == 60
    assert dialog._adopt.isEnabled()
    assert "production" not in shown(dialog)
    assert "does not tell the room" not in shown(dialog)


def test_no_end_is_loud(qtbot: Any, theme: Theme) -> None:
    dialog = opened(qtbot, theme, replace(PROFILE, default_minutes=NO_END))
    assert dialog.minutes() == NO_END
    assert "until somebody stops it" in shown(dialog)


@pytest.mark.parametrize(
    ("minutes", "message"), [(None, "Say how many minutes"), ("soon", "whole minutes"), (1441, "At most a day.")]
)
def test_a_wrong_time_is_said_at_its_place(qtbot: Any, theme: Theme, minutes: object, message: str) -> None:
    dialog = opened(qtbot, theme)
    dialog._editor.set_value(minutes)
    dialog._check()
    assert message in shown(dialog)
    assert not dialog._adopt.isEnabled()
    assert message in dialog._adopt.toolTip()


def test_unknown_rooms_and_production_are_said(qtbot: Any, theme: Theme) -> None:
    dialog = opened(qtbot, theme, replace(PROFILE, production=True), rooms_known=False)
    assert "does not tell the room" in shown(dialog)
    assert "“Lessons” is marked as production." in shown(dialog)
