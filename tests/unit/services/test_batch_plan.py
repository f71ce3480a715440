"""Tables become drafts, and every mistake is named by row and column before anything is sent."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from roomscribe.domain.batch import Matrix, PlannedRow
from roomscribe.domain.sheet import read_sheet
from roomscribe.domain.template import Template
from roomscribe.services.batch_columns import Columns
from roomscribe.services.batch_plan import Base, Planner
from roomscribe.vendors.registry import Registry, load_registry
from tests.support.consoles import TestConsole

REGISTRY = load_registry()
GENERATION = REGISTRY.generation("trtc-1")


@pytest.fixture
def registry() -> Registry:
    return REGISTRY


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
    40: ("1040", "bot_40", "zh", "en", "half an hour"),
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
        (120, 121, "Room"),
        (150, 151, "Spoken language"),
        (201, 202, "target_languages"),
        (266, 267, "Run time"),
    ]
    assert found[1][3].startswith("Write minutes, such as 90, or hours, such as 1 h 30 min.")
    assert rows[39].unread == "half an hour"
    assert found[3][3] == (
        "Row 7 starts a task in the same room, which takes only one of this kind. Give this row another room."
    )
    assert found[4][3] == "No language is called “Old Norse”. Write its code, such as en."
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


async def test_empty_cells_of_what_may_be_left_out_are_as_in_the_form(console: TestConsole) -> None:
    _, rows = planned(
        planner(console, room="77", max_idle_time=90), "bot_user_id,room,max_idle_time\na,76,\nb,78,30\nc,79,,x\n"
    )
    assert [(row.values["room"], row.values["max_idle_time"]) for row in rows] == [("76", 90), ("78", 30), ("79", 90)]
    assert told(rows) == [(3, 4, "", "It has 1 cell more than there are columns.")]


async def test_an_empty_cell_of_what_is_needed_is_a_mistake(console: TestConsole) -> None:
    _, rows = planned(planner(console, room="77"), "bot_user_id,room\na,\nb\nc,5\n")
    assert told(rows) == [(number, number + 1, "room", "Fill in Room; the cell is empty.") for number in (1, 2)]
    assert [row.values["room"] for row in rows] == ["", "", "5"]
    _, rows = planned(planner(console), "room,bot_user_id,tts_voice_id\n1,a,\n")
    assert told(rows) == [], "a field that is not shown need not be filled"
    _, rows = planned(planner(console, room="77"), '[{"bot_user_id": "a"}, {"bot_user_id": "b", "room": 5}]')
    assert told(rows) == [], "what a JSON row does not name is as in the form"
    assert rows[0].values["room"] == "77"


async def test_live_tasks_are_in_the_way(console: TestConsole) -> None:
    task = await console.services.launcher.start(console.draft(GENERATION, room="5", bot_user_id="b"))
    assert task.live
    _, rows = planned(planner(console), "room,bot_user_id\n5,b\n5,c\n6,b\n")
    # It takes the whole room, whatever bot a row has: the room is what is in the way.
    live = "A task of this kind is live in room 5 already."
    assert {(1, 2, "room", live), (2, 3, "room", live)} <= {*told(rows)}
    assert not rows[2].problems


async def test_a_live_tasks_bot_is_in_the_way_where_only_the_bot_is_shared(console: TestConsole) -> None:
    draft = console.draft(GENERATION, room="5", bot_user_id="b", transcription_mode=1, target_user_id="alice")
    await console.services.launcher.start(draft)
    _, rows = planned(planner(console, transcription_mode=1, target_user_id="bob"), "room,bot_user_id\n5,b\n")
    assert told(rows) == [(1, 2, "bot_user_id", "A task of this kind is live in room 5 already.")]


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


def template(console: TestConsole, **values: Any) -> Base:
    fresh = {**console.draft(GENERATION).values, **values}
    site = console.profile(GENERATION).site
    return Base(template=Template(name="n", generation="trtc-1", site=site, minutes=10, values=fresh))


@pytest.mark.parametrize(
    ("value", "table", "mistake"),
    [
        ({"language": "{l}"}, "room,bot_user_id,l\n1,b1,Old Norse\n2,b2,zh", "No language is called “Old Norse”"),
        ({"hot_words": "{w}"}, "room,bot_user_id,w\n1,b1,not json\n2,b2,", "Write the rows as a JSON list"),
        ({"max_idle_time": "{i}"}, "room,bot_user_id,i\n1,b1,abc\n2,b2,60", "Enter a whole number."),
        ({"target_languages": "{t}"}, "room,bot_user_id,t\n1,b1,klingon\n2,b2,en", "No language is called “klingon”."),
        ({"voice_print": "{v}"}, "room,bot_user_id,v\n1,b1,maybe\n2,b2,yes", "Write “yes” or “no”."),
    ],
)
async def test_what_an_answer_can_not_be_is_said_at_its_column(
    console: TestConsole, value: dict[str, str], table: str, mistake: str
) -> None:
    (key, of) = next(iter(value.items()))
    _, rows = planned(planner(console, template(console, **value)), table)
    (number, line, column, message), *more = told(rows[:1])
    assert (number, line, column) == (1, 2, of.strip("{}"))
    assert message.startswith(mistake)
    assert more == []
    assert rows[0].problems[0].key == key


async def test_an_answer_may_have_the_name_of_its_setting_in_another_case(console: TestConsole) -> None:
    columns, rows = planned(planner(console, template(console, bot_user_id="bot_{room}")), "Room\n1\n2")
    assert columns.problems == ()
    assert [(row.values["room"], row.values["bot_user_id"]) for row in rows] == [("1", "bot_1"), ("2", "bot_2")]
    base = template(console, bot_user_id="bot_{room}", room="qa{room}")
    _, rows = planned(planner(console, base), "Room\n1\n2")
    assert [(row.values["room"], row.values["bot_user_id"]) for row in rows] == [("qa1", "bot_1"), ("qa2", "bot_2")]


async def test_numbers_of_a_json_file_are_the_same_by_way_of_a_placeholder(console: TestConsole) -> None:
    base = template(console, room="{place}")
    text = '[{"place": 5001.0, "bot_user_id": 71000.0, "case": 7.0, "minutes": 90.0}, {"place": null}]'
    _, (row, other) = planned(planner(console, base), text)
    assert (row.values["room"], row.values["bot_user_id"], row.case, row.minutes) == ("5001", "71000", "7", 90)
    assert not row.problems
    assert other.values["room"] == ""


async def test_a_column_called_row_is_stronger_than_the_number(console: TestConsole) -> None:
    _, rows = planned(planner(console, template(console, bot_user_id="bot_{row}")), "room,row\n1,A\n2,B")
    assert [row.values["bot_user_id"] for row in rows] == ["bot_A", "bot_B"]


async def test_a_template_is_not_blamed_for_what_a_column_fills(console: TestConsole) -> None:
    base = template(console, max_idle_time="soon", language="Old Norse")
    _, rows = planned(planner(console, base), "room,bot_user_id,language\n1,a,zh\n2,b,\n")
    assert [each.key for each in rows[0].problems] == ["max_idle_time"]
    assert {each.key for each in rows[1].problems} == {"language", "max_idle_time"}


async def test_a_missing_answer_is_told_from_a_wrong_column(console: TestConsole) -> None:
    columns, _ = planned(planner(console, template(console, room="{place}")), "bot_user_id,nonsense\na,1\n")
    assert [(each.column, each.missing) for each in columns.problems] == [("nonsense", False), ("place", True)]
    rows = list(planner(console, template(console, room="{place}")).matrix(Matrix(spoken=(("zh",),))))
    assert (1, 1, "place", "The template asks for it, and a matrix has no answer.") in told(rows)
    rows = list(
        planner(console, template(console, bot_user_id="b_{room}")).matrix(Matrix(rooms=("7",), own_bots=False))
    )
    assert rows[0].values["bot_user_id"] == "b_7"


@pytest.mark.parametrize("generation", ["trtc-1", "trtc-2", "agora-5", "agora-7"])
@pytest.mark.parametrize(
    "headings", ["Room,Bot,Run time,Translate to", "room,user,minutes,translations", "ROOM,bot,Run Time,translated_to"]
)
async def test_one_table_serves_every_service(console: TestConsole, generation: str, headings: str) -> None:
    own = REGISTRY.generation(generation)
    profile = console.profile(own)
    base = Base.of_form(console.draft(own), profile, own)
    made = Planner(base, profile, registry=REGISTRY, launcher=console.services.launcher, live=())
    codes = [each.code for each in own.languages.languages if len(each.uses) == 2]
    one, two = [code for code in codes if code not in own.spoken(base.template.values)][:2]
    columns, rows = planned(made, f'{headings}\n61,900,1h,"{one}, {two}"\n62,901,15 min,{two}\n')
    assert columns.problems == ()
    assert [row.values[own.room_key] for row in rows] == ["61", "62"]
    assert [row.values[own.bot_key] for row in rows] == ["900", "901"]
    assert [row.minutes for row in rows] == [60, 15]
    assert [set(own.targets(row.values)) for row in rows] == [{one, two}, {two}]
    assert told(rows) == []


async def test_a_matrix_names_only_what_helps(console: TestConsole) -> None:
    matrix = Matrix(rooms=("61",), targets=(("en",), ("ja",)))
    (*_, told_once) = told(list(planner(console).matrix(matrix)))
    assert told_once[3] == (
        "Row 1 starts a task in the same room, which takes only one of this kind. "
        "Choose “A room of its own for each row”."
    )
    rows = list(planner(console, room="5", bot_user_id="b").matrix(replace(matrix, own_rooms=True)))
    assert told(rows) == []


async def test_a_report_can_be_run_again(console: TestConsole) -> None:
    table = (
        "row,line,case,room,bot,spoken,translated_to,result,state,vendor_state,task_id,vendor_task_id,code,request_id,"
        "message,remedy,vendor_message,seconds\n"
        "7,8,quiet,5,b7,zh,en ja,refused by the vendor,rejected,,abc,,Code,r,m,r,v,0.2\n"
    )
    columns, rows = planned(planner(console), table)
    assert columns.problems == ()
    assert columns.results == tuple(
        "row line result state vendor_state task_id vendor_task_id code request_id message remedy vendor_message "
        "seconds".split()
    )
    assert told(rows) == []
    assert (rows[0].case, rows[0].values["room"], rows[0].values["bot_user_id"]) == ("quiet", "5", "b7")
    assert GENERATION.targets(rows[0].values) == ("en", "ja")
    own = REGISTRY.generation("agora-7")
    base = Base.of_form(console.draft(own), console.profile(own), own)
    assert own.targets(base.template.values)
    made = Planner(base, console.profile(own), registry=REGISTRY, launcher=console.services.launcher, live=())
    _, rows = planned(made, "row,line,room,translated_to,result,task_id\n1,2,5,,not sent,\n")
    assert (told(rows), own.targets(rows[0].values)) == ([], ()), "a report's row without translations has none"
    columns, _ = planned(planner(console), "room,result\n5,x\n")
    assert [each.column for each in columns.problems] == ["result"], "a table that is no report has no results"


def of_agora(console: TestConsole, generation: str) -> Planner:
    own = REGISTRY.generation(generation)
    base = Base.of_form(console.draft(own), console.profile(own), own)
    return Planner(base, console.profile(own), registry=REGISTRY, launcher=console.services.launcher, live=())


@pytest.mark.parametrize("generation", ["agora-5", "agora-6", "agora-7"])
async def test_languages_of_an_open_list_are_resolved_and_checked(console: TestConsole, generation: str) -> None:
    own = REGISTRY.generation(generation)
    table = (
        "case,Room,Bot,Spoken language,Translate to\n"
        "L1,301,311,English,Japanese\nL2,302,312,en_us,日本語\nL3,303,313,de-DE,xx-YY\nL4,304,314,Klingon,Blubb\n"
    )
    columns, rows = planned(of_agora(console, generation), table)
    assert columns.problems == ()
    assert [(number, column) for number, _, column, _ in told(rows)] == [
        (1, "Spoken language"),
        (4, "Spoken language"),
        (4, "Translate to"),
    ]
    assert told(rows)[0][3].startswith("“English” can be en-US (English, United States), ")
    assert told(rows)[1][3] == "No language is called “Klingon”. Write its code, such as en-US."
    assert [(own.spoken(row.values), own.targets(row.values)) for row in rows[1:3]] == [
        (("en-US",), ("ja-JP",)),
        (("de-DE",), ("xx-YY",)),
    ]


@pytest.mark.parametrize("generation", ["agora-5", "agora-6", "agora-7"])
async def test_a_code_without_a_country_is_as_ambiguous_as_the_name(console: TestConsole, generation: str) -> None:
    _, rows = planned(of_agora(console, generation), "Room,Bot,Spoken language\n301,311,English\n302,312,en\n")
    named, coded = (message for _, _, _, message in told(rows))
    assert coded == named.replace("“English”", "“en”")


async def test_languages_in_the_rows_of_a_cell_are_resolved_and_checked(console: TestConsole) -> None:
    own = REGISTRY.generation("agora-7")
    pairs = [json.dumps([{"source": "en-us", "target": ["Japanese", target]}]) for target in ("ko", "Blubb")]
    table = json.dumps([{"Room": str(at), "Bot": str(at), "Translate to": pair} for at, pair in enumerate(pairs, 301)])
    _, rows = planned(of_agora(console, "agora-7"), table)
    assert own.targets(rows[0].values) == ("ja-JP", "ko-KR")
    ((number, _, column, message),) = told(rows)
    assert (number, column) == (2, "Translate to")
    assert message.endswith("No language is called “Blubb”. Write its code, such as en-US.")
