"""What the window in which a batch is put together says of its rows."""

from __future__ import annotations

import pytest

from roomscribe.domain.batch import RowFinding
from roomscribe.domain.text import T
from roomscribe.ui.batch.plan_words import count_words, finding_words


@pytest.mark.parametrize(
    ("rows", "wrong", "remarked", "said"),
    [
        (300, 0, 0, "300 rows"),
        (300, 7, 0, "300 rows, 7 with problems"),
        (300, 0, 3, "300 rows, 3 with remarks"),
        (300, 7, 3, "300 rows, 7 with problems, 3 with remarks"),
        (1, 0, 0, "1 row"),
        (1, 1, 0, "1 row, with problems"),
        (1, 0, 1, "1 row, with remarks"),
        (1, 1, 1, "1 row, with problems and remarks"),
    ],
)
def test_rows_with_problems_and_with_remarks_are_counted_apart(rows: int, wrong: int, remarked: int, said: str) -> None:
    assert str(count_words(rows, wrong, remarked)) == said


def test_a_finding_stands_at_its_column_or_setting() -> None:
    message, setting = T("Too long."), T("Room")
    assert finding_words(RowFinding(message, "room", "room", setting)) == "room: Too long."
    assert finding_words(RowFinding(message, "", "room", setting)) == "Room: Too long."
    assert finding_words(RowFinding(message)) == "Too long."
