"""The one theme of the program: light or dark, by the system's choice or the person's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib.resources import files

from PySide6.QtCore import QDir, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon
from PySide6.QtSvg import QSvgRenderer  # noqa: F401 - names the library that draws our SVG files, so that bundles carry it
from PySide6.QtWidgets import QApplication

from roomscribe.ui.theme import glyphs, metrics
from roomscribe.ui.theme.icons import ICONS, ThemedIcon, glyph_name
from roomscribe.ui.theme.palette import make_palette
from roomscribe.ui.theme.stylesheet import GLYPHS, make_stylesheet
from roomscribe.ui.theme.tokens import DARK, LIGHT, Tokens

MODES = ("system", "light", "dark")


class Theme(QObject):
    """Colours, icons and fonts of the window, and the switch between light and dark."""

    changed = Signal()
    """Other colours from now on. Stylesheet, palette and themed icons follow by themselves."""

    def __init__(self, mode: str = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mode = mode if mode in MODES else "system"
        self._app: QApplication | None = None
        self._body_points = metrics.BODY_POINTS
        self.tokens: Tokens = DARK if self._mode == "dark" else LIGHT
        """The colours in use."""

    @property
    def mode(self) -> str:
        """What the person chose: one of `MODES`."""
        return self._mode

    @property
    def dark(self) -> bool:
        """Whether the dark colours are in use."""
        return self.tokens.dark

    def apply(self, app: QApplication) -> None:
        """Give the application its look, and follow the system's choice from now on. Call it once."""
        self._app = app
        QDir.setSearchPaths(GLYPHS, [str(files("roomscribe.resources").joinpath("icons"))])
        glyphs.load(ICONS.values())
        app.setStyle("Fusion")
        app.setFont(self._body_font(app))
        app.setWindowIcon(app_icon())
        hints = QGuiApplication.styleHints()
        self._ask_platform()
        hints.colorSchemeChanged.connect(self._on_scheme_changed)
        self._use(self._wanted())

    @contextmanager
    def undressed(self) -> Iterator[None]:
        """Build a whole window in here: it gets its stylesheet at the end, once.

        Otherwise Qt styles every widget anew each time that it, or anything around it, is put into something else.
        """
        if self._app is not None:
            self._app.setStyleSheet("")
        try:
            yield
        finally:
            self._dress()

    def set_mode(self, mode: str) -> None:
        """Choose `system`, `light` or `dark`; ValueError for another word."""
        if mode not in MODES:
            raise ValueError(mode)
        self._mode = mode
        self._ask_platform()
        if (wanted := self._wanted()) is not self.tokens:
            self._use(wanted)

    def colour(self, name: str) -> QColor:
        """A colour of the tokens by name, `bad-soft` or `bad_soft`; KeyError for an unknown one."""
        return QColor(self.tokens.get(name))

    def profile_colour(self, name: str) -> QColor:
        """The colour somebody gave to a profile; an unknown name (of a newer version) is shown grey."""
        return QColor(self.tokens.profiles.get(name, self.tokens.profiles["grey"]))

    def icon(self, name: str, colour: str = "text") -> QIcon:
        """An icon by our name (see `icons.ICONS`) in a token's colour. It changes with the theme by itself."""
        self.tokens.get(colour)  # a misspelt token shall fail here and not while painting
        return _icon(ThemedIcon(glyph_name(name), colour, self.colour))

    def dot(self, profile_colour: str) -> QIcon:
        """A round dot in a profile's colour."""
        return _icon(ThemedIcon("circle", profile_colour, partial(_profile_or_faint, self)))

    def mono_font(self) -> QFont:
        """For ids and JSON, in the size of the body."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self._body_points * metrics.NOTE_SCALE)
        return font

    def _wanted(self) -> Tokens:
        if self._mode != "system":
            return DARK if self._mode == "dark" else LIGHT
        return DARK if QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT

    def _ask_platform(self) -> None:
        # So that the window's frame and native dialogs match.
        scheme = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(self._mode, Qt.ColorScheme.Unknown)
        QGuiApplication.styleHints().setColorScheme(scheme)

    def _on_scheme_changed(self, _scheme: Qt.ColorScheme) -> None:
        if (wanted := self._wanted()) is not self.tokens:
            self._use(wanted)

    def _use(self, tokens: Tokens) -> None:
        self.tokens = tokens
        # Undressed also here: taking the old sheet off first is seven times as fast as putting the new one over it.
        with self.undressed():
            if self._app is not None:
                self._app.setPalette(make_palette(tokens))
        self.changed.emit()

    def _dress(self) -> None:
        if self._app is not None:
            self._app.setStyleSheet(make_stylesheet(self.tokens, self._body_points))

    def _body_font(self, app: QApplication) -> QFont:
        font = app.font()
        self._body_points = max(metrics.BODY_POINTS, font.pointSizeF())
        font.setPointSizeF(self._body_points)
        return font


def _icon(engine: ThemedIcon) -> QIcon:
    """An icon that leaves its engine to Qt alone.

    PySide ties an icon that was made from an engine to the engine's Python half. When the collector frees both at once,
    it touches one of them after its end, and the process crashes: at its end, or with a dialog that is garbage. A copy
    has no such tie.
    """
    return QIcon(QIcon(engine))


def app_icon() -> QIcon:
    """The program's own icon."""
    return QIcon(str(files("roomscribe.resources").joinpath("icons", "roomscribe.svg")))


def _profile_or_faint(theme: Theme, name: str) -> QColor:
    return theme.colour("faint") if name == "faint" else theme.profile_colour(name)
