"""Tables of all makes are read; what is no table is refused with the line that is wrong."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roomscribe.domain.sheet import MOST_ROWS, NoSheet, read_sheet

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\ufeff"), max_size=8)

SAVE_AS = "Save the file as “CSV UTF-8” and choose it again."
QUOTED = "a quotation mark is not closed, or stands in the middle of a cell."


def rows(content: bytes) -> list[dict[str, object]]:
    return [dict(row.cells) for row in read_sheet(content).rows]


@settings(max_examples=50)
@given(
    st.lists(st.tuples(CELLS, CELLS).filter(lambda row: any(map(str.strip, row))), min_size=1, max_size=6),
    st.sampled_from(",;\t"),
    st.sampled_from(("utf-8", "utf-8-sig", "utf-16")),
    st.sampled_from(("\n", "\r\n")),
)
def test_what_a_program_writes_is_read_back(
    table: list[tuple[str, str]], delimiter: str, encoding: str, end: str
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([("room", "bot"), *table])
    assert rows(text.getvalue().encode(encoding)) == [{"room": room, "bot": bot} for room, bot in table]


def test_lines_are_those_of_the_file() -> None:
    sheet = read_sheet(b'room,note\r\n1,"two\r\nlines"\r\n\r\n,\r\n2,x\r\n3\r\n4,y,z,\r\n')
    assert [(row.line, dict(row.cells), row.surplus) for row in sheet.rows] == [
        (2, {"room": "1", "note": "two\r\nlines"}, 0),
        (6, {"room": "2", "note": "x"}, 0),
        (7, {"room": "3", "note": ""}, 0),
        (8, {"room": "4", "note": "y"}, 1),
    ]


def test_excel_names_its_delimiter() -> None:
    assert rows(b"sep=;\nroom;languages\n1;zh,en\n") == [{"room": "1", "languages": "zh,en"}]


def test_commas_inside_quotation_marks_are_no_delimiter() -> None:
    assert rows(b'"a,b,c";d\n1;2\n') == [{"a,b,c": "1", "d": "2"}]


def test_json_is_a_list_of_objects() -> None:
    text = json.dumps([{"room": 1}, {"languages": ["zh"], "room": None}])
    sheet = read_sheet(b"\xef\xbb\xbf " + text.encode())
    assert sheet.columns == ("room", "languages")
    assert [dict(row.cells) for row in sheet.rows] == [{"room": 1}, {"languages": ["zh"], "room": None}]
    assert rows(json.dumps({"rows": [{"a": "b"}]}).encode()) == [{"a": "b"}]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "There is nothing in it."),
        (b"\xef\xbb\xbf\n ", "There is nothing in it."),
        (b"room,bot\n", "It has columns, but no rows."),
        (
            "room\n会议\n".encode("gbk"),
            f"Line 2 is not written in UTF-8. {SAVE_AS}",
        ),
        (b"PK\x03\x04\x00\x00", "This is not a table in text form. Save it as CSV."),
        (
            b'a,b\n1,2\n3,"4\n5,6\n',
            f"Line 3 can't be read: {QUOTED}",
        ),
        (b"a,,b\n1,2,3\n", "Column 2 has no name."),
        (b"a,b,a\n1,2,3\n", "Two columns are called “a”."),
        (b"a\n" + b"x" * 100_001, "Line 2 has a cell that is far too long."),
        (b"a\n" + b"x\n" * (MOST_ROWS + 1), "It has 10001 rows; at most 10000 are taken."),
        (b'[{"a": 1},\n 2 3]', "It is not valid JSON: see line 2, column 4."),
        (b"[" * 100_000, "It is not valid JSON."),
        (b'{"a": 1}', "Write a JSON list of objects, one for each row."),
        (b'[{"a": 1}, 2]', "Entry 2 of the list is not an object."),
        (b"x" * 16_000_001, "The file is larger than 16 MB. Split it."),
    ],
    ids=range(15),
)
def test_what_is_no_table(content: bytes, words: str) -> None:
    with pytest.raises(NoSheet) as failure:
        read_sheet(content)
    assert str(failure.value.reason) == words


def test_blank_lines_above_the_columns_do_not_count():
    sheet = read_sheet(b"\n \nroom;bot\n1;2\n")
    assert sheet.columns == ("room", "bot")
    assert sheet.rows[0].cells == {"room": "1", "bot": "2"}
