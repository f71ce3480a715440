"""Finding tasks in a vendor's own list: the command, its window, and what can be done there."""
