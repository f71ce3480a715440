"""What stands in the palette: one entry for each thing that can be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from roomscribe.domain.text import T
from roomscribe.ui.other_words import other_words
from roomscribe.ui.words import say, unmarked


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that can be done."""

    id: str
    """Stays the same from start to start, for the list of recent ones."""
    title: str
    about: str = ""
    """Dim beside the title: the menu it stands in, a profile, a task's state."""
    also: str = ""
    """Words that stand nowhere and find it, too."""
    keys: str = ""
    """Its shortcut as people read it."""
    why_not: str = ""
    """Why it cannot be done now; "" when it can."""
    on: bool | None = None
    """Whether a switch is on; None for what is no switch."""
    icon: QIcon = field(default_factory=QIcon, compare=False)
    run: Callable[[], object] = field(compare=False)

    @property
    def words(self) -> str:
        """What is searched: the title first, so that places in it are places here."""
        return f"{self.title} {self.about}"


def plain(text: str) -> str:
    """A menu's text without the marks of its access key, and without the shortcut that stands behind a tab."""
    return unmarked(text.partition("\t")[0])


def menu_entries(bar: QMenuBar, names: dict[QAction, str]) -> Iterator[Entry]:
    """Every command in the bar's menus, in their order; `names` has the ids of those that have one."""
    for action in bar.actions():
        menu = action.menu()
        if isinstance(menu, QMenu) and action.isVisible():
            yield from _of_menu(menu, plain(action.text()), names)


def _of_menu(menu: QMenu, path: str, names: dict[QAction, str]) -> Iterator[Entry]:
    for action in menu.actions():
        inner = action.menu()
        if action.isSeparator() or not action.isVisible():
            continue
        if isinstance(inner, QMenu):
            yield from _of_menu(inner, f"{path} › {plain(action.text())}", names)
        else:
            yield of_action(action, path, names.get(action) or f"{path}/{action.data() or plain(action.text())}")


def of_action(action: QAction, about: str, entry_id: str) -> Entry:
    """The entry of a command."""
    title = plain(action.text())
    return Entry(
        id=entry_id,
        title=title,
        about=about,
        also=other_words(action),
        keys=action.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
        why_not="" if action.isEnabled() else _why_not(action, title),
        on=_is_on(action),
        icon=action.icon(),
        run=action.trigger,
    )


def _is_on(action: QAction) -> bool | None:
    """Of several of which one is chosen, the others are not off: they can be chosen."""
    group = action.actionGroup()
    if not action.isCheckable() or (group is not None and group.isExclusive() and not action.isChecked()):
        return None
    return action.isChecked()


def _why_not(action: QAction, title: str) -> str:
    """The reason that its tool tip gives; Qt makes one of the text where nobody set any."""
    tip = action.toolTip()
    said = plain(tip).partition(" (")[0].rstrip("…. ")
    return tip if said and said != title.rstrip("…. ") else say(T("This cannot be done now."))


def in_recent_order(entries: Iterable[Entry], recent: Iterable[str]) -> list[Entry]:
    """The entries with those used last in front."""
    rank = {entry_id: number for number, entry_id in enumerate(recent)}
    return sorted(entries, key=lambda entry: rank.get(entry.id, len(rank)))
