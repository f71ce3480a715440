"""The stylesheet's part for roles: see `roles.Role` for what each of them means."""

SHEET = """
/* Buttons with a role */
*[role="primary"] { color: $accent_text; background: $accent; border-color: $accent; font-weight: bold; }
*[role="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
*[role="primary"]:pressed { background: $accent; }
*[role="primary"]:focus { border: 2px solid $text; }
*[role="primary"]:disabled { color: $dim; background: $hover; border-color: $line; }
*[role="danger"] { color: $bad; font-weight: bold; }
*[role="danger"]:hover { background: $bad_soft; border-color: $bad; }
*[role="danger"]:disabled { color: $faint; }
*[role="quiet"] { background: transparent; border-color: transparent; }
*[role="quiet"]:hover { background: $hover; }
*[role="quiet"]:pressed, *[role="quiet"]:checked { background: $pressed; }
*[role="quiet"]:focus { border: 2px solid $accent; }
*[role="quiet"]:disabled { background: transparent; border-color: transparent; }
*[role="quiet-icon"] {
    background: transparent; border: 1px solid transparent; padding: 2px 3px; min-height: 0;
}
*[role="quiet-icon"]:hover { background: $hover; }
*[role="quiet-icon"]:focus { border: 2px solid $accent; padding: 1px 2px; }
*[role="quiet-icon"]:disabled { background: transparent; border-color: transparent; }
*[role="badge"], *[role="badge"]:hover, *[role="badge"]:pressed {
    color: $warn; background: $warn_soft; border-color: $warn_soft; font-weight: bold;
}
*[role="status"], *[role="status"]:hover, *[role="status"]:pressed, *[role="status-link"] {
    color: $dim; background: transparent; border: 1px solid transparent; padding: 1px 5px; min-height: 0;
}
*[role="status-link"]:hover { color: $text; background: $hover; }
*[role="status-link"]:focus { border: 2px solid $accent; padding: 0 4px; }
*[role="link"] {
    color: $accent; background: transparent; border: 1px solid transparent; padding: 1px 3px; min-height: 0;
    text-align: left;
}
*[role="link"]:hover { text-decoration: underline; background: transparent; }
*[role="link"]:focus { border: 2px solid $accent; padding: 0 2px; }
*[role="link"]:disabled { color: $faint; background: transparent; border-color: transparent; }
*[role="text-link"] {
    color: $accent; background: transparent; border: 0 solid transparent; border-radius: 0; padding: 1px 0 2px 0;
    min-height: 0; text-align: left;
}
*[role="text-link"]:hover { border-bottom: 1px solid $accent; padding-bottom: 1px; }
*[role="text-link"]:focus {
    border: 0 solid transparent; border-bottom: 2px solid $accent; padding: 1px 0 0 0;
}
*[role="chip"] {
    color: $text; background: $selection; border: 1px solid $selection; border-radius: ${radius}px; padding: 3px 8px;
    min-height: ${inner}px;
}
*[role="chip"]:hover { border-color: $accent; }
*[role="chip"]:focus { border: 2px solid $accent; padding: 2px 7px; }

/* Texts */
QLabel { background: transparent; }
QLabel[role="title"] { color: $text; font-size: $title_size; font-weight: bold; }
QLabel[role="section"], QLabel[role="strong"] { color: $text; font-weight: bold; }
QLabel[role="note"] { color: $dim; font-size: $note_size; }
QLabel[role="dim"] { color: $dim; }
QLabel[role="error"] { color: $bad; font-size: $note_size; }
QLabel:disabled { color: $faint; }

/* Frames */
QFrame[role="sheet"] { background: $panel; border: 1px solid $edge; border-radius: 0; }
QFrame[role="card"] { background: $panel; border: 1px solid $line; border-radius: ${card_radius}px; }
QFrame[role="line"] { background: $line; border: none; }
QFrame[role="bar"] { background: $panel; border: none; }
QFrame[role="banner-info"] { background: $info_soft; border: 1px solid $info; border-radius: ${card_radius}px; }
QFrame[role="banner-warn"] { background: $warn_soft; border: 1px solid $warn; border-radius: ${card_radius}px; }
QFrame[role="banner-bad"] { background: $bad_soft; border: 1px solid $bad; border-radius: ${card_radius}px; }
"""
