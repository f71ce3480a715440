"""The calls made for a task: what was sent and what came back, redacted, as JSON to read and copy."""

from __future__ import annotations

import json

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from roomscribe.domain.exchange import Exchange
from roomscribe.domain.tasks import JournalEntry
from roomscribe.domain.text import T
from roomscribe.ui.copy_button import CopyButton
from roomscribe.ui.details.facts import ElidedLabel
from roomscribe.ui.forms.json_highlighter import JsonHighlighter
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.times import exact_time
from roomscribe.ui.words import say

SEQ = Qt.ItemDataRole.UserRole
CALLS_WIDTH, JSON_WIDTH = 3, 4
"""Shares of the width in a fresh window: the list of calls, and each of the two texts."""


class Requests(QWidget):
    """A list of calls beside the chosen one's request and answer."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._exchanges: dict[int, Exchange] = {}
        self._calls = QListWidget(self)
        self._calls.setAccessibleName(say(T("Calls")))
        self._calls.setFrameShape(QFrame.Shape.NoFrame)
        self._calls.setProperty("plain", True)
        self._calls.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._calls.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._calls.setIconSize(QSize(metrics.ICON, metrics.ICON))
        self._calls.currentItemChanged.connect(self._on_chosen)
        self._sent = JsonView(theme, say(T("Request")), self)
        self._got = JsonView(theme, say(T("Answer")), self)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(metrics.PANEL)
        for position, (part, share) in enumerate(
            ((self._calls, CALLS_WIDTH), (self._sent, JSON_WIDTH), (self._got, JSON_WIDTH))
        ):
            split.addWidget(part)
            split.setStretchFactor(position, share)
        split.setSizes(
            [CALLS_WIDTH * metrics.FORM_WIDTH, JSON_WIDTH * metrics.FORM_WIDTH, JSON_WIDTH * metrics.FORM_WIDTH]
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(metrics.GAP, metrics.GAP, metrics.PANEL, metrics.PANEL)
        layout.addWidget(split)

    def show_entries(self, entries: list[JournalEntry]) -> None:
        """Show the calls of a journal; the chosen one stays chosen while it is there."""
        calls = {entry.seq: entry.exchange for entry in entries if entry.exchange is not None}
        if calls == self._exchanges:
            return
        chosen = self._chosen()
        kept = list(self._exchanges.items()) == list(calls.items())[: len(self._exchanges)]
        if not kept:
            self._calls.clear()
        known = self._exchanges if kept else {}
        self._exchanges = calls
        for seq, exchange in calls.items():
            if seq not in known:
                self._add(seq, exchange)
        self.choose(chosen if chosen in calls else next(iter(calls), None))

    def choose(self, seq: int | None) -> None:
        """Show the call with this number in the journal."""
        for row in range(self._calls.count()):
            if self._calls.item(row).data(SEQ) == seq:
                self._calls.setCurrentRow(row)
                return
        self._on_chosen()

    def _chosen(self) -> int | None:
        item = self._calls.currentItem()
        return item.data(SEQ) if item is not None else None

    def _add(self, seq: int, exchange: Exchange) -> None:
        failed = exchange.status is None or exchange.status >= 400
        item = QListWidgetItem(
            self._theme.icon("failed" if failed else "call", "bad" if failed else "info"),
            f"{exact_time(exchange.sent_at).partition('.')[0]}  {exchange.call}",
        )
        item.setData(SEQ, seq)
        item.setToolTip(f"{exact_time(exchange.sent_at)}  {exchange.call}")
        self._calls.addItem(item)

    def _on_chosen(self) -> None:
        exchange = self._exchanges.get(self._chosen() or 0)
        if exchange is None:
            self._sent.show_json("", None)
            self._got.show_json("", None)
            return
        self._sent.show_json(f"{exchange.method} {exchange.url}", exchange.request)
        self._got.show_json(_status(exchange), exchange.response)


class JsonView(QWidget):
    """A heading and a text to read and copy."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heading = QLabel(title, self)
        set_role(heading, Role.STRONG)
        self._about = ElidedLabel(self)
        set_role(self._about, Role.NOTE)
        self._copy = CopyButton(theme, say(T("Copy: {what}", what=title)), self)
        self._text = QPlainTextEdit(self)
        self._text.setReadOnly(True)
        self._text.setFont(theme.mono_font())
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(title)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._colours = JsonHighlighter(self._text.document(), theme)
        head = QHBoxLayout()
        head.setSpacing(metrics.GAP)
        head.addWidget(heading)
        head.addWidget(self._about, 1)
        head.addWidget(self._copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(metrics.HALF_GAP)
        layout.addLayout(head)
        layout.addWidget(self._text, 1)

    def show_json(self, about: str, value: object) -> None:
        """Show a value: JSON is indented, anything else stands as it came."""
        text = _pretty(value)
        self._about.setText(about)
        self._about.setToolTip(about)
        if self._text.toPlainText() != text:
            self._text.setPlainText(text)
        self._copy.text_to_copy = f"{about}\n{text}".strip()
        self._copy.setEnabled(bool(text))


def _pretty(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)


def _status(exchange: Exchange) -> str:
    if exchange.status is None:
        return say(T("no answer"))
    return say(T("HTTP {status}", status=exchange.status))
