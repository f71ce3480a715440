"""The look: every colour, size and icon of the window comes from here.

Widgets say what they are with `set_role`, take icons and colours from the one `Theme`, and lengths from `metrics`.
"""

from roomscribe.ui.theme import metrics
from roomscribe.ui.theme.roles import Role, inset_spin_box, set_invalid, set_role
from roomscribe.ui.theme.rows import row_height
from roomscribe.ui.theme.theme import MODES, Theme
from roomscribe.ui.theme.tokens import PROFILE_COLOURS

__all__ = [
    "MODES",
    "PROFILE_COLOURS",
    "Role",
    "Theme",
    "inset_spin_box",
    "metrics",
    "row_height",
    "set_invalid",
    "set_role",
]
