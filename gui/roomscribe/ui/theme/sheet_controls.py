"""The stylesheet's part for what people press and fill: buttons, inputs, boxes to tick."""

SHEET = """
QMainWindow, QDialog { background: $background; }
QToolTip {
    color: $text; background: $raised; border: 1px solid $edge; padding: 4px 8px;
}

/* Buttons */
QPushButton, QToolButton {
    color: $text; background: $raised; border: 1px solid $edge; border-radius: ${radius}px;
    padding: 5px 12px; min-height: ${inner}px;
}
QPushButton[role="narrow"] { padding: 5px 6px; }
QToolButton { padding: 5px 7px; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed, QPushButton:checked, QToolButton:checked { background: $pressed; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: 4px 11px; }
QPushButton[role="narrow"]:focus { padding: 4px 5px; }
QToolButton:focus { padding: 4px 6px; }
QPushButton:disabled, QToolButton:disabled { color: $faint; background: $background; border-color: $line; }
QPushButton::menu-indicator, QToolButton::menu-indicator {
    image: url(${glyph}-chevron-down.svg); width: 12px; height: 12px;
    subcontrol-origin: padding; subcontrol-position: center right; right: 8px;
}
QToolButton::menu-indicator { right: 4px; }
QToolButton[popupMode="1"] { padding-right: 26px; }
QToolButton[popupMode="1"]:focus { padding-right: 25px; }
QToolButton[popupMode="2"][toolButtonStyle="2"] { padding-right: 22px; }
QToolButton[popupMode="2"][toolButtonStyle="2"]:focus { padding-right: 21px; }
QToolButton::menu-button {
    subcontrol-origin: padding; subcontrol-position: center right; width: 22px; height: 16px;
    border: none; border-left: 1px solid $edge; background: transparent;
}
QToolButton::menu-button:disabled { border-left-color: $line; }
QToolButton::menu-arrow { image: url(${glyph}-chevron-down.svg); width: 12px; height: 12px; }
QToolButton::menu-arrow:disabled { image: url(${glyph}-chevron-down-off.svg); }

/* Inputs */
QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit, QKeySequenceEdit {
    color: $text; background: $panel; border: 1px solid $edge; border-radius: ${radius}px;
    selection-color: $accent_text; selection-background-color: $accent; placeholder-text-color: $dim;
}
QLineEdit { padding: 5px 8px; min-height: ${inner}px; }
QComboBox { padding: 5px 30px 5px 10px; min-height: ${inner}px; }
QPlainTextEdit, QTextEdit { padding: 4px; }
QLineEdit:hover, QComboBox:hover, QAbstractSpinBox:hover { border-color: $scroll; }
QLineEdit:focus { border: 2px solid $accent; padding: 4px 7px; }
QComboBox:focus, QComboBox:on { border: 2px solid $accent; padding: 4px 29px 4px 9px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 3px; }
QLineEdit[invalid="true"], QComboBox[invalid="true"], QAbstractSpinBox[invalid="true"],
QPlainTextEdit[invalid="true"], QTextEdit[invalid="true"] { border-color: $bad; }
QLineEdit:read-only { background: $background; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled, QPlainTextEdit:disabled, QTextEdit:disabled {
    color: $faint; background: $background; border-color: $line;
}
QComboBox QLineEdit, QAbstractSpinBox QLineEdit, QComboBox QLineEdit:focus, QAbstractSpinBox QLineEdit:focus {
    border: none; border-radius: 0; padding: 0; background: transparent; min-height: 0;
}
QLineEdit > QToolButton, QLineEdit > QToolButton:focus, QLineEdit > QToolButton:hover,
QLineEdit > QToolButton:pressed {
    border: none; background: transparent; padding: 0; min-height: 0;
}

/* Combo boxes */
QComboBox { combobox-popup: 0; }
QComboBox::drop-down {
    subcontrol-origin: border; subcontrol-position: center right; width: 28px; border: none; background: transparent;
}
QComboBox::down-arrow { image: url(${glyph}-chevron-down.svg); width: 12px; height: 12px; }
QComboBox::down-arrow:disabled { image: url(${glyph}-chevron-down-off.svg); }
QComboBox QAbstractItemView {
    color: $text; background: $raised; border: 1px solid $edge; border-radius: ${radius}px; outline: 0; padding: 4px;
    selection-color: $text; selection-background-color: $selection;
}
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 8px; border-radius: 4px; }
QComboBox QAbstractItemView::item:selected, QComboBox QAbstractItemView::item:hover {
    color: $text; background: $selection;
}

/* Spin boxes */
/* Qt ignores their padding on the left (see `inset_spin_box`) and adds three pixels to their height. */
QAbstractSpinBox { padding: 1px 28px 1px 0; min-height: 25px; }
QAbstractSpinBox:focus { border: 2px solid $accent; padding: 0 27px 0 0; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    subcontrol-origin: border; width: 26px; border: none; border-left: 1px solid $line; background: transparent;
    margin-right: 2px;
}
QAbstractSpinBox::up-button { subcontrol-position: top right; margin-top: 2px; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin-bottom: 2px; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $hover; }
QAbstractSpinBox::up-arrow { image: url(${glyph}-chevron-up.svg); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url(${glyph}-chevron-down.svg); width: 10px; height: 10px; }
QAbstractSpinBox::up-arrow:disabled, QAbstractSpinBox::up-arrow:off { image: url(${glyph}-chevron-up-off.svg); }
QAbstractSpinBox::down-arrow:disabled, QAbstractSpinBox::down-arrow:off {
    image: url(${glyph}-chevron-down-off.svg);
}

/* Boxes to tick */
QCheckBox, QRadioButton { spacing: ${gap}px; color: $text; min-height: ${inner}px; padding: 2px; }
QCheckBox:disabled, QRadioButton:disabled { color: $faint; }
QCheckBox::indicator, QRadioButton::indicator, QGroupBox::indicator, QAbstractItemView::indicator {
    width: 16px; height: 16px; border: 1px solid $scroll; border-radius: 4px; background: $panel;
}
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox:focus, QRadioButton:focus { border: 2px solid $accent; border-radius: ${radius}px; padding: 0; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked, QGroupBox::indicator:checked {
    background: $accent; border-color: $accent; image: url(${glyph}-check.svg);
}
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate {
    background: $accent; border-color: $accent; image: url(${glyph}-dash.svg);
}
QRadioButton::indicator:checked { background: $accent; border-color: $accent; image: url(${glyph}-dot.svg); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $background; border-color: $line; }
QCheckBox::indicator:checked:disabled { image: url(${glyph}-check-off.svg); }
QCheckBox::indicator:indeterminate:disabled { image: url(${glyph}-dash-off.svg); }
QRadioButton::indicator:checked:disabled { image: url(${glyph}-dot-off.svg); }
QProgressBar { border: none; border-radius: 2px; background: $line; max-height: 4px; text-align: center; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
"""
