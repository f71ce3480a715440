"""Notes and tags of a task, edited in place."""
