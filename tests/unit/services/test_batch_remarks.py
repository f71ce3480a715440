"""What the form would remark on stands in a row of a batch, too, and keeps nothing from being started."""

from __future__ import annotations

import pytest

from roomscribe.domain.batch import Matrix, PlannedRow
from roomscribe.services.batch_plan import Base, Planner
from roomscribe.vendors.registry import Registry
from tests.support.consoles import TestConsole
from tests.unit.services.test_batch_plan import REGISTRY, planned, planner


@pytest.fixture
def registry() -> Registry:
    return REGISTRY


def remarked(rows: list[PlannedRow]) -> list[tuple[int, str, str]]:
    return [(row.number, each.column or str(each.setting), str(each.message)) for row in rows for each in row.remarks]


UNSURE = "English: the vendor's pages disagree about it."


async def test_what_the_form_would_remark_on_stands_in_the_row_and_stops_nothing(console: TestConsole) -> None:
    _, rows = planned(planner(console), "room,bot,Spoken language\n1,a,zh\n2,b,English\nbad room!,c,en\n")
    assert remarked(rows) == [(2, "Spoken language", UNSURE), (3, "Spoken language", UNSURE)]
    assert [bool(row.problems) for row in rows] == [False, False, True]


async def test_of_a_field_with_a_problem_nothing_is_remarked(console: TestConsole) -> None:
    _, rows = planned(planner(console), "room,bot,Spoken language\n1,a,xx-YY\n")
    assert [each.key for each in rows[0].problems] == ["language"]
    assert rows[0].remarks == ()


async def test_a_field_with_a_problem_takes_no_remark_from_another_one(console: TestConsole) -> None:
    own = REGISTRY.generation("agora-7")
    pairs = ({"source": "xx-YY", "target": ("ja-JP",)},)
    draft = console.draft(own, languages=("en-US", "en-US", "xx-YY"), translate=True, translations=pairs)
    profile = console.profile(own)
    base = Base.of_form(draft, profile, own)
    made = Planner(base, profile, registry=REGISTRY, launcher=console.services.launcher, live=())
    _, (row,) = planned(made, "room,bot\n1,7\n")
    assert [each.key for each in row.problems] == ["languages"]
    assert [(each.key, str(each.message)) for each in row.remarks] == [
        ("translations", "xx-YY is not in the vendor's list.")
    ]


async def test_what_comes_from_the_form_is_remarked_on_in_each_row(console: TestConsole) -> None:
    _, rows = planned(planner(console, language="en"), "room,bot\n1,a\n2,b\n")
    assert remarked(rows) == [(1, "Spoken language", UNSURE), (2, "Spoken language", UNSURE)]


async def test_rows_of_a_matrix_carry_remarks_too(console: TestConsole) -> None:
    matrix = Matrix(rooms=("1", "2"), spoken=(("zh",), ("en",)), own_rooms=True)
    rows = list(planner(console).matrix(matrix))
    assert remarked(rows) == [(2, "Spoken language", UNSURE), (4, "Spoken language", UNSURE)]
    assert not any(row.problems for row in rows)
