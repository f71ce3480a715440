"""The rows of a plan: what was found about them, in words and as parts to be painted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from roomscribe.domain.batch import PlannedRow, RowFinding
from roomscribe.domain.fields import Values
from roomscribe.domain.languages import LanguageUse
from roomscribe.domain.text import T
from roomscribe.services.form_remarks import form_remarks
from roomscribe.ui.batch.finding_cells import PARTS, PROBLEM, REMARK
from roomscribe.ui.batch.plan_model import FOUND, LANGUAGES, ROOM, PlanModel
from roomscribe.ui.batch.row_words import language_words
from roomscribe.ui.forms.language_editors import DoubtNote
from roomscribe.ui.forms.task_form import TaskForm
from roomscribe.ui.theme import Theme
from roomscribe.ui.words import say
from roomscribe.vendors.registry import load_registry
from tests.support.drafts import profile_of

AGORA = load_registry().generation("agora-7")


Found = tuple[RowFinding, ...]


def row(number: int, problems: Found = (), remarks: Found = ()) -> PlannedRow:
    values = {AGORA.room_key: f"r{number}"}
    return PlannedRow(number=number, line=number, values=values, minutes=30, problems=problems, remarks=remarks)


WRONG = (RowFinding(T("Too long."), "room"), RowFinding(T("Fill it in."), "bot"))
DOUBTED = (RowFinding(T("It is not in the list."), "spoken"),)


@pytest.fixture
def model() -> PlanModel:
    made = PlanModel()
    made.clear(AGORA)
    made.append([row(1), row(2, remarks=DOUBTED), row(3, problems=WRONG), row(4, problems=WRONG, remarks=DOUBTED)])
    return made


def test_problems_and_remarks_are_parts_of_their_own(model: PlanModel) -> None:
    parts = [model.index(at, FOUND).data(PARTS) for at in range(4)]
    assert [tuple((part.icon, part.tone) for part in each) for each in parts] == [
        (),
        (("info", "dim"),),
        (("failed", "bad"),),
        (("failed", "bad"), ("info", "dim")),
    ]
    assert {PROBLEM.icon, PROBLEM.tone, PROBLEM.icon_tone}.isdisjoint({REMARK.icon, REMARK.tone, REMARK.icon_tone})
    assert model.index(1, ROOM).data(PARTS) is None


def test_what_is_read_out_tells_a_remark_from_a_problem(model: PlanModel) -> None:
    spoken = [model.index(at, FOUND).data(Qt.ItemDataRole.AccessibleTextRole) for at in (1, 3)]
    assert spoken == [
        "Remark: spoken: It is not in the list.",
        "Problem: room: Too long.  ·  Problem: bot: Fill it in.  ·  Remark: spoken: It is not in the list.",
    ]
    assert model.index(3, FOUND).data(Qt.ItemDataRole.ToolTipRole).splitlines() == [
        "room: Too long.",
        "bot: Fill it in.",
        "spoken: It is not in the list.",
    ]


@pytest.mark.parametrize("generation", ["trtc-1", "trtc-2", "agora-5", "agora-7"])
def test_languages_that_nobody_can_read_are_shown_as_they_are_written(generation: str) -> None:
    own = load_registry().generation(generation)
    values = {each.key: each.initial() for each in own.fields}
    spoken = PlannedRow(number=1, line=1, values=values, minutes=30, unread_languages={LanguageUse.RECOGNISE: "Elvish"})
    both = replace(spoken, unread_languages={**spoken.unread_languages, LanguageUse.TRANSLATE_TO: "x y"})
    model = PlanModel()
    model.clear(own)
    model.append([spoken, both])
    assert [model.index(at, LANGUAGES).data() for at in range(2)] == ["Elvish", "Elvish → x y"]


def test_no_blank_stands_where_nothing_is_spoken() -> None:
    values = {**AGORA.moving.with_languages(("en-US",), ("es-ES",)), "languages": ()}
    assert language_words(values, AGORA) == "→ es-ES"


def test_rows_that_come_while_only_some_are_shown(model: PlanModel) -> None:
    model.show_only(wrong=False, remarked=True)
    model.append([row(5), row(6, remarks=DOUBTED)])
    assert [model.index(at, 0).data() for at in range(model.rowCount())] == ["2", "4", "6"]
    assert (model.wrong, model.remarked) == (2, 3)
    model.show_only(wrong=False, remarked=False)
    assert model.rowCount() == 6


def test_a_row_says_what_the_form_says(qtbot: QtBot) -> None:
    profile = profile_of(AGORA, "global")
    changes: Values = {
        "languages": ("en-US", "xx-YY", "cmn-CN"),
        "translate": True,
        "translations": ({"source": "en-US", "target": ("qq-QQ", "ja-JP")},),
    }
    values = {each.key: each.initial() for each in AGORA.fields} | dict(AGORA.example) | dict(changes)
    form = TaskForm(AGORA, profile, theme=Theme("light"), problems=lambda _values: [])
    qtbot.addWidget(form)
    form.finish()
    form.set_values(values)
    form.show()
    said = [line for note in form.findChildren(DoubtNote) if note.isVisible() for line in note.text().splitlines()]
    assert len(said) == 3
    assert said == [say(each.message) for each in form_remarks(AGORA, values, profile)]
