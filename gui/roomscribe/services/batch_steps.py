"""How far a batch's row has come, by its task, and whether the row may be sent again."""

from __future__ import annotations

from roomscribe.domain.batch import RowResult, Step
from roomscribe.domain.errors import FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task

STEP_OF = {
    TaskState.REQUESTING: Step.OPEN,
    TaskState.UNCONFIRMED: Step.OPEN,
    TaskState.REJECTED: Step.REJECTED,
    TaskState.UNSENT: Step.UNSENT,
    TaskState.CLOSED: Step.UNSENT,
}
"""Every other state of a task that the vendor has named means that it has accepted the start, whatever came of the task
since."""


def step_of(task: Task) -> Step:
    """How far the row of this task has come."""
    if task.state is TaskState.GONE and not task.vendor_task_id:
        return Step.OPEN  # nobody has ever heard of it, and nobody can find out any more
    return STEP_OF.get(task.state, Step.STARTED)


def result_of(task: Task, seconds: float = 0.0) -> RowResult:
    """What became of the row of this task; `seconds` from its being written down to its answer."""
    return RowResult(step=step_of(task), task_id=task.id, error=task.error, seconds=seconds)


def too_hasty(task: Task) -> bool:
    """Whether the vendor has refused a start only because too many came."""
    return _refused_for(task, FailureKind.RATE_LIMITED)


def not_let_in(task: Task) -> bool:
    """Whether the vendor has refused a start because it does not accept the account, whatever the row holds."""
    return _refused_for(task, FailureKind.AUTH)


def refused(task: Task) -> bool:
    """Whether the vendor has said no, so that nothing was started."""
    return task.state is TaskState.REJECTED


def may_pass(task: Task) -> bool:
    """Whether the vendor has refused a start for a reason that passes, such as the number of tasks at once."""
    return refused(task) and task.error is not None and task.error.retryable


def to_be_sent_again(task: Task) -> bool:
    """Whether it is proven that the start did nothing, for a reason that does not lie in the row.

    A start that was closed by hand is not sent again: a person has looked, but nothing is proven. Nor is one whose end
    was wished before: whoever stops a task wants no other in its place.
    """
    did_nothing = task.state is TaskState.UNSENT or too_hasty(task) or not_let_in(task) or may_pass(task)
    return did_nothing and task.stop_wished_at is None


def _refused_for(task: Task, kind: FailureKind) -> bool:
    return refused(task) and task.error is not None and task.error.kind is kind
