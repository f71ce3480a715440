"""The stylesheet's part for what people look at and move through: lists, menus, tabs, scroll bars, splitters."""

SHEET = """
/* Tables, lists and trees */
QAbstractItemView {
    color: $text; background: $panel; border: none; outline: 0; gridline-color: $line;
    selection-color: $text; selection-background-color: $selection; alternate-background-color: $background;
}
QListView, QTreeView, QTableView { border: 1px solid $line; border-radius: ${card_radius}px; }
QAbstractItemView[plain="true"] { border: none; border-radius: 0; }
QListView::item, QTreeView::item { min-height: 28px; padding: 0 4px; }
QAbstractItemView::item:selected { color: $text; background: $selection; }
QAbstractItemView::item:hover:!selected { background: $hover; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section {
    color: $dim; background: transparent; border: none; border-bottom: 1px solid $line; padding: 6px 8px;
    font-weight: bold;
}
QHeaderView::section:hover { color: $text; }
QHeaderView::up-arrow { image: url(${glyph}-chevron-up.svg); width: 10px; height: 10px; }
QHeaderView::down-arrow { image: url(${glyph}-chevron-down.svg); width: 10px; height: 10px; }
QTableCornerButton::section { background: transparent; border: none; }

/* Tabs */
QTabWidget::pane { border: none; }
QTabBar { background: transparent; border: none; }
QTabBar::tab {
    color: $dim; background: transparent; border: none; border-bottom: 2px solid transparent; padding: 8px 14px;
}
QTabBar::tab:hover { color: $text; border-bottom-color: $edge; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; font-weight: bold; }
QTabBar::tab:disabled { color: $faint; }
QTabBar::scroller { width: 56px; }
QTabBar::tear { width: 0; border: none; }
QTabBar QToolButton {
    background: $panel; border: 1px solid $edge; border-radius: ${radius}px; padding: 0; margin: 2px;
}
QTabBar QToolButton:hover { background: $hover; }
QTabBar QToolButton:disabled { border-color: $line; }
QTabBar QToolButton::right-arrow { image: url(${glyph}-chevron-right.svg); width: 12px; height: 12px; }
QTabBar QToolButton::left-arrow { image: url(${glyph}-chevron-left.svg); width: 12px; height: 12px; }
QTabBar QToolButton::right-arrow:disabled { image: url(${glyph}-chevron-right-off.svg); }
QTabBar QToolButton::left-arrow:disabled { image: url(${glyph}-chevron-left-off.svg); }
QTabBar:focus { border: 2px solid $accent; border-radius: ${radius}px; }

/* Menus */
QMenuBar { color: $text; background: $panel; border: none; }
QMenuBar::item { background: transparent; padding: 6px 10px; border-radius: 4px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $hover; }
/* Leads to the menus for which there is no room; Qt gives it twelve pixels. */
QMenuBar > QToolButton, QMenuBar > QToolButton:focus {
    background: transparent; border: none; border-radius: 4px; padding: 0; min-height: 0;
    qproperty-icon: url(${glyph}-chevron-right.svg); qproperty-iconSize: 12px 12px;
}
QMenuBar > QToolButton:hover, QMenuBar > QToolButton:pressed { background: $hover; }
QMenu { color: $text; background: $raised; border: 1px solid $edge; border-radius: ${radius}px; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $faint; background: transparent; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::indicator { width: 14px; height: 14px; padding-left: 8px; }
QMenu::indicator:checked { image: url(${glyph}-tick.svg); }
QMenu::right-arrow { image: url(${glyph}-chevron-right.svg); width: 10px; height: 10px; right: 8px; }

/* Scroll bars */
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: ${scroll_bar}px; }
QScrollBar:horizontal { height: ${scroll_bar}px; }
QScrollBar::handle { background: $scroll; border-radius: 3px; margin: 3px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $dim; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; background: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }
QScrollArea { border: none; }

/* Splitters, groups, status bar */
QSplitter::handle { background: transparent; }
QSplitter::handle:hover, QSplitter::handle:pressed { background: $selection; }
QGroupBox {
    border: 1px solid $line; border-radius: ${card_radius}px; margin-top: 10px; padding: 8px; font-weight: bold;
}
QGroupBox::title { subcontrol-origin: margin; left: 10px; padding: 0 4px; }
QStatusBar { color: $dim; background: $panel; border: none; border-top: 1px solid $line; }
QStatusBar::item { border: none; }
"""
