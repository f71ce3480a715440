"""The simulated cloud's notifications, signed twice, as all generations send them (agora.md §10.1)."""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from collections.abc import Callable, Mapping

from roomscribe.simulator.webhooks import Answer, Delivery, Notice, Webhooks
from roomscribe.simulator.world import World
from roomscribe.vendors.agora.simulator_notice_settings import NoticeSettings, TimeUnit

PATIENCE = 10.0
"""Seconds for an answer."""
REPETITIONS = 3
LONGEST_WAIT = 30.0
"""Seconds for which a notification waits at most to be overtaken."""
BEHIND = 0.001
"""Seconds by which it then follows."""


def signatures(secret: str, body: bytes) -> dict[str, str]:
    """The two headers, over the raw bytes."""
    return {
        "Agora-Signature": hmac.new(secret.encode(), body, hashlib.sha1).hexdigest(),
        "Agora-Signature-V2": hmac.new(secret.encode(), body, hashlib.sha256).hexdigest(),
    }


class Notifier:
    """Words, signs and posts the notifications of one cloud's projects."""

    def __init__(self, world: World, settings: Callable[[], NoticeSettings]) -> None:
        self._clock = world.clock
        self._settings = settings
        self._webhooks = Webhooks.of(world)
        self._overtaken: Delivery | None = None

    def post(
        self, app_id: str, event: int, at: float, payload: Mapping[str, object], *, product: int, sid: str = ""
    ) -> None:
        """Tell of an event that happened `at` this world time; `sid` for generations whose envelope has one."""
        settings = self._settings()
        content = {
            **({"eventMs": milliseconds(at)} if settings.notice_event_ms else {}),
            **({"sid": sid} if sid else {}),
            "noticeId": str(uuid.uuid4()),
            "productId": product,
            "eventType": event,
            "notifyMs": milliseconds(self._clock.now()),
            "payload": payload,
        }
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        notice = Notice(
            app_id=app_id,
            event=str(event),
            body=body,
            sign=lambda key: signatures(key, body) if key else {},
            patience=PATIENCE,
            pauses=tuple(settings.notice_first_pause * 2**number for number in range(REPETITIONS)),
            accepts=self._accepts,
        )
        for _ in range(2 if settings.notice_twice else 1):
            self._send(notice, disorder=settings.notice_disorder)

    def moment(self, at: float) -> int:
        """A task's time, in the unit that the settings say."""
        return milliseconds(at) if self._settings().notice_times is TimeUnit.MILLISECONDS else int(at)

    def _send(self, notice: Notice, *, disorder: bool) -> None:
        waiting, self._overtaken = self._overtaken, None
        if disorder and waiting is None:
            self._overtaken = self._webhooks.post(notice, delay=LONGEST_WAIT)
            return
        posted = self._webhooks.post(notice)
        if waiting is not None and posted is not None:
            waiting.due = min(waiting.due, posted.due + BEHIND)

    def _accepts(self, answer: Answer) -> bool:
        return answer.status == 200 and (not self._settings().notice_needs_json or _is_json(answer.body))


def milliseconds(seconds: float) -> int:
    """World time as the vendor's tables write it."""
    return round(seconds * 1000)


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True
