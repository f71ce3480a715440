"""Lengths in pixels at 100 %, on a grid of four; Qt scales them with the screen."""

from __future__ import annotations

GAP = 8
"""Between controls."""
HALF_GAP = 4
"""Between things that belong together, such as a field and its message."""
PANEL = 12
"""Around panels."""
CARD = 16
"""Inside cards."""
ROW = 36
"""Height of a table row."""
CONTROL = 32
"""Height of a button or an input."""
CHIP = 20
"""Height of a state chip."""
LINE = 1
"""Thickness of lines and borders."""
RING = 2
"""Thickness of the focus ring."""
RADIUS = 6
"""Corners of controls."""
CARD_RADIUS = 8
"""Corners of cards."""
ICON = 16
"""Icons in buttons, menus and lines of text."""
ICON_WIDE = 20
"""Room for an icon beside a text, so that both keep their distance: Qt's own is too small."""
ICON_SMALL = 12
"""Icons in chips."""
ICON_LARGE = 24
"""The icon of the window's top bar."""
ICON_EMPTY = 40
"""The icon of an empty view."""
DOT = 12
"""The coloured dot of a profile."""
SCROLL_BAR = 12
"""Width of a scroll bar, its margin included."""
FORM_WIDTH = 372
"""What the form's card gets in a fresh layout, where the window is wide."""
FORM_MIN_WIDTH = 320
FORM_SHARE = 0.2625
"""What it gets of a narrow one."""
EDITOR_LEAST = 168
"""What an editor beside its label gets of that."""
FILTER_WIDTH = 340
"""The filter field when there is room."""
FILTER_MIN_WIDTH = 180
FILTER_PANEL = 480
"""What hangs below it."""
TAB_MAX_WIDTH = 220
"""Longer names of views are cut short; their tool tips are not."""

WINDOW_WIDTH, WINDOW_HEIGHT = 1440, 860
"""A fresh window."""
WINDOW_MIN_WIDTH, WINDOW_MIN_HEIGHT = 1024, 640
"""Leaves room for the frame and a task bar on a 1280×720 screen."""

TITLE_SCALE = 1.3
"""Titles are 13 pt where the body is 10 pt."""
NOTE_SCALE = 0.9
"""Notes are 9 pt where the body is 10 pt."""
BODY_POINTS = 10.0
"""The body's least size; a larger one chosen in the system's settings is kept."""
