"""What the cells of one row say, apart from what becomes of them."""

from __future__ import annotations

from roomscribe.domain.languages import LanguageUse
from roomscribe.domain.sheet import read_sheet
from roomscribe.domain.template import Template
from roomscribe.services.batch_cells import Cells, read_cells
from roomscribe.services.batch_columns import ColumnReader
from roomscribe.vendors.registry import load_registry

GENERATION = load_registry().generation("trtc-1")


def read(text: str) -> Cells:
    template = Template(name="", generation=GENERATION.id, site="", values={}, minutes=30)
    sheet = read_sheet(text.encode())
    columns = ColumnReader(GENERATION, template, {}, {}).read(sheet)
    return read_cells(sheet.rows[0], columns, GENERATION.languages, minutes=30)


def test_a_value_goes_by_its_field_and_languages_apart() -> None:
    cells = read("Room,Spoken,Translated to,Run time\n500123,zh,en ja,45")
    assert cells.values == {GENERATION.room_key: "500123"}
    assert cells.languages == {LanguageUse.RECOGNISE: ("zh",), LanguageUse.TRANSLATE_TO: ("en", "ja")}
    assert cells.minutes == 45
    assert GENERATION.room_key in cells.filled
    assert not cells.problems
    assert not cells.empty


def test_an_empty_cell_says_only_that_it_is_there() -> None:
    cells = read("Room,Bot,Run time\n  ,caption-1,")
    assert cells.values == {GENERATION.bot_key: "caption-1"}
    assert cells.filled == {GENERATION.bot_key}
    assert cells.minutes == 30
    assert list(cells.empty) == ["Room", "Run time"]


def test_what_cannot_be_read_is_kept_as_written_and_told() -> None:
    cells = read("Room,Run time\n500123,half an hour")
    assert cells.minutes == "half an hour"
    assert [(each.column, each.key) for each in cells.problems] == [("Run time", "minutes")]


def test_a_report_tells_of_no_translation_where_a_table_leaves_it_to_the_draft() -> None:
    table = read("Room,Translated to\n500123,")
    assert (table.languages, list(table.empty)) == ({}, ["Translated to"])
    report = read("Row,Line,Room,Translated to,Result,Task_id\n1,2,500123,,started,abc")
    assert (report.languages, report.empty) == ({LanguageUse.TRANSLATE_TO: ()}, {})


def test_languages_that_nobody_can_read_are_kept_as_they_stand_in_their_cells() -> None:
    cells = read("Room,Spoken language,Translated to\n500123, klingon,en; Elvish")
    assert cells.unread == {LanguageUse.RECOGNISE: "klingon", LanguageUse.TRANSLATE_TO: "en; Elvish"}
    assert [each.column for each in cells.problems] == ["Spoken language", "Translated to"]
    assert read("Room,Spoken language,Alternative languages\n500123,zh,Elvish").unread == {}
