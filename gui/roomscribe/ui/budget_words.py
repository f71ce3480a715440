"""What the status bar says about the requests that the vendors permit."""

from __future__ import annotations

from roomscribe.domain.text import T, Text
from roomscribe.services.rates import AccountBudget, Budget
from roomscribe.ui.words import say

MOST_ACCOUNTS = 12
"""Lines of a tooltip."""


def budget_text(budget: Budget) -> Text:
    """The short form: the most urgent fact last."""
    pauses = [each.pause for each in budget.accounts if each.pause >= 1]
    free = T("{free} of {permitted} requests/s free", free=budget.free, permitted=budget.permitted)
    if pauses and len(pauses) == len(budget.accounts):
        return T("vendor asked for a pause: {seconds} s", seconds=round(max(pauses)))
    if budget.waiting:
        return T("{free} · {count} waiting", free=free, count=budget.waiting)
    return free


def budget_tone(budget: Budget) -> str:
    """Amber where a vendor refused; many rows that wait their turn are nothing to worry about."""
    slowed = any(each.pause >= 1 or each.allowed < each.permitted for each in budget.accounts)
    return "warn" if slowed else "dim"


def budget_tip(budget: Budget) -> Text:
    """Each account with what it is permitted, and why it is asked less."""
    heading = T("What the vendors permit, over all profiles in use. What you do goes before what the console asks.")
    lines = [_account(each) for each in budget.accounts[:MOST_ACCOUNTS]]
    if (more := len(budget.accounts) - MOST_ACCOUNTS) > 0:
        lines.append(T("… and {count} more", count=more))
    return T("{heading}\n{lines}", heading=heading, lines="\n".join(say(line) for line in lines)) if lines else heading


def _account(account: AccountBudget) -> Text:
    line = T(
        "{profiles}: {free} of {permitted} requests/s free",
        profiles=", ".join(account.profiles),
        free=account.free,
        permitted=account.permitted,
    )
    if account.waiting == 1:
        line = T("{account}, 1 row waits for its turn", account=line)
    elif account.waiting:
        line = T("{account}, {count} rows wait for their turn", account=line, count=account.waiting)
    if account.pause >= 1:
        return T(
            "{account}; the vendor refused, so nothing is asked for {seconds} s",
            account=line,
            seconds=round(account.pause),
        )
    if account.allowed < account.permitted:
        return T(
            "{account}; the vendor refused lately, so {rate} requests/s are tried",
            account=line,
            rate=round(account.allowed, 1),
        )
    return line
