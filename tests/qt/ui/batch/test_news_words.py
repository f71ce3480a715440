"""What is said of batches that have ended."""

from __future__ import annotations

import pytest

from roomscribe.domain.batch import Progress, Step
from roomscribe.ui.batch.news_words import end_remedy
from roomscribe.ui.words import say

NOT_STARTED = "What to do about those that were not started stands in their rows and in the report."
NOT_CONFIRMED = "are not confirmed: bots may be running. What to do about them stands in their rows."


@pytest.mark.parametrize(
    ("counts", "remedy"),
    [
        ({Step.STARTED: 3}, None),
        ({Step.STARTED: 2, Step.REJECTED: 1}, f"{NOT_STARTED}"),
        ({Step.STARTED: 1, Step.OPEN: 2}, f"2 starts {NOT_CONFIRMED}"),
        ({Step.UNSENT: 1, Step.OPEN: 2}, f"{NOT_STARTED} 2 starts {NOT_CONFIRMED}"),
    ],
)
def test_what_to_do_in_the_end(counts: dict[Step, int], remedy: str | None) -> None:
    found = end_remedy(Progress(total=3, counts=counts))
    assert (found and say(found)) == remedy
