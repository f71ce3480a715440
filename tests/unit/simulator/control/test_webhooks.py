"""`/_sim/webhooks`: targets are set, shown without their keys, and taken away."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from roomscribe.simulator.application import build_application
from roomscribe.simulator.control.mount import mount_control
from roomscribe.simulator.control.webhooks import webhook_routes
from roomscribe.simulator.webhooks import Applications, Notice, Webhooks
from roomscribe.simulator.world import World
from tests.support.faces import served

PATH = "/_sim/webhooks"
URL = "http://127.0.0.1:9/hook"


@pytest.fixture
def webhooks() -> Webhooks:
    webhooks = Webhooks.of(World())
    webhooks.add_applications(Applications(ids=lambda: ("app-1",), key_pattern="[a-z]{1,4}", key_rule="A bad key."))
    return webhooks


@pytest.fixture
def client(webhooks: Webhooks) -> Iterator[httpx.Client]:
    with served(build_application(mount_control([webhook_routes(webhooks)]))) as client:
        yield client


def test_a_target_is_shown_without_its_key(client: httpx.Client, webhooks: Webhooks) -> None:
    answer = client.put(PATH, json={"application": "app-1", "url": URL, "key": "abcd"})
    assert answer.status_code == 200
    assert answer.json()["targets"] == [{"application": "app-1", "url": URL, "signed": True}]
    assert client.get(PATH).json() == answer.json()
    assert "abcd" not in answer.text
    assert webhooks.targets()["app-1"].key == "abcd"


def test_without_an_application_it_is_for_all(client: httpx.Client) -> None:
    shown = client.put(PATH, json={"url": URL}).json()
    assert shown["targets"] == [{"application": "*", "url": URL, "signed": False}]


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ({"url": "http://example.com/", "key": "abcd"}, "url"),
        ({}, "url"),
        ({"url": URL, "key": "ABCD"}, "key"),
        ({"url": URL, "key": 1}, "key"),
        ({"url": URL, "application": "app-2"}, "application"),
        ({"url": URL, "secret": "abcd"}, "secret"),
        ([], ""),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_place(client: httpx.Client, body: object, at: str) -> None:
    answer = client.put(PATH, json=body)
    assert (answer.status_code, answer.json()["at"]) == (400, at)
    assert "abcd" not in answer.text.lower()
    assert client.get(PATH).json()["targets"] == []


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_refused(client: httpx.Client, body: bytes) -> None:
    assert client.put(PATH, content=body).status_code == 400


def test_targets_are_taken_away_one_by_one_or_all_at_once(client: httpx.Client) -> None:
    client.put(PATH, json={"url": URL})
    client.put(PATH, json={"url": URL, "application": "app-1"})
    assert [each["application"] for each in client.delete(PATH, params={"application": "*"}).json()["targets"]] == [
        "app-1"
    ]
    assert client.delete(PATH).json()["targets"] == []


def test_the_latest_notices_are_shown_with_their_fate(client: httpx.Client, webhooks: Webhooks) -> None:
    client.put(PATH, json={"url": URL})
    notice = Notice(
        app_id="app-1",
        event="901",
        body=b"private",
        sign=lambda key: {},
        patience=1,
        pauses=(),
        accepts=lambda answer: True,
    )
    webhooks.post(notice)
    answer = client.get(PATH)
    shown = {"number": 1, "application": "app-1", "event": "901", "fate": "waiting", "tries": 0, "status": None}
    assert answer.json()["latest"] == [shown]
    assert "private" not in answer.text
