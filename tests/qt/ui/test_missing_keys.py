"""One banner about the tasks whose keys are missing, which goes with them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QPushButton

from roomscribe.domain.own_errors import CANNOT_ASK
from roomscribe.domain.states import TaskState
from roomscribe.domain.text import T
from roomscribe.services.store import TaskStore
from roomscribe.ui.missing_keys import MissingKeys
from roomscribe.ui.notices import NoticeBar
from roomscribe.ui.theme import Theme
from tests.support.costs import Profiles, make_profile, make_task

BLIND = CANNOT_ASK.note(meaning=T("No key."))


@pytest.fixture
def bar(qtbot):
    theme = Theme("light")
    bar = NoticeBar(theme)
    qtbot.addWidget(bar)
    yield bar
    theme.deleteLater()


def texts(bar: NoticeBar) -> list[str]:
    return [str(each.text) for each in bar.notices()]


def test_it_names_the_accounts_and_leads_to_the_first(bar: NoticeBar) -> None:
    store, opened = TaskStore(), []
    profiles = Profiles(make_profile(id="p1", name="Agora"), make_profile(id="p2", name="Tencent"))
    keys = MissingKeys(bar, store, profiles, opened.append)  # type: ignore[arg-type]
    keys.look()
    assert texts(bar) == []
    one, two = make_task(1, error=BLIND), make_task(2, error=BLIND, profile_id="p2")
    gone = make_task(3, error=BLIND, profile_id="deleted")
    for task in (one, two, gone, make_task(4)):
        store.put(task)
    keys.look()
    assert texts(bar) == ["2 live tasks can't be asked about: enter the keys of “Agora”, “Tencent”."]
    store.put(replace(two, error=None))
    keys.look()
    assert texts(bar) == ["1 live task can't be asked about: enter the keys of “Agora”."]
    [each for each in bar.findChildren(QPushButton) if each.text() == "Open account"][-1].click()
    assert opened == ["p1"]
    keys.look()
    assert texts(bar) == [], "who has seen it is not told again"
    store.put(two)
    keys.look()
    store.put(replace(one, state=TaskState.STOPPED))
    store.put(replace(two, error=None))
    keys.look()
    assert texts(bar) == []
