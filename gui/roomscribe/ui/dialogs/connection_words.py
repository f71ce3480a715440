"""A connection report in words: the vendor's answer, what it means, what to do, and how the clocks differ."""

from __future__ import annotations

from dataclasses import dataclass

from roomscribe.domain.lengths import HOUR, MINUTE, SECOND, short, spoken
from roomscribe.domain.text import T, Text
from roomscribe.ui.dialogs.parts import Tone
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import ConnectionReport

AGREES = 1.0
"""Seconds. Vendors tell whole seconds, and the way there and back takes some: less than this means nothing."""
WORRYING = 60.0
"""Seconds. Vendors refuse signatures that are a few minutes old; this warns before they do."""


@dataclass(frozen=True)
class ReportWords:
    """What a banner says about a report."""

    tone: Tone
    title: str
    text: str
    note: str


def report_words(report: ConnectionReport) -> ReportWords:
    """The report as a banner shows it."""
    skew = report.clock_skew
    worrying = skew is not None and abs(skew) >= WORRYING
    title = T("The connection works") if report.ok else T("The connection does not work")
    texts = [report.meaning]
    if report.error is not None and not report.ok:
        texts.append(report.error.remedy)
    if worrying:
        texts.append(T("Set this computer's clock. Until then requests carry the vendor's time."))
    # A vendor's "no such task" is what a test hopes for, and must not read like a failure.
    expected = T("Expected answer to a test question: {answer}", answer=report.answer)
    notes = [expected if report.ok else T("Answer: {answer}", answer=report.answer)]
    if report.request_id:
        notes.append(T("Request id: {id}", id=report.request_id))
    if skew is not None:
        notes.append(clock_words(skew))
    tone = Tone.WARN if report.ok and worrying else Tone.GOOD if report.ok else Tone.BAD
    return ReportWords(tone, say(title), " ".join(say(each) for each in texts), "\n".join(say(each) for each in notes))


def clock_words(skew: float) -> Text:
    """How this computer's clock differs from the vendor's (`skew` is the vendor's minus ours)."""
    if abs(skew) < AGREES:
        return T("Your clock agrees with the vendor's.")
    time = spoken(*_rounded(abs(skew)))
    if skew > 0:
        return T("Your clock is {time} behind the vendor's.", time=time)
    return T("Your clock is {time} ahead of the vendor's.", time=time)


def time_words(seconds: float) -> Text:
    """A length of time in short, rounded as one would say it."""
    return short(*_rounded(seconds))


def _rounded(seconds: float) -> tuple[float, int]:
    """A number and its unit."""
    if seconds < 10:
        return round(seconds, 1), SECOND
    if seconds < 2 * MINUTE:
        return round(seconds), SECOND
    if seconds < 2 * HOUR:
        return round(seconds / MINUTE), MINUTE
    return round(seconds / HOUR), HOUR
