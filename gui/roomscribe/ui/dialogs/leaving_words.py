"""What becomes of tasks that are left running, in words that are true for these very tasks."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.services.demo import is_demo
from roomscribe.ui.dialogs.endings import ends_by_itself, quiet_end
from roomscribe.ui.endings.words import place, places
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry


def next_start(tasks: Sequence[Task]) -> Text:
    """What the next start does about them, when it has the keys."""
    ending = [task for task in tasks if task.ends_at is not None]
    if not ending:
        return T("The next start finds them; none has an end time, so they run on until somebody stops them.")
    if len(ending) < len(tasks):
        return T("The next start finds them, and stops those that are overdue; those without an end run on.")
    return T("The next start finds them, and stops those that are overdue.")


def without_keys(tasks: Sequence[Task], registry: Registry, safe: Collection[str] = ()) -> str:
    """What it means that the next start does not have the keys: what it cannot do, and what still ends the tasks.

    `safe`: local ids of those that the watchdog, which has the keys, stops at their end.
    """
    generations = {task.id: _generation(task, registry) for task in tasks}
    lost = sorted({each.short_title for each in generations.values() if each is not None and each.kept_keys})
    lines = [say(T("It can neither look for them nor stop them before the accounts' secrets are typed again."))]
    if lost:
        # The vendor gave these tasks a secret of their own, which nobody can type.
        lines.append(say(T("Not even then: {services}.", services=", ".join(lost))))
    unsafe = [task for task in tasks if task.id not in safe]
    if len(unsafe) < len(tasks):
        lines.append(say(T("The watchdog keeps the keys in its memory, and stops tasks at their end times.")))
    if unsafe:
        lines.append(say(T("The others end only by the vendor's own rules:")) if safe else _only_rules())
    endings = dict.fromkeys(_ending(task, generations[task.id]) for task in unsafe)
    return "\n".join([*lines, *endings])


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


def _only_rules() -> str:
    return say(T("Until then they end only by the vendor's own rules:"))


def theirs(tasks: Sequence[Task]) -> list[Task]:
    """The tasks at real vendors: the simulator's end with this program."""
    return [task for task in tasks if not is_demo(task.profile_id)]


def _ending(task: Task, generation: Generation | None) -> str:
    rule = (quiet_end(task, generation) if generation else None) or ends_by_itself(task, generation)
    return f"{generation.short_title if generation else task.generation}: {say(rule)}"


def _generation(task: Task, registry: Registry) -> Generation | None:
    try:
        return registry.generation(task.generation)
    except KeyError:
        return None
