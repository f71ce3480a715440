"""Known secrets to look for: the forms they might take, and every place they might reach."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, quote_plus

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from tests.support.arrivals import Arrival

_SECRET_MEMBERS = ("UserSig", "IMAdminUserSig", "subBotToken", "pubBotToken")
_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.EditRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
    *(Qt.ItemDataRole.UserRole + offset for offset in range(6)),
)


def forms_of(secret: str) -> Iterator[tuple[str, bytes]]:
    """How a secret may be written down: its name, and the bytes that would be found."""
    raw = secret.encode()
    yield "plain", raw
    yield "JSON", json.dumps(secret)[1:-1].encode()
    yield "URL", quote(secret, safe="").encode()
    yield "URL", quote_plus(secret).encode()
    yield "hex", raw.hex().encode()
    yield "hex", raw.hex().upper().encode()
    yield "UTF-16", secret.encode("utf-16-le")
    yield "UTF-16", secret.encode("utf-16-be")
    for before in range(3):
        # Inside something longer, such as a Basic header, it may begin at any of three places of base64's groups;
        # what its neighbours have a part in is cut off at both ends.
        whole = base64.b64encode(b"\0" * before + raw)
        inner = whole[-(-before * 4 // 3) :].rstrip(b"=")
        inner = inner[:-1] if (before + len(raw)) % 3 else inner
        yield "base64", inner
        yield "base64", inner.translate(bytes.maketrans(b"+/", b"-_"))


class Canaries:
    """The secrets of one run, by name."""

    def __init__(self) -> None:
        self._secrets: dict[str, str] = {}

    def add(self, name: str, secret: str) -> str:
        """Look for this one, too."""
        assert len(secret) >= 16, f"{name} is so short that it may stand somewhere by chance"
        self._secrets[secret] = name
        return secret

    def add_all(self, name: str, secrets: Mapping[str, str]) -> None:
        for key, secret in secrets.items():
            self.add(f"{name} {key}", secret)

    def add_travellers(self, arrivals: Iterable[Arrival]) -> None:
        """What was made during the run and went over the wire: signatures, bots' tokens, builder tokens, headers."""
        for arrival in arrivals:
            if "builderToken" in arrival.query:
                self.add("builder token", arrival.query["builderToken"])
            scheme, _, credentials = arrival.headers["authorization"].partition(" ")
            self.add(f"{scheme} header", credentials)
            for name, value in _members(json.loads(arrival.body) if arrival.body else None):
                if name in _SECRET_MEMBERS and value:
                    self.add(name, str(value))

    def names(self) -> set[str]:
        return set(self._secrets.values())

    def found_in(self, where: str, content: bytes | str) -> list[str]:
        """Which secrets stand there, in which form; without their values."""
        raw = content.encode() if isinstance(content, str) else content
        return sorted(
            {
                f"{name} ({form}) in {where}"
                for secret, name in self._secrets.items()
                for form, found in forms_of(secret)
                if found in raw
            }
        )

    def found_below(self, folder: Path) -> list[str]:
        """The same for every byte of every file, and for their names."""
        found = self.found_in("file names", "\n".join(str(path) for path in folder.rglob("*")))
        for path in folder.rglob("*"):
            if path.is_file():
                found += self.found_in(path.name, path.read_bytes())
        return found


def _members(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for name, member in value.items():
            yield name, member
            yield from _members(member)
    elif isinstance(value, list):
        for member in value:
            yield from _members(member)


class Eyes:
    """Reads whatever a person could read or copy, at each `look`."""

    def __init__(self) -> None:
        self.read: dict[str, set[str]] = {}
        """By kind of place, everything that stood there."""

    def look(self) -> None:
        """Read every widget, visible or not, and press everything that copies."""
        for widget in QApplication.allWidgets():
            self._read_widget(widget)
        for thing in [*QApplication.allWidgets()]:
            if isinstance(thing, QAbstractButton) and _copies(thing):
                self._copy(thing.click)
            for action in thing.actions():
                self._note("action", action.text(), action.toolTip())
                if "copy" in action.text().lower() and not isinstance(action.parent(), QLineEdit | QPlainTextEdit):
                    self._copy(action.trigger)

    def _copy(self, act: object) -> None:
        clipboard = QApplication.clipboard()
        clipboard.clear()
        act()  # type: ignore[operator]
        self._note("clipboard", clipboard.text())

    def _note(self, place: str, *texts: object) -> None:
        self.read.setdefault(place, set()).update(text for text in texts if isinstance(text, str) and text)

    def _read_widget(self, widget: QWidget) -> None:
        self._note("tool tip", widget.toolTip(), widget.statusTip(), widget.whatsThis())
        self._note("accessible text", widget.accessibleName(), widget.accessibleDescription())
        self._note("window title", widget.windowTitle())
        match widget:
            case QLabel() | QAbstractButton():
                self._note("label", widget.text())
            case QLineEdit():
                self._note("line", widget.displayText(), widget.placeholderText())
            case QPlainTextEdit() | QTextEdit():
                self._note("text", widget.toPlainText(), widget.placeholderText())
            case QComboBox():
                self._read_model(widget.model())
            case QAbstractItemView() if widget.model() is not None:
                self._read_model(widget.model())

    def _read_model(self, model: QAbstractItemModel, parent: QModelIndex | None = None) -> None:
        above = parent or QModelIndex()
        # A list does not tell its columns: it has one.
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(above)
        for row in range(model.rowCount(above)):
            for column in range(columns):
                index = model.index(row, column, above)
                # The values of other kinds are not shown, but whatever a delegate makes of them begins there.
                self._note("item", *(str(index.data(role)) for role in _ROLES))
                if column == 0:
                    self._read_model(model, index)


def _copies(button: QAbstractButton) -> bool:
    words = f"{button.accessibleName()} {button.text()}".strip()
    return button.isEnabled() and words.startswith("Copy")


class LogEars(logging.Handler):
    """Hears every record of every logger, down to the most talkative, and writes it as a log file would."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def listening() -> Iterator[LogEars]:
    """While this lasts, nothing that is logged goes unheard."""
    ears, root = LogEars(), logging.getLogger()
    loggers = [root, *(each for each in logging.root.manager.loggerDict.values() if isinstance(each, logging.Logger))]
    before = [(each, each.level) for each in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    root.addHandler(ears)
    try:
        yield ears
    finally:
        root.removeHandler(ears)
        for logger, level in before:
            logger.setLevel(level)
