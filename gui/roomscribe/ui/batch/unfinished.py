"""Batches that are not finished while something else is decided: they are held, and named in the question."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from itertools import compress

from roomscribe.domain.batch import Step
from roomscribe.domain.text import T, Text
from roomscribe.domain.validation import shortened
from roomscribe.services.batch_run import BatchRun
from roomscribe.services.demo import is_demo
from roomscribe.ui.words import say

SETTLING = 0.5
"""Seconds for which a question waits for starts that are under way, so that it counts them."""
NAMED = 3
"""How many a question names before it only counts."""


def unfinished(runs: Sequence[BatchRun]) -> list[BatchRun]:
    """Those that may still start something: a lost start, too, is tried again once it is proven that it never
    arrived."""
    return [run for run in runs if not run.cancelled and not run.over]


async def quiet(runs: Sequence[BatchRun]) -> None:
    """Wait until none of these has a start under way; they rest, or are cancelled."""
    for run in runs:
        await run.quiet()


async def settle(runs: Sequence[BatchRun]) -> None:
    """The same, but not for long: somebody wants to be asked."""
    with suppress(TimeoutError):
        async with asyncio.timeout(SETTLING):
            await quiet(runs)


def left(runs: Sequence[BatchRun]) -> int:
    """How many rows of these are not started."""
    return sum(run.progress.of(Step.WAITING) for run in runs)


def rest_words(runs: Sequence[BatchRun]) -> Text:
    """What is offered: to cancel the rest of these."""
    count = left(runs)
    if len(runs) > 1 and count == 0:
        return T("Cancel the rest of {batches} batches: no lost start is tried again", batches=len(runs))
    if len(runs) > 1:
        return T("Cancel the rest of {batches} batches: {count} tasks", batches=len(runs), count=count)
    title = shortened(runs[0].batch.title)
    if count == 0:
        return T("Cancel the rest of “{title}”: no lost start is tried again", title=title)
    if count == 1:
        return T("Cancel the rest of “{title}”: 1 task", title=title)
    return T("Cancel the rest of “{title}”: {count} tasks", title=title, count=count)


def all_rest_words(runs: Sequence[BatchRun], elsewhere: int) -> Text:
    """The same, where other windows carry out so many more; one of them or of these at least."""
    if not elsewhere:
        return rest_words(runs)
    theirs = T("Cancel the rest of 1 batch in another window")
    if elsewhere > 1:
        theirs = T("Cancel the rest of {count} batches in other windows", count=elsewhere)
    if not runs:
        return theirs
    if elsewhere == 1:
        return T("{these}; and that of 1 batch in another window", these=rest_words(runs))
    return T("{these}; and that of {count} batches in other windows", these=rest_words(runs), count=elsewhere)


def heading(runs: Sequence[BatchRun]) -> Text:
    """That they are not finished."""
    if len(runs) > 1:
        return T("{count} batches are not finished", count=len(runs))
    return T("“{title}” is not finished", title=shortened(runs[0].batch.title))


def offered(runs: Sequence[BatchRun]) -> tuple[list[BatchRun], list[BatchRun]]:
    """Those that the next start offers to go on with, and those that end with the built-in simulator."""
    demos = [is_demo(run.batch.profile_id) for run in runs]
    return [run for run, demo in zip(runs, demos, strict=True) if not demo], [*compress(runs, demos)]


def after_leaving(runs: Sequence[BatchRun], *, keys_last: bool) -> str:
    """What becomes of them when the window closes; all of them one of the kinds that `offered` tells apart.

    `keys_last`: the next start has the accounts' secrets, and those that the rows share.
    """
    lines = []
    if len(runs) > 1:
        for run in runs[:NAMED]:
            title, progress = shortened(run.batch.title), run.progress
            line = T(
                "“{title}”: {started} of {total} started",
                title=title,
                started=progress.of(Step.STARTED),
                total=progress.total,
            )
            lines.append(line if left([run]) else T("“{title}”: answers are missing", title=title))
        if (more := len(runs) - NAMED) > 0:
            lines.append(T("and {count} more", count=more))
    count, total = left(runs), sum(len(run.batch.rows) for run in runs)
    words = T("{count} of {total} tasks are not started, and none of them is once you leave.", count=count, total=total)
    if count == 1:
        words = T("1 of {total} tasks is not started, and won't be once you leave.", total=total)
    if count == 0:
        words = T("The answers to some starts are missing. What never arrived is not started once you leave.")
    lines.append(words)
    lines.append(_next_start(runs, keys_last=keys_last))
    return "\n".join(map(say, lines))


def _next_start(runs: Sequence[BatchRun], *, keys_last: bool) -> Text:
    if is_demo(runs[0].batch.profile_id):
        return T("What is left ends with the built-in simulator.")
    if keys_last:
        return T("The next start offers to go on.")
    lost = sum(run.shares_secrets for run in runs)
    if lost == len(runs):
        return T("Nobody can go on then: the secrets typed into the form are kept for this session only.")
    if lost:
        return T(
            "The next start offers to go on once the keys are entered again, but not where secrets were typed into the "
            "form: all of them are kept for this session only."
        )
    return T(
        "The next start offers to go on, but only once the keys are entered again: they are kept for this session only."
    )
