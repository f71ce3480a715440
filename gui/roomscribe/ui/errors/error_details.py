"""One error in full: what it means, what to do, when it is said, whether to try again, and where to mend it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from roomscribe.domain.errors import ErrorNote
from roomscribe.domain.text import T
from roomscribe.services.error_book import BookEntry, Explained
from roomscribe.ui.details.error_box import error_facts
from roomscribe.ui.dialogs.parts import column, label
from roomscribe.ui.errors.words import (
    SPELLINGS,
    again,
    field_label,
    generations,
    note_text,
    occasions,
    shown_code,
    speaker,
    to_send,
    unknown_words,
    whole_text,
)
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.typed_words import breakable
from roomscribe.ui.words import say

_LEAST_WIDTH = 14 * metrics.ROW
"""Enough for the longest code as a title: it has no blanks at which it could be broken."""


class Part(QWidget):
    """A small heading over a text; hidden without one."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._title, self._usual = label(title, Role.SECTION), title
        self.text = label("", selectable=True)
        self.column = column(self._title, self.text, spacing=metrics.HALF_GAP)
        self.setLayout(self.column)

    def show_text(self, words: str, title: str = "") -> None:
        """Show a text, or nothing; under another heading where the usual one would not fit."""
        self._title.setText(title or self._usual)
        self.text.setText(words)
        self.setVisible(bool(words))


class ErrorDetails(QScrollArea):
    """The right side of the help: built once, filled for each entry. Whoever shows it places `copy`."""

    field_requested = Signal(object)
    """The person wants to go to the form's field with this key."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(say(T("What the error means")))
        self.setMinimumWidth(_LEAST_WIDTH)
        self.whole_text = ""
        """Everything that is shown, for the clipboard."""
        page = QWidget()
        self._code = label("", Role.TITLE, selectable=True)
        self._who = label("", Role.DIM)
        self._occurred = QFrame(page)
        self._unknown, self._facts = label("", selectable=True), label("", Role.NOTE, selectable=True)
        self._occurred.setLayout(column(self._unknown, self._facts, spacing=metrics.HALF_GAP, margin=metrics.PANEL))
        self._meaning = label("", Role.STRONG, selectable=True)
        self._remedy = Part(say(T("What to do")), page)
        self._said = Part(say(T("In the vendor's words")), page)
        self._when = Part(say(T("When it comes")), page)
        self._again = Part(say(T("Try again?")), page)
        self._field = Part(say(T("What it concerns")), page)
        self._help = Part(say(T("If that does not help")), page)
        self.go = QPushButton(say(T("Go to the field")), page)
        set_role(self.go, Role.TEXT_LINK)
        self.go.setAutoDefault(False)
        self.go.clicked.connect(self._on_go)
        beside = QHBoxLayout()
        beside.addWidget(self.go)
        beside.addStretch(1)
        self._field.column.addLayout(beside)
        self.copy = QPushButton(theme.icon("copy"), say(T("Copy")))
        self.copy.setIconSize(QSize(metrics.ICON_WIDE, metrics.ICON_SMALL))
        self.copy.setAutoDefault(False)
        self.copy.setAccessibleName(say(T("Copy all of this")))
        self.copy.clicked.connect(self._on_copy)
        self._key = ""
        self._lay_out(page)

    def show_entry(self, entry: BookEntry, *, reachable: bool = False) -> None:
        """Show an entry; `reachable` says whether its field is in the form that is open."""
        self._show(entry, reachable)
        self._occurred.hide()
        self.whole_text = whole_text(entry)

    def show_error(self, note: ErrorNote, explained: Explained, *, reachable: bool = False) -> None:
        """Show what happened, with its entry; a code that has none is shown as it stands, and said to be unknown."""
        entry = explained.found
        if entry is not None and explained.known:
            self._show(entry, reachable)
        else:
            self._show_raw(note, explained)
        self._unknown.setText("" if explained.known else breakable(unknown_words(note, explained.vendor)))
        self._unknown.setVisible(not explained.known)
        self._facts.setText(breakable(error_facts(note)))
        set_role(self._occurred, Role.BANNER_INFO if explained.known else Role.BANNER_WARN)
        self._occurred.show()
        self._meaning.setText(say(note.meaning) or self._meaning.text())
        self._remedy.show_text(say(note.remedy) or self._remedy.text.text())
        self.whole_text = note_text(note)

    def show_nothing_found(self, words: str) -> None:
        """Say honestly that the catalogue has nothing with these words."""
        self._begin(words, "", say(T("Nothing in the catalogue has these words.")), "")
        self._occurred.hide()
        for part in (self._remedy, self._said, self._when, self._again, self._field):
            part.show_text("")
        self._help.show_text(to_send(None), say(T("If a vendor answered so")))
        self.whole_text = words

    def _show(self, entry: BookEntry, reachable: bool) -> None:
        who = " · ".join(part for part in (speaker(entry), say(SPELLINGS[entry.entry.spelling])) if part)
        versions = generations(entry)
        self._begin(shown_code(entry), f"{who} · {versions}" if versions else who, say(entry.entry.meaning), "")
        self._remedy.show_text(say(entry.entry.remedy))
        self._said.show_text("\n".join(map(breakable, entry.entry.said)))
        self._when.show_text(occasions(entry))
        self._again.show_text(again(entry))
        self._key = entry.entry.field
        self._field.show_text(field_label(entry))
        self.go.setVisible(reachable)
        self._help.show_text(to_send(entry.vendor) if entry.vendor and entry.entry.kind else "")

    def _show_raw(self, note: ErrorNote, explained: Explained) -> None:
        family = explained.found
        vendor = say(explained.vendor.title) if explained.vendor else ""
        self._begin(note.code, vendor, say(note.meaning), note.field)
        self._said.show_text("")
        self._when.show_text("")
        self._again.show_text(again(family) if family else "")
        self._field.show_text("")
        self._help.show_text(to_send(explained.vendor))

    def _begin(self, code: str, who: str, meaning: str, key: str) -> None:
        self._code.setText(breakable(code))
        self._who.setText(who)
        self._who.setVisible(bool(who))
        self._meaning.setText(meaning)
        self._key = key
        self.verticalScrollBar().setValue(0)

    def _lay_out(self, page: QWidget) -> None:
        layout = QVBoxLayout(page)
        layout.setContentsMargins(metrics.CARD, metrics.PANEL, metrics.CARD, metrics.PANEL)
        layout.setSpacing(metrics.CARD)
        layout.addLayout(column(self._code, self._who, spacing=metrics.HALF_GAP))
        layout.addWidget(self._occurred)
        layout.addWidget(self._meaning)
        for part in (self._remedy, self._field, self._again, self._said, self._when, self._help):
            layout.addWidget(part)
        layout.addStretch(1)
        self._occurred.hide()
        self.setWidget(page)

    def _on_go(self) -> None:
        self.field_requested.emit(self._key)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.whole_text)
