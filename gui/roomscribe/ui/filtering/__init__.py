"""The field in which a filter is typed, with completion, messages about mistakes, and help."""
