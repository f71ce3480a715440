"""Delivery of notifications: a real receiver, and a clock that only the test moves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from roomscribe.net.posting import Poster
from roomscribe.services.notifying import sender_over
from roomscribe.simulator.webhooks import EVERY_APPLICATION, Applications, BadTarget, Fate, Notice, Webhooks
from roomscribe.simulator.world import World
from tests.support.consoles import until
from tests.support.faces import ManualClock
from tests.support.receiver import Receiver

APP, OTHER = "1400000001", "1400000002"
KEY = "cbkey0001"
PATIENCE, PAUSES = 5.0, (0.0, 10.0, 10.0)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


class Post:
    """The notifications of one world."""

    def __init__(self, poster: Poster) -> None:
        self.clock = ManualClock()
        self.webhooks = Webhooks.of(World(self.clock, busy_rooms=False))
        self.webhooks.sender = sender_over(poster)
        applications = Applications(ids=lambda: (APP, OTHER), key_pattern="[a-z0-9]{1,32}", key_rule="A bad key.")
        self.webhooks.add_applications(applications)

    def send(self, body: bytes = b"{}", app_id: str = APP, *, delay: float = 0.0) -> None:
        notice = Notice(
            app_id=app_id,
            event="1",
            body=body,
            sign=lambda key: {"x-key": key},
            patience=PATIENCE,
            pauses=PAUSES,
            accepts=lambda answer: answer.status == 200,
        )
        self.webhooks.post(notice, delay=delay)

    async def after(self, seconds: float) -> None:
        self.clock.pass_by(seconds)
        await self.webhooks.deliver()

    def fates(self) -> list[tuple[Fate, int]]:
        return [(each.fate, each.tries) for each in self.webhooks.deliveries()]


@pytest.fixture
async def post() -> AsyncIterator[Post]:
    async with Poster() as poster:
        yield Post(poster)


async def test_a_notice_arrives_once_signed_with_the_targets_key(post: Post, receiver: Receiver) -> None:
    post.webhooks.set_target(APP, receiver.url, KEY)
    post.send(b'{"a": 1}')
    await post.after(0)
    await post.after(100)
    (seen,) = receiver.seen
    assert (seen.path, seen.body) == ("/notices", b'{"a": 1}')
    assert (seen.headers["content-type"], seen.headers["x-key"]) == ("application/json", KEY)
    assert post.fates() == [(Fate.DELIVERED, 1)]


async def test_nothing_is_sent_without_a_target(post: Post, receiver: Receiver) -> None:
    post.send()
    post.webhooks.set_target(APP, receiver.url)
    await post.after(0)
    assert receiver.seen == []


@pytest.mark.parametrize("status", [500, 404, 204, 302])
async def test_anything_but_200_is_tried_again_and_given_up_in_the_end(
    post: Post, receiver: Receiver, status: int
) -> None:
    post.webhooks.set_target(APP, receiver.url)
    receiver.usual = status
    post.send(b"same bytes")
    tries = []
    for seconds in (0, 9.9, 0.1, 9.9, 0.1, 1000):
        await post.after(seconds)
        tries.append(len(receiver.seen))
    assert tries == [2, 2, 3, 3, 4, 4]  # the first repetition comes at once
    assert {each.body for each in receiver.seen} == {b"same bytes"}
    assert post.fates() == [(Fate.GIVEN_UP, 4)]


async def test_a_receiver_that_recovers_gets_the_notice_and_no_more(post: Post, receiver: Receiver) -> None:
    post.webhooks.set_target(APP, receiver.url)
    receiver.next.extend([500, 500])
    post.send()
    await post.after(0)
    await post.after(10)
    await post.after(10)
    assert len(receiver.seen) == 3
    assert post.fates() == [(Fate.DELIVERED, 3)]


async def test_silence_counts_as_a_failure_after_the_patience(post: Post, receiver: Receiver) -> None:
    post.webhooks.set_target(APP, receiver.url)
    receiver.next.append(None)
    post.send()
    async with asyncio.TaskGroup() as group:
        delivering = group.create_task(post.webhooks.deliver())
        await until(lambda: len(receiver.seen) == 1)
        assert not delivering.done()
        post.clock.pass_by(PATIENCE)
    assert len(receiver.seen) == 2
    assert post.fates() == [(Fate.DELIVERED, 2)]


async def test_nobody_at_the_address_is_a_failure_like_any_other(post: Post, receiver: Receiver) -> None:
    post.webhooks.set_target(APP, receiver.url)
    receiver.close()
    post.send()
    await post.after(0)
    await post.after(10)
    await post.after(10)
    assert post.fates() == [(Fate.GIVEN_UP, 4)]
    assert post.webhooks.deliveries()[0].status is None


async def test_notices_of_an_application_arrive_in_the_order_in_which_they_were_due(
    post: Post, receiver: Receiver
) -> None:
    post.webhooks.set_target(EVERY_APPLICATION, receiver.url)
    post.send(b"late", delay=3)
    for number in range(20):
        post.send(str(number).encode())
    await post.after(5)
    assert [each.body for each in receiver.seen] == [*(str(number).encode() for number in range(20)), b"late"]


async def test_a_silent_receiver_holds_up_its_own_application_alone(post: Post, receiver: Receiver) -> None:
    silent = Receiver()
    silent.usual = None
    try:
        post.webhooks.set_target(APP, silent.url)
        post.webhooks.set_target(OTHER, receiver.url)
        async with asyncio.TaskGroup() as group:
            sending = group.create_task(post.webhooks.keep_sending())
            post.send(app_id=APP)
            await until(lambda: silent.seen)
            post.send(app_id=OTHER)
            await until(lambda: post.fates()[1][0] is not Fate.WAITING)
            sending.cancel()
        assert [fate for fate, _ in post.fates()] == [Fate.WAITING, Fate.DELIVERED]
    finally:
        silent.close()


async def test_an_applications_own_target_goes_before_that_of_all(post: Post, receiver: Receiver) -> None:
    post.webhooks.set_target(EVERY_APPLICATION, "http://127.0.0.1:9/", "k1")
    post.webhooks.set_target(APP, receiver.url, "k2")
    post.send()
    await post.after(0)
    assert [each.headers["x-key"] for each in receiver.seen] == ["k2"]


async def test_what_waits_follows_a_changed_target_and_goes_nowhere_without_one(post: Post, receiver: Receiver) -> None:
    post.webhooks.set_target(APP, "http://127.0.0.1:9/")
    post.send(b"moved")
    await post.after(0)
    post.webhooks.set_target(APP, receiver.url)
    await post.after(10)
    assert [each.body for each in receiver.seen] == [b"moved"]
    post.send(b"dropped")
    post.webhooks.remove_target(APP)
    await post.after(10)
    assert len(receiver.seen) == 1
    assert [fate for fate, _ in post.fates()] == [Fate.DELIVERED, Fate.DROPPED]


@pytest.mark.parametrize(
    ("application", "url", "key", "at"),
    [
        ("999", "http://127.0.0.1/", "", "application"),
        (APP, "http://example.com/", "", "url"),
        (APP, "http://127.0.0.1/", "SECRET!", "key"),
        (EVERY_APPLICATION, "http://127.0.0.1/", "SECRET!", "key"),
    ],
)
def test_a_bad_target_is_refused_by_its_member_and_changes_nothing(
    application: str, url: str, key: str, at: str
) -> None:
    post = Post(Poster())
    with pytest.raises(BadTarget) as refused:
        post.webhooks.set_target(application, url, key)
    assert refused.value.at == at
    assert "SECRET" not in str(refused.value)
    assert post.webhooks.targets() == {}


def test_a_key_is_in_no_text_about_its_target() -> None:
    post = Post(Poster())
    post.webhooks.set_target(APP, "http://127.0.0.1/", KEY)
    assert KEY not in repr(post.webhooks.targets())


async def test_what_waits_for_a_receiver_that_never_answers_has_an_end(
    post: Post, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("roomscribe.simulator.webhooks.MOST_WAITING", 2)
    post.webhooks.set_target(APP, receiver.url)
    for body in (b"1", b"2", b"3"):
        post.send(body)
    assert post.fates() == [(Fate.WAITING, 0), (Fate.WAITING, 0), (Fate.DROPPED, 0)]
    await post.after(0)
    post.send(b"4")
    await post.after(0)
    assert [each.body for each in receiver.seen] == [b"1", b"2", b"4"]
