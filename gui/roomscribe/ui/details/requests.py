"""The calls made for a task: what was sent and what came back, redacted, as JSON to read and copy."""

from __future__ import annotations

import json

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
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
from roomscribe.services.curl_writing import as_curl
from roomscribe.ui.copy_button import CopyButton, TextButton
from roomscribe.ui.details.facts import ElidedLabel
from roomscribe.ui.forms.json_highlighter import JsonHighlighter
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.times import exact_time, full_time
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import Vendor

SEQ = Qt.ItemDataRole.UserRole
AUTHORIZED = ("Authorization",)
"""What signs a call of a service that is not installed any more."""
CALLS_WIDTH, JSON_WIDTH = 3, 4
"""Shares of the width in a fresh window: the list of calls, and each of the two texts."""


class Requests(QWidget):
    """A list of calls beside the chosen one's request and answer."""

    call_chosen = Signal(bool)
    """Whether there is a call to copy."""

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
        self._vendor: Vendor | None = None
        self.curl = TextButton(theme, "code", T("Copy as curl"))
        self.curl.setToolTip(say(T("A command for the shell, with a name in the place of each secret.")))
        self.curl.clicked.connect(self.copy_curl)
        self._sent = JsonView(theme, say(T("Request")), self, beside=self.curl)
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
        self._on_chosen()

    def show_entries(self, entries: list[JournalEntry], vendor: Vendor | None = None) -> None:
        """Show the calls of a journal; the chosen one stays chosen while it is there."""
        self._vendor = vendor
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

    def copy_curl(self) -> None:
        """Put the chosen call on the clipboard as a command."""
        exchange = self._exchanges.get(self._chosen() or 0)
        if exchange is None:
            return
        vendor = self._vendor
        notes = [say(T("Made by RoomScribe from its record of the call of {time}.", time=full_time(exchange.sent_at)))]
        if vendor is not None and vendor.signed_how is not None:
            notes.append(say(vendor.signed_how))
        QGuiApplication.clipboard().setText(as_curl(exchange, vendor.signed_headers if vendor else AUTHORIZED, notes))
        self.curl.say_done()

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
        self.curl.setEnabled(exchange is not None)
        self.call_chosen.emit(exchange is not None)
        if exchange is None:
            self._sent.show_json("", None)
            self._got.show_json("", None)
            return
        self._sent.show_json(f"{exchange.method} {exchange.url}", exchange.request)
        self._got.show_json(_status(exchange), exchange.response)


class JsonView(QWidget):
    """A heading and a text to read and copy."""

    def __init__(
        self, theme: Theme, title: str, parent: QWidget | None = None, *, beside: QWidget | None = None
    ) -> None:
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
        if beside is not None:
            head.addWidget(beside)
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
