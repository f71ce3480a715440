"""Tables become drafts, and every mistake is named by row and column before anything is sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from roomscribe.domain.batch import Matrix, PlannedRow
from roomscribe.domain.sheet import read_sheet
from roomscribe.domain.template import Template
from roomscribe.services.batch_plan import Base, Columns, Planner
from roomscribe.vendors.registry import load_registry
from tests.support.consoles import TestConsole, open_test_console

REGISTRY = load_registry()
GENERATION = REGISTRY.generation("trtc-1")


@pytest.fixture
async def console(tmp_path: Path) -> AsyncIterator[TestConsole]:
    console = await open_test_console(tmp_path, REGISTRY)
    yield console
    await console.aclose()


def planner(console: TestConsole, base: Base | None = None, **values: Any) -> Planner:
    profile = console.profile(GENERATION)
    return Planner(
        base or Base.of_form(console.draft(GENERATION, **values), profile, GENERATION),
        profile,
        registry=REGISTRY,
        launcher=console.services.launcher,
        live=console.services.store.live(),
    )


def planned(planner: Planner, text: str) -> tuple[Columns, list[PlannedRow]]:
    sheet = read_sheet(text.encode())
    columns = planner.columns(sheet)
    return columns, list(planner.rows(sheet, columns))


def told(rows: list[PlannedRow]) -> list[tuple[int, int, str, str]]:
    return [(row.number, row.line, each.column, str(each.message)) for row in rows for each in row.problems]


MISTAKES = {
    17: ("bad room!", "bot_17", "zh", "en", "30"),
    40: ("1040", "", "zh", "en", "30 min"),
    99: ("1099", "bot 99", "zh", "en", "30"),
    120: ("1007", "bot_7", "zh", "en", "30"),
    150: ("1150", "bot_150", "Old Norse", "en", "30"),
    201: ("1201", "bot_201", "zh", "en,en", "30"),
    266: ("1266", "bot_266", "zh", "en", "9999"),
}


def table() -> str:
    lines = ["Room,bot_user_id,Spoken language,target_languages,Run time"]
    for number in range(1, 301):
        usual = (f"{1000 + number}", f"bot_{number}", "zh", "en", "30")
        lines.append(",".join(f'"{cell}"' for cell in MISTAKES.get(number, usual)))
    return "\n".join(lines)


async def test_seven_mistakes_among_300_rows(console: TestConsole) -> None:
    columns, rows = planned(planner(console), table())
    assert columns.problems == ()
    assert len(rows) == 300
    found = told(rows)
    assert [(number, line, column) for number, line, column, _ in found] == [
        (17, 18, "Room"),
        (40, 41, "Run time"),
        (99, 100, "bot_user_id"),
        (120, 121, "bot_user_id"),
        (150, 151, "Spoken language"),
        (201, 202, "target_languages"),
        (266, 267, "Run time"),
    ]
    assert found[1][3] == "Enter whole minutes, or choose “No end”."
    assert found[3][3] == "Row 7 starts a task of this kind in the same room. Give this row another room or bot."
    assert found[4][3] == "No language is called “Old Norse”. Write its code."
    assert found[5][3] == "“en” is listed twice."
    assert found[6][3] == "Such a task may run for 10 hours at most. Choose a shorter time."
    assert rows[0].values["bot_user_id"] == "bot_1"
    assert console.services.store.tasks() == []


async def test_columns_have_many_names_and_wrong_ones_are_named(console: TestConsole) -> None:
    columns, _ = planned(planner(console), "ROOM,UserId,case,user_sig,rom,Sprache,room type\n1,b,c,s,x,y,0\n")
    assert {column: of.key for column, of in columns.fields.items()} == {
        "ROOM": "room",
        "UserId": "bot_user_id",
        "room type": "room_type",
    }
    assert columns.case == "case"
    assert {each.column: str(each.message) for each in columns.problems} == {
        "user_sig": "Secrets are not taken from tables. Take this column out.",
        "rom": "No setting has this name. Is “room” meant?",
        "Sprache": "No setting has this name.",
    }


async def test_empty_cells_are_as_in_the_form(console: TestConsole) -> None:
    _, rows = planned(
        planner(console, room="77", max_idle_time=90), "bot_user_id,room,max_idle_time\na,,\nb,78,30\nc,79,,x\n"
    )
    assert [(row.values["room"], row.values["max_idle_time"]) for row in rows] == [("77", 90), ("78", 30), ("79", 90)]
    assert told(rows) == [(3, 4, "", "It has 1 cells more than there are columns.")]


async def test_live_tasks_are_in_the_way(console: TestConsole) -> None:
    task = await console.services.launcher.start(console.draft(GENERATION, room="5", bot_user_id="b"))
    assert task.live
    _, rows = planned(planner(console), "room,bot_user_id\n5,b\n5,c\n6,b\n")
    assert (1, 2, "bot_user_id", "A task of this kind is live in room 5 already.") in told(rows)
    assert {number for number, *_ in told(rows)} >= {1}
    assert not rows[2].problems


async def test_placeholders_are_columns_and_each_row_has_its_number(console: TestConsole) -> None:
    values = {
        **console.draft(GENERATION).values,
        "room": "qa-{case}",
        "bot_user_id": "bot_{row}",
        "room_type": "{kind}",
    }
    made = Template(name="n", generation="trtc-1", site=console.profile(GENERATION).site, minutes=10, values=values)
    columns, rows = planned(planner(console, Base(template=made)), "case,room_type\n7,1\n8,Text\n,1\n")
    assert [(each.column, str(each.message)) for each in columns.problems] == [
        ("kind", "The template asks for it, and no column answers.")
    ]
    assert [(row.values["room"], row.values["bot_user_id"], row.minutes) for row in rows] == [
        ("qa-7", "bot_1", 10),
        ("qa-8", "bot_2", 10),
        ("qa-", "bot_3", 10),
    ]
    assert (3, 4, "case", "Fill in case.") in told(rows)


async def test_braces_in_the_form_are_braces(console: TestConsole) -> None:
    _, rows = planned(planner(console, bot_user_id="bot_{row}"), "room\n1\n")
    assert rows[0].values["bot_user_id"] == "bot_{row}"


@pytest.mark.parametrize("generation", ["trtc-1", "trtc-2", "agora-7"])
async def test_a_matrix_has_every_combination_and_its_own_bots(console: TestConsole, generation: str) -> None:
    own = REGISTRY.generation(generation)
    profile = console.profile(own)
    base = Base.of_form(console.draft(own), profile, own)
    made = Planner(base, profile, registry=REGISTRY, launcher=console.services.launcher, live=())
    codes = [each.code for each in own.languages.languages if len(each.uses) == 2][:3]
    matrix = Matrix(rooms=("61", "62"), spoken=((codes[0],), (codes[1],)), targets=((codes[2],), (codes[0],)))
    rows = list(made.matrix(replace(matrix, own_rooms=True)))
    assert len(rows) == 8
    assert [row.values[own.room_key] for row in rows] == [f"{61 + (at > 4)}{at:03}" for at in range(1, 9)]
    assert {own.spoken(row.values) for row in rows} == {(codes[0],), (codes[1],)}
    assert len({row.values[own.bot_key] for row in rows}) == 8
    assert told(rows) == []
    alike = list(made.matrix(Matrix(rooms=("61", "61"), own_bots=False)))
    assert [len(row.problems) for row in alike] == [0, 1]
    same = list(made.matrix(matrix))
    assert [row.values[own.room_key] for row in same] == ["61"] * 4 + ["62"] * 4
