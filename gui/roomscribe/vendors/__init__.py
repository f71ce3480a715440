"""The vendors: one folder each, described by a frozen record; nothing outside a folder knows its name."""
