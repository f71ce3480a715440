"""The details of one task: summary, timeline, and the requests that were sent for it."""

from roomscribe.ui.details.panel import DetailsPanel

__all__ = ["DetailsPanel"]
