"""The filter language of the task table: states explained as everywhere in the window, costs as in their column."""

from __future__ import annotations

from roomscribe.domain.tasks import Task
from roomscribe.services.billing import Billing
from roomscribe.services.costs import Unknown
from roomscribe.services.filtering.keys import CostOf
from roomscribe.services.filtering.query import FilterLanguage
from roomscribe.services.metering import NEVER_RAN
from roomscribe.ui.task_table.looks import LOOKS
from roomscribe.vendors.registry import Registry


def table_language(registry: Registry, billing: Billing | None) -> FilterLanguage:
    """What can be asked of a row; costs only where somebody adds them up."""
    sentences = {state: look.sentence for state, look in LOOKS.items()}
    return FilterLanguage(registry, sentences, None if billing is None else _cost_of(billing))


def _cost_of(billing: Billing) -> CostOf:
    def cost(task: Task) -> float | None:
        if task.state in NEVER_RAN:
            return None
        estimate = billing.costs.estimate(task)
        return None if isinstance(estimate, Unknown) else float(estimate.so_far)

    return cost
