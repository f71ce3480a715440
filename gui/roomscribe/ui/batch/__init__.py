"""Starting many tasks: from a table or a matrix, with a preview, a progress that can be paused, and a report."""
