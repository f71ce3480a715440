"""How long a vendor wants a pause, as its answer's header says (RFC 9110 §10.2.3)."""

from __future__ import annotations

import pytest

from roomscribe.net.call import LONGEST_PAUSE, _pause

DATE = "Sun, 06 Nov 1994 08:49:37 GMT"
ANSWERED = 784_111_777.0
"""The same moment, UTC seconds."""


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("30", 30.0),
        (" 0 ", 0.0),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("99999999", LONGEST_PAUSE),
        ("Sun, 06 Nov 1994 08:50:07 GMT", 30.0),
        ("Sun, 06 Nov 1994 08:49:07 GMT", 0.0),
        ("Mon, 06 Nov 2034 08:49:37 GMT", LONGEST_PAUSE),
    ],
)
def test_seconds_and_moments(header: str | None, seconds: float | None) -> None:
    assert _pause(header, DATE, ANSWERED) == seconds


def test_a_moment_is_meant_by_the_vendors_clock() -> None:
    """Ours may be wrong by hours."""
    assert _pause("Sun, 06 Nov 1994 08:50:07 GMT", DATE, ANSWERED + 7200) == 30.0
    assert _pause("Sun, 06 Nov 1994 08:50:07 GMT", None, ANSWERED) == 30.0
