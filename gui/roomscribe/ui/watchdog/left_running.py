"""The part of the question at the end that tells what becomes of tasks that are left running."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.services.costs import CostBook
from roomscribe.services.watchdog.link import Cover
from roomscribe.ui.dialogs.leaving_words import next_start, without_keys
from roomscribe.ui.dialogs.parts import Banner, Tone, column, label
from roomscribe.ui.money_words import further_costs
from roomscribe.ui.theme import Role, Theme, metrics
from roomscribe.ui.watchdog.words import covered, what_it_does
from roomscribe.ui.words import say
from roomscribe.vendors.registry import Registry


class LeftRunning(QWidget):
    """Says at first that the watchdog is being asked; then, with `show_cover`, what is true."""

    def __init__(
        self, tasks: Sequence[Task], *, registry: Registry, theme: Theme, keys_last: bool, costs: CostBook | None
    ) -> None:
        """`tasks` at real vendors; `keys_last`: the next start has the accounts' secrets."""
        super().__init__()
        self._tasks, self._registry, self._keys_last, self._costs = tasks, registry, keys_last, costs
        self._further = label("")
        self._further.hide()
        one = len(tasks) == 1
        ask_one = T("Asking the watchdog whether it stops the task at its end time…")
        ask_all = T("Asking the watchdog whether it stops them at their end times…")
        self._asking = label(say(ask_one if one else ask_all), Role.DIM)
        self._guard = Banner(theme)
        self._keys = Banner(theme)
        texts = column(spacing=metrics.HALF_GAP)
        heading = T("If you leave it running") if one else T("If you leave them running")
        texts.addWidget(label(say(heading), Role.STRONG))
        texts.addWidget(self._asking)
        texts.addWidget(self._guard)
        texts.addWidget(self._further)
        if keys_last:
            texts.addWidget(label(say(next_start(tasks))))
        texts.addWidget(self._keys)
        self.setLayout(texts)

    def show_cover(self, cover: Cover) -> None:
        """The watchdog has answered, or has not."""
        safe = covered(self._tasks, cover)
        self._asking.hide()
        self._guard.show_message(Tone.GOOD if safe else Tone.WARN, "", what_it_does(self._tasks, cover))
        if self._costs is not None and (further := cost_words_of(self._tasks, cover, self._costs)):
            self._further.setText(further)
            self._further.show()
        if not self._keys_last:
            title = T("The next start will not have the keys to these tasks: secrets are kept only until you quit")
            if len(self._tasks) == 1:
                title = T("The next start will not have the keys to this task: secrets are kept only until you quit")
            tone = Tone.INFO if safe else Tone.WARN
            self._keys.show_message(tone, say(title), without_keys(self._tasks, self._registry, cover.safe))


def cost_words_of(tasks: Sequence[Task], cover: Cover, costs: CostBook) -> str:
    """What they still cost. An end time is no bound for what nobody stops at it, so no number is given for that."""
    if not tasks or covered(tasks, cover):
        return further_costs(tasks, costs)
    stopped = [task for task in tasks if task.id in cover.safe]
    if not stopped:
        one = T("What the task still costs nobody can tell, as nothing stops it in time.")
        all_of_them = T("What they still cost nobody can tell, as nothing stops them in time.")
        return say(one if len(tasks) == 1 else all_of_them)
    words = further_costs(stopped, costs, few=True)
    others = T("What the others cost nobody can tell, as nothing stops them in time.")
    if len(tasks) - len(stopped) == 1:
        others = T("What the other one costs nobody can tell, as nothing stops it in time.")
    return f"{words} {say(others)}".strip()
