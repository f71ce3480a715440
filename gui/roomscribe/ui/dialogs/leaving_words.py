"""What becomes of tasks that are left running, in words that are true for these very tasks."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.services.demo import is_demo
from roomscribe.ui.dialogs.endings import ends_by_itself, rule_of
from roomscribe.ui.endings.words import places
from roomscribe.ui.task_names import place
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry


def next_start(tasks: Sequence[Task]) -> Text:
    """What the next start does about them, when it has the keys."""
    ending = [task for task in tasks if task.ends_at is not None]
    if len(tasks) == 1:
        if ending:
            return T("The next start finds the task, and stops it if it is overdue.")
        return T("The next start finds the task; it has no end time, so it runs on until somebody stops it.")
    if not ending:
        return T("The next start finds them; none has an end time, so they run on until somebody stops them.")
    if len(ending) < len(tasks):
        return T("The next start finds them, and stops those that are overdue; those without an end run on.")
    return T("The next start finds them, and stops those that are overdue.")


def without_keys(tasks: Sequence[Task], registry: Registry, safe: Collection[str] = ()) -> str:
    """What it means that the next start does not have the keys: what it cannot do, and what still ends the tasks.

    `safe`: local ids of those that the watchdog, which has the keys, stops at their end.
    """
    unsafe = [task for task in tasks if task.id not in safe]
    generations = {task.id: registry.find(task.generation) for task in unsafe}
    lost = sorted({each.short_title for each in generations.values() if each is not None and each.kept_keys})
    lines = []
    if len(unsafe) < len(tasks):
        lines.append(say(T("The watchdog keeps the keys in its memory, and stops tasks at their end times.")))
        by_it = T("What is stopped in the next window it stops, too. To ask about tasks that window needs the secrets.")
        lines.append(say(by_it))
    if unsafe:
        lines.append(say(_out_of_reach(len(unsafe), others=len(unsafe) < len(tasks))))
    if lost:
        # The vendor gave such tasks a secret of their own, which nobody can type.
        lines.append(say(T("Not even then: {services}.", services=", ".join(lost))))
    if unsafe:
        alone = T("Until then it ends only by the vendor's own rules:")
        lines.append(say(alone if len(unsafe) == 1 else T("Until then they end only by the vendor's own rules:")))
    endings = dict.fromkeys(_ending(task, generations[task.id]) for task in unsafe)
    return "\n".join([*lines, *endings])


def _out_of_reach(count: int, *, others: bool) -> Text:
    """What can't be done about so many tasks without keys; `others`: beside some that the watchdog stops."""
    if count == 1:
        if others:
            return T("The other one can't be looked for or stopped before its account's secrets are typed again.")
        return T("It can neither look for the task nor stop it before its account's secrets are typed again.")
    if others:
        return T("The others can't be looked for or stopped before the accounts' secrets are typed again.")
    return T("It can neither look for them nor stop them before the accounts' secrets are typed again.")


def unseen_starts(count: int, of: int) -> str:
    """What is true of starts whose answer was lost and that nobody can ask about, whatever is wished; "" for none.

    `count` of them, among `of` live tasks that are spoken about.
    """
    if count == 0:
        return ""
    if of == 1:
        return say(
            T(
                "The answer to its start was lost: it can't be stopped or confirmed from here, and is not waited for. "
                "Look into its room."
            )
        )
    if count == 1:
        return say(
            T(
                "For 1 of them the answer to the start was lost: it can't be stopped or confirmed from here, and is "
                "not waited for. Look into its room."
            )
        )
    return say(
        T(
            "For {count} of them the answers to the starts were lost: they can't be stopped or confirmed from here, "
            "and are not waited for. Look into their rooms.",
            count=count,
        )
    )


def goes_on(tasks: Sequence[Task]) -> Text:
    """What is said of live tasks that leaving does not touch."""
    if len(tasks) == 1:
        return T(
            "The task in {room} is not touched: another window, or the watchdog, watches it and goes on.",
            room=place(tasks[0]),
        )
    return T(
        "{count} more tasks are not touched: another window, or the watchdog, watches them and goes on: {rooms}.",
        count=len(tasks),
        rooms=places(tasks),
    )


def theirs(tasks: Sequence[Task]) -> list[Task]:
    """The tasks at real vendors: the simulator's end with this program."""
    return [task for task in tasks if not is_demo(task.profile_id)]


def _ending(task: Task, generation: Generation | None) -> str:
    rule = rule_of(task, generation) if generation else ends_by_itself(task, generation)
    return f"{generation.short_title if generation else task.generation}: {say(rule)}"


def restarts_heading(count: int) -> Text:
    """That so many restarts are not finished."""
    return T("1 restart is not finished") if count == 1 else T("{count} restarts are not finished", count=count)


def restarts_left(count: int) -> Text:
    """What becomes of them when the window closes."""
    if count == 1:
        return T("Its new task is not started once you leave. The next start offers to go on.")
    return T("Their new tasks are not started once you leave. The next start offers to go on.")
