"""A batch's report is a table again: reading it makes the rows that were started, with all that their table said."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roomscribe.domain.batch import Batch, BatchRow, Matrix, PlannedRow, RowResult
from roomscribe.domain.fields import Column, Field, FieldKind
from roomscribe.domain.sheet import Sheet, read_sheet
from roomscribe.domain.template import Template
from roomscribe.services.batch_again import planned as planned_again
from roomscribe.services.batch_files import _from_text
from roomscribe.services.batch_plan import Base, Planner, givens
from roomscribe.services.batch_report import Report
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry, load_registry
from tests.support.consoles import TestConsole, until

REGISTRY = load_registry()
TRTC, AGORA = REGISTRY.generation("trtc-1"), REGISTRY.generation("agora-7")
GENERATIONS = [each.id for each in REGISTRY.generations()]
TEXT = st.text("ab=+-@'\"[{,; \n中", min_size=1, max_size=6).map(str.strip).filter(bool)


@pytest.fixture
def registry() -> Registry:
    return REGISTRY


def planner(console: TestConsole, own: Generation, base: Base | None = None, **values: Any) -> Planner:
    profile = console.profile(own)
    base = base or Base.of_form(console.draft(own, **values), profile, own)
    return Planner(base, profile, registry=REGISTRY, launcher=console.services.launcher, live=())


def planned(planner: Planner, sheet: Sheet) -> list[PlannedRow]:
    columns = planner.columns(sheet)
    assert columns.problems == ()
    return list(planner.rows(sheet, columns))


def of_json(*rows: dict[str, Any]) -> Sheet:
    return read_sheet(json.dumps(rows).encode())


def report(console: TestConsole, own: Generation, rows: list[PlannedRow]) -> bytes:
    batch = Batch(
        id="x",
        title="qa.csv",
        profile_id="p",
        profile_name="P",
        generation=own.id,
        created_at=0.0,
        rows=tuple(
            BatchRow(number=at.number, line=at.line, case=at.case, values=givens(at.values, own), minutes=at.minutes)
            for at in rows
        ),
        settings=tuple(sorted(set[str]().union(*(each.given for each in rows)))),
    )
    results = [RowResult()] * len(rows)
    return Report(batch, results, generation=own, store=console.services.store, guard=lambda text: None).csv()


def told(rows: list[PlannedRow], own: Generation) -> list[Any]:
    return [(row.case, row.minutes, givens(row.values, own)) for row in rows]


def again(console: TestConsole, own: Generation, rows: list[PlannedRow]) -> list[Any]:
    return told(planned(planner(console, own), read_sheet(report(console, own, rows))), own)


async def test_the_run_time_and_what_else_the_table_set_are_in_it(console: TestConsole) -> None:
    table = "case,room,bot,minutes,Leave a silent room after\na,1,b1,2 h,30\nb,2,b2,90,\nc,3,b3,no end,90\n"
    rows = planned(planner(console, TRTC, max_idle_time=60), read_sheet(table.encode()))
    assert [row.problems for row in rows] == [(), (), ()]
    lines = report(console, TRTC, rows).decode("utf-8-sig").splitlines()
    heading = "row,line,case,room,bot,spoken,translated_to,minutes,max_idle_time,result,"
    assert lines[0].startswith(heading)
    assert [",".join(line.split(",")[7:9]) for line in lines[1:]] == ["120,30", "90,60", "no end,90"]
    assert again(console, TRTC, rows) == told(rows, TRTC)


async def test_what_a_template_made_of_answers_is_in_it(console: TestConsole) -> None:
    values = {**console.draft(TRTC).values, "max_idle_time": "{idle}"}
    values = {key: value for key, value in values.items() if (of := TRTC.field(key)) is not None and not of.secret}
    profile = console.profile(TRTC)
    base = Base(template=Template(name="t", generation=TRTC.id, site=profile.site, values=values, minutes=45))
    rows = planned(planner(console, TRTC, base), of_json({"room": "1", "bot": "b", "idle": "77"}))
    assert [(row.minutes, row.values["max_idle_time"]) for row in rows] == [(45, 77)]
    assert again(console, TRTC, rows) == told(rows, TRTC)


async def test_which_language_is_translated_to_which_is_in_it(console: TestConsole) -> None:
    pairs = [{"source": "en-US", "target": ["ja-JP"]}, {"source": "zh-CN", "target": ["ko-KR", "fr-FR"]}]
    row: dict[str, Any] = {
        "room": "1",
        "pub_bot_uid": "21",
        "languages": ["en-US", "zh-CN"],
        "translate": True,
        "translations": pairs,
    }
    rows = planned(planner(console, AGORA), of_json(row, {**row, "room": "2", "translations": []}))
    assert again(console, AGORA, rows) == told(rows, AGORA)
    rows = planned(
        planner(console, AGORA, **{key: row[key] for key in ("languages", "translate", "translations")}),
        of_json({"room": "1"}),
    )
    assert again(console, AGORA, rows) == told(rows, AGORA), "as it stands in the form, and the form has changed"


async def test_a_matrix_is_a_table_again(console: TestConsole) -> None:
    profile, draft = console.profile(TRTC), replace(console.draft(TRTC), minutes=90)
    matrix = Matrix(rooms=("1", "2"), spoken=(("zh", "en"),), targets=(("ja",), ()))
    rows = list(planner(console, TRTC, Base.of_form(draft, profile, TRTC)).matrix(matrix))
    assert [row.minutes for row in rows] == [90] * 4
    assert again(console, TRTC, rows) == told(rows, TRTC)


async def test_what_the_table_gave_is_written_down_with_the_batch(console: TestConsole) -> None:
    rows = planned(planner(console, TRTC), of_json({"room": "1", "minutes": 5, "max_idle_time": 70}))
    run = await console.services.batches.begin("t", console.profile(TRTC), rows)
    assert run.batch.settings == ("max_idle_time", "minutes", "room")
    assert [each.given for each in planned_again(run.batch, [0], {})] == [rows[0].given]
    (written,) = console.services.batches._files.folder.glob("*.json")
    assert _from_text(written.read_text(), run.batch.id).batch == run.batch
    await until(lambda: run.over)


async def test_no_secret_is_in_it(console: TestConsole) -> None:
    own = REGISTRY.generation("trtc-1")
    rows = planned(planner(console, own, user_sig_source="own", user_sig="very secret"), of_json({"room": "1"}))
    given = rows[0].given | {"user_sig"}
    text = report(console, own, [PlannedRow(**{**vars(rows[0]), "given": given})]).decode("utf-8-sig")
    assert "user_sig" not in text
    assert "very secret" not in text


def cell(of: Field | Column, own: Generation) -> st.SearchStrategy[Any]:
    """What a JSON table may have for a setting."""
    match of.kind:
        case FieldKind.INTEGER:
            return st.integers(-(10**12), 10**12)
        case FieldKind.DECIMAL:
            return st.floats(allow_nan=False, allow_infinity=False)
        case FieldKind.FLAG:
            return st.booleans()
        case FieldKind.CHOICE:
            return st.sampled_from([each.value for each in of.choices])
        case FieldKind.LANGUAGE | FieldKind.LANGUAGES:
            use = of.language_use
            languages = own.languages.for_use(use) if use is not None else own.languages.languages
            code = st.sampled_from([each.code for each in languages])
            return code if of.kind is FieldKind.LANGUAGE else st.lists(code, unique=True, max_size=3)
        case FieldKind.TEXTS:
            return st.lists(TEXT, max_size=3)
        case FieldKind.TABLE if isinstance(of, Field):
            columns = {each.key: cell(each, own) for each in of.columns}
            return st.lists(st.fixed_dictionaries(columns), max_size=2)
        case _:
            return TEXT


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_reading_it_makes_the_same_rows_whatever_the_table_said(console: TestConsole, generation: str) -> None:
    own = REGISTRY.generation(generation)
    cells: dict[str, st.SearchStrategy[Any]] = {
        each.key: cell(each, own) for each in own.fields if not each.secret and each.key != own.room_key
    } | {"minutes": st.sampled_from(["90", "2 h", "no end", 15]), "case": TEXT}

    @settings(max_examples=30)
    @given(st.lists(st.fixed_dictionaries({own.room_key: TEXT}, optional=cells), min_size=1, max_size=3))
    def check(table: list[dict[str, Any]]) -> None:
        rows = planned(planner(console, own), of_json(*table))
        assert again(console, own, rows) == told(rows, own)

    check()
