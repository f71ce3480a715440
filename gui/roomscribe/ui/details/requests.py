"""The calls made for a task: what was sent and what came back, redacted, as JSON to read and copy."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
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
from roomscribe.ui.details.entries_model import EntriesModel, Index
from roomscribe.ui.details.facts import ElidedLabel
from roomscribe.ui.forms.json_highlighter import JsonHighlighter
from roomscribe.ui.layouts import filling_column
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.times import exact_time, full_time
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import Vendor

AUTHORIZED = ("Authorization",)
"""What signs a call of a service that is not installed any more."""
CALLS_WIDTH, JSON_WIDTH = 3, 4
"""Shares of the width in a fresh window: the list of calls, and each of the two texts."""


class CallsModel(EntriesModel):
    """Those entries of a journal that are calls; each line is made when it comes into sight."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        exchange = self.entries[index.row()].exchange
        if exchange is None:
            return None
        failed = exchange.status is None or exchange.status >= 400
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return f"{exact_time(exchange.sent_at).partition('.')[0]}  {exchange.call}"
            case Qt.ItemDataRole.ToolTipRole:
                return f"{exact_time(exchange.sent_at)}  {exchange.call}"
            case Qt.ItemDataRole.DecorationRole:
                return self._theme.icon("failed" if failed else "call", "bad" if failed else "info")
        return None


WHAT_CURL_DOES = T(
    "The call that is chosen under Request, as a command for the shell with a name in the place of each secret. It "
    "runs once those are set. Where a vendor signs each call, the signature must be made anew for this very body: the "
    "comments in the command say by whom."
)


class Requests(QWidget):
    """A list of calls beside the chosen one's request and answer."""

    call_chosen = Signal(bool)
    """Whether there is a call to copy."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.calls = CallsModel(theme, self)
        self._calls = QListView(self)
        self._calls.setModel(self.calls)
        self._calls.setUniformItemSizes(True)
        self._calls.setAccessibleName(say(T("Calls")))
        self._calls.setFrameShape(QFrame.Shape.NoFrame)
        self._calls.setProperty("plain", True)
        self._calls.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._calls.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._calls.setIconSize(QSize(metrics.ICON, metrics.ICON))
        self._calls.selectionModel().currentChanged.connect(self._on_chosen)
        self._vendor: Vendor | None = None
        self.curl = TextButton(theme, "code", T("Copy as curl"))
        self.curl.setToolTip(say(WHAT_CURL_DOES))
        self.curl.clicked.connect(self.copy_curl)
        self._sent = JsonView(theme, say(T("Request")), self)
        self._got = JsonView(theme, say(T("Answer")), self)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(metrics.PANEL)
        for position, (part, share) in enumerate(
            ((self._lay_out_calls(), CALLS_WIDTH), (self._sent, JSON_WIDTH), (self._got, JSON_WIDTH))
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
        self.calls.set_entries([entry for entry in entries if entry.exchange is not None])
        if not self._calls.currentIndex().isValid():
            self._calls.setCurrentIndex(self.calls.index(0, 0))
        if not self.calls.entries:
            self._on_chosen()

    def choose(self, seq: int | None) -> None:
        """Show the call with this number in the journal."""
        row = next((row for row, entry in enumerate(self.calls.entries) if entry.seq == seq), None)
        if row is not None:
            self._calls.setCurrentIndex(self.calls.index(row, 0))

    def copy_curl(self) -> None:
        """Put the chosen call on the clipboard as a command."""
        exchange = self._chosen()
        if exchange is None:
            return
        vendor = self._vendor
        notes = [say(T("Made by RoomScribe from its record of the call of {time}.", time=full_time(exchange.sent_at)))]
        if vendor is not None and vendor.signed_how is not None:
            notes.append(say(vendor.signed_how))
        QGuiApplication.clipboard().setText(as_curl(exchange, vendor.signed_headers if vendor else AUTHORIZED, notes))
        self.curl.say_done()

    def _chosen(self) -> Exchange | None:
        index = self._calls.currentIndex()
        return self.calls.entries[index.row()].exchange if index.isValid() else None

    def _lay_out_calls(self) -> QWidget:
        """The list below the act on the chosen call: beside the address there is no room for it."""
        whole = QWidget(self)
        heading = _heading(say(T("Calls")), whole)
        head = QHBoxLayout()
        head.setSpacing(metrics.GAP)
        head.addWidget(heading)
        head.addStretch(1)
        head.addWidget(self.curl)
        layout = filling_column(whole, metrics.HALF_GAP)
        layout.addLayout(head)
        layout.addWidget(self._calls, 1)
        return whole

    def _on_chosen(self) -> None:
        exchange = self._chosen()
        self.curl.setEnabled(exchange is not None)
        self.call_chosen.emit(exchange is not None)
        if exchange is None:
            self._sent.show_json("", None)
            self._got.show_json("", None)
            return
        host_and_path = exchange.url.partition("://")[2]  # the scheme is in the tip: there is little room
        self._sent.show_json(
            f"{exchange.method} {exchange.url}", exchange.request, f"{exchange.method} {host_and_path}"
        )
        self._got.show_json(_status(exchange), exchange.response)


class JsonView(QWidget):
    """A heading and a text to read and copy."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heading = _heading(title, self)
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
        layout = filling_column(self, metrics.HALF_GAP)
        layout.addLayout(head)
        layout.addWidget(self._text, 1)

    def show_json(self, about: str, value: object, in_short: str = "") -> None:
        """Show a value: JSON is indented, anything else stands as it came. What it is about may be shown `in_short`."""
        text = _pretty(value)
        self._text.setPlaceholderText(say(T("No body")) if about else "")
        self._about.setText(in_short or about)
        self._about.setToolTip(about)
        if self._text.toPlainText() != text:
            self._text.setPlainText(text)
        self._copy.text_to_copy = f"{about}\n{text}".strip()
        self._copy.setEnabled(bool(text))


def _heading(title: str, parent: QWidget) -> QLabel:
    heading = QLabel(title, parent)
    set_role(heading, Role.STRONG)
    # As high as the button beside one of them: what is below all of them begins at one line.
    heading.setMinimumHeight(heading.fontMetrics().height() + metrics.GAP)
    return heading


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
