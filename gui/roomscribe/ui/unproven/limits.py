"""Until when a task may be billed by its vendor's own words."""

from __future__ import annotations

from roomscribe.domain.moments import moment
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.services.unproven import limit_of
from roomscribe.ui.dialogs.endings import quiet_end
from roomscribe.vendors.protocol import Generation


def billed_until(task: Task, generation: Generation | None, now: float) -> Text:
    """The vendor's own limits for the task, as one or two sentences."""
    if generation is None:
        return T("When its vendor ends it by itself is not known.")
    limit, quiet = limit_of(task, generation.abilities), quiet_end(task, generation)
    if limit is None:
        if quiet is None:
            return T("Nobody says that the vendor ends it by itself.")
        return T("The vendor ends it {quiet}. Until then it may be billed.", quiet=quiet)
    time = moment(limit.at, now)
    if limit.promised and quiet is not None:
        return T(
            "The vendor ends it {quiet}, and at {time} at the latest. Until then it may be billed.",
            quiet=quiet,
            time=time,
        )
    if limit.promised:
        return T("The vendor ends it at {time} at the latest. Until then it may be billed.", time=time)
    if quiet is not None:
        return T(
            "The vendor ends it {quiet}. The longest time that it names is over at {time}; until then it may be "
            "billed.",
            quiet=quiet,
            time=time,
        )
    return T("The longest time that the vendor names is over at {time}; until then it may be billed.", time=time)
