"""Starts of a batch that are refused one after the other for the same reason: then that reason is not in the rows."""

from __future__ import annotations

from roomscribe.domain.batch import Step
from roomscribe.domain.own_errors import REFUSED_HERE
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.services.batch_steps import may_pass, refused, step_of, too_hasty

MOST = 5
"""Refusals of the same code and message, without a success between, after which a batch rests."""
TRIES = 5
"""How often a row is tried that was refused for a reason which passes. A refusal for haste alone, after which the pace
is slower, counts as one part in so many."""


def why_unsent(task: Task) -> Text:
    """What kept a start from being sent, with what comes of it."""
    if task.error is not None and task.error.code == REFUSED_HERE.code:
        return task.error.meaning
    return T("The vendor can't be reached. What was not sent is sent when the batch goes on.")


class Refusals:
    """Counts the refusals of one batch that are alike."""

    def __init__(self) -> None:
        self._last = ("", "")
        """Code and message of the last one."""
        self._count = 0
        """How many there were of it, in parts of `TRIES`."""
        self._most = MOST
        """How many of them it takes."""
        self._for_good = False
        """The last one was for a reason that does not pass by itself."""

    def seen_to(self) -> None:
        """Somebody has the batch go on: count anew.

        Who goes on though rows were refused for good has seen the reason: the next time it takes twice as many of them.
        """
        if self._for_good and self._count >= self._most * TRIES:
            self._most *= 2
        self._count = 0

    def because(self, task: Task) -> Text | None:
        """What came of a start: why the batch is to rest, or None."""
        if step_of(task) is Step.STARTED:
            self._last, self._count, self._most = ("", ""), 0, MOST
        error = task.error
        if error is None or not refused(task):
            return None
        alike = (error.code, error.vendor_message)
        if alike != self._last:
            self._last, self._count = alike, 0
        self._count += 1 if too_hasty(task) else TRIES
        self._for_good = not may_pass(task)
        if self._count < self._most * TRIES:
            return None
        words = T(
            "The account refuses every start: {meaning} {remedy} The refused rows wait: go on when there is room "
            "again.",
            meaning=error.meaning,
            remedy=error.remedy,
        )
        if self._for_good:
            words = T(
                "The account refuses every start: {meaning} {remedy} Go on when that is mended, or when the other rows "
                "differ. The refused rows can be started again.",
                meaning=error.meaning,
                remedy=error.remedy,
            )
        return words
