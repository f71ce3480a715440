"""What a person is asked once before a batch begins: many tasks, production, endless ones, and others in its rooms."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from roomscribe.domain.batch import PlannedRow
from roomscribe.domain.drafts import Draft
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T, Text
from roomscribe.services.batch_cost import Total
from roomscribe.services.batch_recall import pieces
from roomscribe.services.neighbours import Beside
from roomscribe.ui.batch.cost_words import total_words
from roomscribe.ui.batch.tools import BatchTools

MANY = 100
"""More than so many rows are not begun, nor left out, without a question."""


@dataclass(frozen=True)
class Question:
    """What is to be agreed to."""

    title: Text
    reasons: tuple[Text, ...]
    words: tuple[str, ...]
    """One of them must be typed; () for none."""
    danger: bool


async def question(rows: Sequence[PlannedRow], profile: Profile, tools: BatchTools, total: Total) -> Question | None:
    """What to ask before these rows are started, or None where nothing is unusual about them; they cost `total`.

    There may be thousands: others have their turns meanwhile.
    """
    reasons: list[Text] = []
    if len(rows) > MANY:
        reasons.append(
            T(
                "{count} tasks are started with “{name}”: {cost}.",
                count=len(rows),
                name=profile.name,
                cost=total_words(total),
            )
        )
    if profile.production:
        words = T("“{name}” is marked as production. The task is billed and heard by real people.", name=profile.name)
        if len(rows) > 1:
            words = T(
                "“{name}” is marked as production. {count} tasks are billed and heard by real people.",
                name=profile.name,
                count=len(rows),
            )
        reasons.append(words)
    if endless := sum(row.minutes == 0 for row in rows):
        one = T("1 task has no end: it is billed until somebody stops it.")
        many = T("{count} tasks have no end: they are billed until somebody stops them.", count=endless)
        reasons.append(one if endless == 1 else many)
    met = await _beside(rows, profile, tools)
    reasons += [_beside_words(kind, met[kind]) for kind in Beside if met[kind]]
    if not reasons:
        return None
    title = T("Start this task?") if len(rows) == 1 else T("Start these tasks?")
    if profile.production:
        title = T("Start a task on production") if len(rows) == 1 else T("Start many tasks on production")
    return Question(title, tuple(reasons), (profile.name,) if profile.production else (), profile.production)


async def _beside(rows: Sequence[PlannedRow], profile: Profile, tools: BatchTools) -> Counter[Beside]:
    """How many rows meet live tasks of each kind."""
    met, find = Counter[Beside](), tools.neighbours.finder()
    for some in pieces(range(len(rows))):
        drafts = (Draft(profile_id=profile.id, values=rows[at].values, minutes=rows[at].minutes) for at in some)
        for draft in drafts:
            met.update({each.kind for each in find(draft)})
        await asyncio.sleep(0)
    return met


def _beside_words(kind: Beside, rows: int) -> Text:
    one = T("For 1 row another profile has a live task in a room of the same name.")
    many = T("For {count} rows another profile has a live task in a room of the same name.", count=rows)
    if kind is Beside.ADOPTED:
        one = T("1 row is for a room in which an adopted task is live, whose bot nobody knows.")
        many = T("{count} rows are for rooms in which adopted tasks are live, whose bots nobody knows.", count=rows)
    elif kind is Beside.OTHER_KIND:
        one = T("For 1 row a task is live in a room of the same name and of another type, which is another room.")
        many = T(
            "For {count} rows a task is live in a room of the same name and of another type, which is another room.",
            count=rows,
        )
    return one if rows == 1 else many
