"""What is asked before several tasks are stopped, in words that name them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.ui.dialogs.question import NAMED, Question
from roomscribe.ui.first_few import first_few
from roomscribe.ui.task_names import room_or_id
from roomscribe.ui.words import say


def stop_everything(
    tasks: Sequence[Task], others: int, restarts: int = 0, batches_elsewhere: int = 0, *, known: bool = True
) -> Question:
    """Before everything is stopped that this person started; `others` live tasks go on, and of so many
    `restarts` the new task is not started. `batches_elsewhere` are under way in their other windows, as far as that is
    `known`.

    Without a task of theirs it is about these and the batches alone; those of this window are named beside it.
    """
    label = T("Start nothing more")
    if tasks:
        label = T("Stop 1 task") if len(tasks) == 1 else T("Stop {count} tasks", count=len(tasks))
    more = [_not_started_again(restarts)] * bool(restarts)
    more += [_elsewhere(batches_elsewhere, label)] * bool(batches_elsewhere)
    if not known:
        more.append(
            T(
                "What your other windows have begun could not be read. It goes on until you press “{label}”; then they "
                "start nothing more, and batches there are paused.",
                label=label,
            )
        )
    dropped = "\n\n".join(map(say, more))
    if not tasks:
        nothing = T("Nothing that you started is live. A batch has more to start.")
        if not known:
            nothing = T("Nothing that you started is live, but something may be about to be started.")
        if restarts:
            nothing = T("Nothing that you started is live, but something is about to be started.")
        return Question(T("Stop everything I started"), nothing, label, dropped)
    text = T("1 task that you started is asked to end now. Captions in its room stop.")
    if len(tasks) > 1:
        text = T(
            "{count} tasks that you started are asked to end, all at once. Captions in their rooms stop.",
            count=len(tasks),
        )
    lines = per_profile(tasks)
    if dropped:
        lines += "\n\n" + dropped
    if others:
        lines += "\n\n" + say(T("Started by others or adopted, and going on: {count}", count=others))
    return Question(T("Stop everything I started"), text, label, lines)


def _not_started_again(restarts: int) -> Text:
    if restarts == 1:
        return T("1 restart is under way. Its new task is not started any more.")
    return T("{count} restarts are under way. Their new tasks are not started any more.", count=restarts)


def _elsewhere(batches: int, label: Text) -> Text:
    """They can't be held while this is asked; pressing `label` tells them."""
    if batches == 1:
        return T(
            "1 batch is under way in another window of yours. It goes on until you press “{label}”; then it starts "
            "nothing more, and what it has started meanwhile is asked to end, too.",
            label=label,
        )
    return T(
        "{count} batches are under way in other windows of yours. They go on until you press “{label}”; then they "
        "start nothing more, and what they have started meanwhile is asked to end, too.",
        count=batches,
        label=label,
    )


def elsewhere_stopped(late: int) -> Text:
    """What became of other windows; so many tasks that they had started meanwhile are asked to end, too."""
    if late == 0:
        return T("Your other windows start nothing more of what they had begun.")
    if late == 1:
        return T(
            "Your other windows start nothing more of what they had begun. "
            "1 task that they had started meanwhile is asked to end, too."
        )
    return T(
        "Your other windows start nothing more of what they had begun. "
        "{count} tasks that they had started meanwhile are asked to end, too.",
        count=late,
    )


def per_profile(tasks: Sequence[Task]) -> str:
    """One line per profile with its count, the largest first."""
    counted = Counter(task.profile_name for task in tasks).most_common()
    lines = [say(T("{profile}: {count}", profile=name, count=count)) for name, count in counted[:NAMED]]
    if len(counted) > NAMED:
        rest = sum(count for _, count in counted[NAMED:])
        lines.append(say(T("other profiles: {count}", count=rest)))
    return "\n".join(lines)


def named(tasks: Sequence[Task]) -> str:
    """The tasks' rooms, one a line; of many only the first, and how many follow."""
    return "\n".join(first_few(tasks, NAMED, room_or_id))
