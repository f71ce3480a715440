"""What people read about a fault: its kind, its call, how often it will still happen."""

from __future__ import annotations

from collections.abc import Mapping

from roomscribe.domain.text import T, Text
from roomscribe.services.simulator_control import Trouble
from roomscribe.simulator.faults import ANY_CALL, FaultKind
from roomscribe.ui.words import say

KIND_NAMES: Mapping[FaultKind, Text] = {
    FaultKind.HTTP: T("HTTP error page"),
    FaultKind.ERROR: T("Error of the vendor"),
    FaultKind.DELAY: T("Late answer"),
    FaultKind.HANG: T("No answer at all"),
    FaultKind.DROP_AFTER: T("Answer lost after success"),
    FaultKind.HALF_BODY: T("Half an answer after success"),
    FaultKind.RESET: T("Connection reset"),
}
"""In the order in which they are offered."""

KIND_NOTES: Mapping[FaultKind, Text] = {
    FaultKind.HTTP: T("A proxy's page comes back instead of the answer. Nothing takes effect."),
    FaultKind.ERROR: T("The vendor refuses in its own shape. Nothing takes effect."),
    FaultKind.DELAY: T("The right answer comes, but later."),
    FaultKind.HANG: T("The console waits until its patience is over. Nothing takes effect."),
    FaultKind.DROP_AFTER: T("The call takes effect, and nobody tells the console."),
    FaultKind.HALF_BODY: T("The call takes effect, and the connection breaks in the middle of the answer."),
    FaultKind.RESET: T("The connection breaks before anything takes effect."),
}
USUAL_STATUS = 502


def what(trouble: Trouble) -> str:
    """The kind, with what makes it this one."""
    name = say(KIND_NAMES[trouble.kind])
    match trouble.kind:
        case FaultKind.HTTP:
            return f"{name} {trouble.status or USUAL_STATUS}"
        case FaultKind.ERROR:
            return f"{name}: {trouble.code}"
        case FaultKind.DELAY:
            return f"{name}: {trouble.seconds:g} s"
        case _:
            return name


def where(trouble: Trouble) -> str:
    """The call that it spoils."""
    return say(T("every call")) if trouble.call == ANY_CALL else trouble.call


def how_often(trouble: Trouble) -> str:
    """What is still to come of it."""
    often = T("until taken back") if trouble.left is None else T("{count} more", count=trouble.left)
    parts = [say(often)]
    if trouble.after:
        parts.append(say(T("after {count} calls", count=trouble.after)))
    if trouble.probability < 1:
        parts.append(say(T("by a chance of {percent} %", percent=f"{trouble.probability * 100:g}")))
    return ", ".join(parts)
