"""The table of tasks: model over the store, columns as values, filter, chips, and the view that holds them."""

from roomscribe.ui.task_table.table import TaskTable

__all__ = ["TaskTable"]
