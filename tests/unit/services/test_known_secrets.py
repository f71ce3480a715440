"""Secrets are found in every form, and those that are worth nothing any more are forgotten after a while."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.clock import SystemClock
from roomscribe.domain.states import TaskState
from roomscribe.net.redaction import HIDDEN, forms_of
from roomscribe.services import known_secrets
from roomscribe.services.known_secrets import LINGER, KnownSecrets
from roomscribe.vendors.registry import Registry, load_registry
from tests.support.consoles import TestConsole
from tests.support.faces import ManualClock

SECRETS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=12, max_size=40)
TEXTS = st.text(max_size=30)
REGISTRY = load_registry()


@pytest.fixture
def registry() -> Registry:
    return REGISTRY


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@given(SECRETS, TEXTS, TEXTS, st.integers(0, 2))
def test_a_secret_is_found_wherever_and_in_whatever_form_it_stands(
    secret: str, before: str, after: str, form: int
) -> None:
    known = KnownSecrets(SystemClock())
    known.add(secret)
    written = (secret, quote(secret, safe=""), base64.b64encode(secret.encode()).decode())[form]
    assert known.stand_in(before + written + after)


@given(st.lists(SECRETS, max_size=3), TEXTS)
def test_nothing_else_is_taken_for_one(secrets: list[str], text: str) -> None:
    known = KnownSecrets(SystemClock())
    for each in secrets:
        known.add(each)
    assert known.stand_in(text) == any(form in text for each in secrets for form in forms_of(each))


def test_a_beginning_that_many_share_is_no_secret(clock: ManualClock) -> None:
    known = KnownSecrets(clock)
    known.add("006aaaabbbbccccdddd-one")
    assert not known.stand_in("the id is 006aaaabbbbccccdddd")


def test_short_secrets_are_hidden_and_keep_no_text_from_being_written(clock: ManualClock) -> None:
    known = KnownSecrets(clock)
    known.add("harbour")
    known.add("short")
    assert known.values == {"harbour"}
    assert known.redactor().text("harbour, short") == f"{HIDDEN}, short"
    assert not known.stand_in("harbour")


def test_what_is_worth_nothing_is_forgotten_after_a_while(clock: ManualClock) -> None:
    known = KnownSecrets(clock)
    for each in ("token-of-the-first", "token-of-the-second"):
        known.add(each)
    assert known.redactor().text("token-of-the-first") == HIDDEN
    known.lapse("token-of-the-first")
    known.lapse("nobody-knows-this-one")
    clock.pass_by(LINGER - 1)
    known.forget_lapsed()
    assert known.stand_in("token-of-the-first")
    known.lapse("token-of-the-second")
    clock.pass_by(2)
    known.forget_lapsed()
    assert known.values == {"token-of-the-second"}
    assert not known.stand_in("token-of-the-first")
    assert known.redactor().text("token-of-the-first") == "token-of-the-first"
    known.add("token-of-the-second")
    clock.pass_by(LINGER)
    known.forget_lapsed()
    assert known.stand_in("a token-of-the-second"), "it was given once more"


async def test_a_tasks_token_is_forgotten_after_its_end(console: TestConsole, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_secrets, "LINGER", 0.0)
    vault = console.services.vault
    before = vault.known.values
    task = await console.running(REGISTRY.generation("agora-5"))
    (token,) = vault.known.values - before
    await console.services.stopper.wish(task.id)
    await console.asked_until(task.id, TaskState.STOPPED)
    assert await vault.get(f"task/{task.id}", "builder_token") is None
    assert vault.known.values == before
    assert not vault.known.stand_in(token)
