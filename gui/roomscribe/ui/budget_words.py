"""What the status bar says about the requests that the vendors permit."""

from __future__ import annotations

from roomscribe.domain.lengths import short, spoken
from roomscribe.domain.text import T, Text
from roomscribe.services.rates import AccountBudget, Budget
from roomscribe.ui.words import say

MOST_ACCOUNTS = 12
"""Lines of a tooltip."""
LONGEST_NAME = 24
"""Characters of a profile's name in the status bar."""


def budget_text(budget: Budget) -> Text:
    """The short form: the tightest account, as one that is idle helps no other; the most urgent fact last."""
    tightest = min(budget.accounts, key=_slack, default=None)
    if tightest is None:
        return T("{free} of {permitted} requests/s free", free=budget.free, permitted=budget.permitted)
    if tightest.pause >= 1:
        words = T("vendor asked for a pause: {time}", time=short(round(tightest.pause)))
    else:
        words = T("{free} of {permitted} requests/s free", free=tightest.free, permitted=tightest.permitted)
        if tightest.waiting:
            words = T("{free} · {count} waiting", free=words, count=tightest.waiting)
    return T("{account}: {words}", account=_name(tightest), words=words) if len(budget.accounts) > 1 else words


def _slack(account: AccountBudget) -> tuple[bool, bool, float, int]:
    """Sorts the tightest first: one that pauses, then one for which rows wait, then the one with the least free."""
    free = account.free / account.permitted if account.permitted else 1.0
    return account.pause < 1, not account.waiting, free, -account.waiting


def _name(account: AccountBudget) -> str:
    first, others = account.profiles[0], len(account.profiles) - 1
    name = f"{first[: LONGEST_NAME - 1]}…" if len(first) > LONGEST_NAME else first
    return say(T("{name} and {count} more", name=name, count=others)) if others else name


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
            "{account}; the vendor refused, so nothing is asked for {time}",
            account=line,
            time=spoken(round(account.pause)),
        )
    if account.allowed < account.permitted:
        return T(
            "{account}; the vendor refused lately, so {rate} requests/s are tried",
            account=line,
            rate=round(account.allowed, 1),
        )
    return line
