"""What the rows of a batch cost, in words: a bound, or that nobody knows."""

from __future__ import annotations

from roomscribe.domain.text import T
from roomscribe.services.batch_cost import Total
from roomscribe.ui.money_words import cost_words, estimate_lines
from roomscribe.ui.words import say


def total_words(total: Total) -> str:
    """`≤ 12.40 USD until their end times, 3 without an end`; "" of no rows."""
    if not total.rows:
        return ""
    if total.unknown == total.rows:
        return say(T("cost unknown"))
    parts = []
    if total.estimate is not None:
        amount = cost_words(total.estimate)
        one = T("{amount} until its end time", amount=amount)
        many = T("{amount} until their end times", amount=amount)
        parts.append(say(one if total.rows == 1 else many))
    if total.endless:
        parts.append(say(T("no bound for {count} without an end", count=total.endless)))
    if total.unknown:
        parts.append(say(T("unknown for {count}", count=total.unknown)))
    words = ", ".join(parts)
    simulated = total.estimate is not None and total.estimate.simulated
    return say(T("{words} (not billed: simulated)", words=words)) if simulated else words


def total_lines(total: Total) -> str:
    """How the bound comes about, and why there is none."""
    lines = estimate_lines(total.estimate) if total.estimate is not None else []
    if total.why is not None:
        lines.append(say(total.why.reason))
    return "\n".join(lines)
