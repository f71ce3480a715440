"""What is said of batches outside their own windows: in the status bar, in messages, and where one is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from roomscribe.domain.batch import Progress, Step
from roomscribe.domain.text import T, Text
from roomscribe.domain.validation import shortened
from roomscribe.services.batch_run import BatchRun
from roomscribe.ui.words import say


def fact_words(runs: Sequence[BatchRun], brief: Callable[[str], str] = shortened) -> Text:
    """How far they have come, all together, or that they have ended: either all go on or none, and there is one.

    `brief` makes a title short enough.
    """
    if len(runs) == 1:
        return line_words(runs[0], brief)
    if runs[0].over:
        return T("{count} batches have ended", count=len(runs))
    over, total = sum(run.progress.over for run in runs), sum(run.progress.total for run in runs)
    return T("{count} batches: {over} of {total} rows", count=len(runs), over=over, total=total)


def line_words(run: BatchRun, brief: Callable[[str], str] = shortened) -> Text:
    """One of them, how far it has come, and whether it goes on."""
    title, progress = brief(run.batch.title), run.progress
    if run.over:
        started = progress.of(Step.STARTED)
        return T("“{title}” has ended: {started} of {total}", title=title, started=started, total=progress.total)
    if run.resting:
        return T("“{title}” is paused: {over} of {total}", title=title, over=progress.over, total=progress.total)
    return T("“{title}”: {over} of {total}", title=title, over=progress.over, total=progress.total)


def fact_tone(runs: Sequence[BatchRun]) -> str:
    """As loud as the one that most needs somebody."""
    if any(failed(run) or (run.resting and run.paused_because is not None) for run in runs):
        return "warn"
    return "ok" if all(run.over for run in runs) else "dim" if any(run.resting for run in runs) else "info"


def failed(run: BatchRun) -> bool:
    """Whether it is over and something was not started though nobody cancelled it."""
    return run.over and bool(run.progress.of(Step.REJECTED, Step.REFUSED, Step.UNSENT, Step.OPEN))


def parts_words(progress: Progress) -> list[str]:
    """What came of those that are over, part by part; together they are all of these."""
    parts = (
        (progress.of(Step.STARTED), T("{count} started", count=progress.of(Step.STARTED))),
        (refused_count(progress), T("{count} refused", count=refused_count(progress))),
        (progress.of(Step.UNSENT), T("{count} did not arrive", count=progress.of(Step.UNSENT))),
        (progress.of(Step.OPEN), T("{count} not confirmed", count=progress.of(Step.OPEN))),
        (progress.of(Step.LEFT), T("{count} left out", count=progress.of(Step.LEFT))),
    )
    return [say(words) for count, words in parts if count]


def refused_count(progress: Progress) -> int:
    """Rows that the vendor or the console has refused."""
    return progress.of(Step.REJECTED, Step.REFUSED)


def end_remedy(progress: Progress) -> Text | None:
    """What to do about those that were not started, and about those of which nobody knows whether they were."""
    open_ones = progress.of(Step.OPEN)
    if open_ones == progress.total - progress.of(Step.STARTED):
        return _open_remedy(open_ones) if open_ones else None
    words = T("What to do about those that were not started stands in their rows and in the report.")
    return T("{words} {more}", words=words, more=_open_remedy(open_ones)) if open_ones else words


def _open_remedy(count: int) -> Text:
    if count == 1:
        return T("1 start is not confirmed: a bot may be running. What to do about it stands in its row.")
    return T(
        "{count} starts are not confirmed: bots may be running. What to do about them stands in their rows.",
        count=count,
    )


def end_words(run: BatchRun) -> Text:
    """How it came to its end."""
    title, started, total = shortened(run.batch.title), run.progress.of(Step.STARTED), run.progress.total
    if open_ones := run.progress.of(Step.OPEN):
        return T(
            "“{title}” has ended: {started} of {total} tasks were started, {open} not confirmed.",
            title=title,
            started=started,
            total=total,
            open=open_ones,
        )
    if started < total:
        return T(
            "“{title}” has ended: {started} of {total} tasks were started.", title=title, started=started, total=total
        )
    if total == 1:
        return T("“{title}” has ended: its task was started.", title=title)
    return T("“{title}” has ended: all {total} tasks were started.", title=title, total=total)
