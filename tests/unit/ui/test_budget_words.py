"""What the status bar says about the budget: short and calm, and honest about refusals."""

from __future__ import annotations

from dataclasses import replace

from roomscribe.services.rates import AccountBudget, Budget
from roomscribe.ui.budget_words import MOST_ACCOUNTS, budget_text, budget_tip, budget_tone
from roomscribe.ui.words import say

FREE = AccountBudget(profiles=("TRTC",), free=18, permitted=20, allowed=20.0)


def words(*accounts: AccountBudget) -> tuple[str, str, str]:
    budget = Budget.of(accounts)
    return say(budget_text(budget)), budget_tone(budget), say(budget_tip(budget))


def test_plenty() -> None:
    text, tone, tip = words(FREE, replace(FREE, profiles=("A", "B"), free=7, permitted=10, allowed=10.0))
    assert (text, tone) == ("A and 1 more: 7 of 10 requests/s free", "dim")
    assert tip.splitlines()[1:] == ["TRTC: 18 of 20 requests/s free", "A, B: 7 of 10 requests/s free"]


def test_rows_that_wait_are_told_and_are_no_trouble() -> None:
    text, tone, tip = words(replace(FREE, free=0, waiting=980))
    assert (text, tone) == ("0 of 20 requests/s free · 980 waiting", "dim")
    assert tip.endswith("TRTC: 0 of 20 requests/s free, 980 rows wait for their turn")
    assert words(replace(FREE, waiting=1))[2].endswith("1 row waits for its turn")


def test_a_refusal_is_told_until_the_rate_has_recovered() -> None:
    text, tone, tip = words(replace(FREE, allowed=10.26), FREE)
    assert (text, tone) == ("TRTC: 18 of 20 requests/s free", "warn")
    assert "TRTC: 18 of 20 requests/s free; the vendor refused lately, so 10.3 requests/s are tried" in tip


def test_a_pause_is_told_in_place_of_the_rest() -> None:
    paused = replace(FREE, allowed=10.0, pause=29.7, waiting=3)
    text, tone, tip = words(paused)
    assert (text, tone) == ("vendor asked for a pause: 30 s", "warn")
    assert tip.endswith("3 rows wait for their turn; the vendor refused, so nothing is asked for 30 seconds")
    assert words(FREE, paused)[0] == "TRTC: vendor asked for a pause: 30 s"


def test_an_idle_account_does_not_hide_one_that_has_nothing_free() -> None:
    tight = AccountBudget(profiles=("Agora 7 " + "x" * 40,), free=0, permitted=10, allowed=10.0, waiting=42)
    text, _, tip = words(replace(FREE, free=20), tight)
    assert text == f"Agora 7 {'x' * 15}…: 0 of 10 requests/s free · 42 waiting"
    assert "TRTC: 20 of 20 requests/s free" in tip
    idle = replace(FREE, profiles=("Idle",), free=1)
    assert words(idle, tight)[0].startswith("Agora 7"), "rows wait there"
    assert words(idle, replace(FREE, free=20))[0].startswith("Idle: 1 of 20")


def test_many_accounts_make_no_endless_tip() -> None:
    tip = words(*[FREE] * (MOST_ACCOUNTS + 3))[2]
    assert len(tip.splitlines()) == MOST_ACCOUNTS + 2
    assert tip.endswith("… and 3 more")


def test_without_accounts_there_is_only_the_heading() -> None:
    assert words()[0] == "0 of 0 requests/s free"
    assert "\n" not in words()[2]
