"""Lines that do not move are found by what they were put there for, whatever they have become."""

from __future__ import annotations

import random

from roomscribe.services.rows.row import Group, Item, Row
from roomscribe.services.rows.standing import Standing
from tests.unit.services.rows.row_examples import AROUND, task


def test_rows_are_found_where_they_stand_until_all_are_in_order_again() -> None:
    groups = [Group(name, (name,), name) for name in "abc"]
    rows = [Row(task(number), number, AROUND) for number in range(60)]
    for row in rows:
        row.group, row.key = groups[row.number // 20], float(-row.number)
    lines: list[Item] = []
    for group in groups:  # the later ones have the smaller keys
        lines += [group, *[row for row in reversed(rows) if row.group is group]]
    standing, chance = Standing(), random.Random(1)
    for row in chance.choices(rows, k=40):
        standing.note(row)
        row.key, row.group = chance.random() * 90 - 70, chance.choice(groups)
    assert [standing.place(lines, item, descending=False) for item in lines] == list(range(len(lines)))
    row = rows[3]
    standing.note(row)
    row.group = groups[2]
    assert standing.group(row) is groups[0]
    standing.forget()
    assert standing.group(row) is groups[2]
