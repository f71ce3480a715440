"""The bots' tokens: for whom, with which rights, for how long."""

from __future__ import annotations

import pytest

from roomscribe.vendors.agora.bot_tokens import bot_tokens
from roomscribe.vendors.agora.model import BotTokens
from roomscribe.vendors.agora.token_life import token_life
from roomscribe.vendors.agora.tokens import decode, verify
from tests.unit.vendors.agora.stage import DEMO, START_OF_TIME, account, values


@pytest.mark.parametrize(
    ("runs_for", "life"),
    [(0, 86_400), (60, 21_660), (7_200, 28_800), (64_800, 86_400), (64_801, 86_400), (900_000, 86_400)],
)
def test_tokens_outlive_the_task_and_its_extensions_and_no_token_a_day(runs_for: float, life: int) -> None:
    assert token_life(runs_for) == life


def test_each_bot_gets_its_own_with_no_more_rights_than_it_needs() -> None:
    made = bot_tokens(account(), values(), 1800, START_OF_TIME + 0.7)
    assert made.sub is not None
    assert made.pub is not None
    listening, sending = decode(made.sub), decode(made.pub)
    for token, uid in ((listening, "47091"), (sending, "88222")):
        assert verify(token, DEMO["app_certificate"])
        assert (token.app_id, token.channel, token.uid) == (DEMO["app_id"], "demo-room", uid)
        assert (token.issued_at, token.lives_for) == (int(START_OF_TIME), 23_400)
    assert listening.rtc is not None
    assert sending.rtc is not None
    assert listening.rtc.privileges == {1: 23_400}
    assert sending.rtc.privileges == {1: 23_400, 2: 23_400, 3: 23_400, 4: 23_400}


def test_pasted_tokens_are_sent_as_they_are() -> None:
    form = values(bot_tokens="pasted", sub_bot_token="007a", pub_bot_token="007b")
    assert bot_tokens(account(), form, 60, 0) == BotTokens(sub="007a", pub="007b")


@pytest.mark.parametrize("form", [values(bot_tokens="none"), {}, values(bot_tokens="pasted")])
def test_no_tokens(form: dict[str, object]) -> None:
    assert bot_tokens(account(), form, 60, 0) == BotTokens()
