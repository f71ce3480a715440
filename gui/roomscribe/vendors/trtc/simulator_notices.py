"""The simulated cloud's notifications, signed: a task's start, its end, and its sentences (tencent.md §11).

The fields of 1402, 1403 and 1404 were never seen; they are inferred from those of 1.0.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from roomscribe.simulator.live import Sentence
from roomscribe.simulator.webhooks import Answer, Applications, Notice, Webhooks
from roomscribe.simulator.world import World
from roomscribe.vendors.trtc.simulator_accounts import SimulatedAccount
from roomscribe.vendors.trtc.simulator_notice_settings import CloudNoticeSettings, NoticeSettings, SentenceShape
from roomscribe.vendors.trtc.simulator_tasks import LeaveCode, SimulatedTask, TaskRegister

PATIENCE = 5.0
"""Seconds for an answer."""
PAUSES = (0.0, *6 * (10.0,))
"""Seconds before each further try: at once, then every ten, and no more after a minute."""
KEY_PATTERN = "[A-Za-z0-9]{1,32}"


@dataclass(frozen=True, kw_only=True)
class Events:
    """The numbers of one generation's events."""

    group: int
    started: int
    ended: int
    sentence: int
    translation: int | None = None


EVENTS = {
    "trtc-1": Events(group=9, started=901, ended=902, sentence=903),
    "trtc-2": Events(group=14, started=1401, ended=1402, sentence=1403, translation=1404),
}
ROBOT_NAMED = frozenset({14})
"""Groups whose EventInfo has RobotId."""


def signature(key: str, body: bytes) -> str:
    """The header `Sign`, over the raw bytes."""
    return base64.b64encode(hmac.digest(key.encode(), body, hashlib.sha256)).decode()


class TrtcNotices:
    """Tells an application's receiver what happens to its tasks."""

    def __init__(
        self,
        world: World,
        tasks: TaskRegister,
        accounts: Mapping[str, SimulatedAccount],
        settings: Mapping[str, NoticeSettings],
    ) -> None:
        """`settings` by generation."""
        self._world = world
        self._tasks = tasks
        self._accounts = accounts
        self._settings = settings
        self._webhooks = Webhooks.of(world)
        rule = "TRTC's signing key is 1 to 32 letters and digits."
        self._webhooks.add_applications(Applications(ids=self._app_ids, key_pattern=KEY_PATTERN, key_rule=rule))
        tasks.joined.add(self._started)
        tasks.ended.add(self._ended)
        world.sentences.add(self._said)

    def _app_ids(self) -> Collection[str]:
        return {str(sdk_app_id) for account in self._accounts.values() for sdk_app_id in account.apps}

    def _started(self, task: SimulatedTask) -> None:
        self._post(task, EVENTS[task.course.generation].started, task.joins_at, {"Status": 0})

    def _ended(self, task: SimulatedTask) -> None:
        generation, at = task.course.generation, task.ended_at or 0.0
        settings, events = self._settings[generation], EVENTS[generation]
        if not task.joined and task.leave_code is LeaveCode.BROKEN:
            self._post(task, events.started, at, {"Status": 1})
        if not task.joined and not settings.notice_unjoined_end:
            return
        told = not isinstance(settings, CloudNoticeSettings) or settings.notice_end_code
        self._post(task, events.ended, at, {"LeaveCode": task.leave_code} if told else {})

    def _said(self, sentence: Sentence) -> None:
        task = self._tasks.get(sentence.task.task_id)
        if task is None or not task.joined:
            return
        events = EVENTS[task.course.generation]
        self._post(task, events.sentence, sentence.ended_at, self._sentence(task, sentence, sentence.text, ""))
        if events.translation is not None:
            for language, text in sentence.translations.items():
                payload = self._sentence(task, sentence, text, language)
                self._post(task, events.translation, sentence.ended_at, payload)

    def _sentence(self, task: SimulatedTask, sentence: Sentence, text: str, language: str) -> dict[str, object]:
        """`language` names a translation's; "" for what was said itself."""
        settings = self._settings[task.course.generation]
        if isinstance(settings, CloudNoticeSettings) and settings.notice_sentence_shape is SentenceShape.AS_CAPTION:
            said = {"translate_msg": [{"language": language, "text": text}]} if language else {"text": text}
            start = {"start_utc_ms": _ms(sentence.started_at), "end": True}
            return {"sender": sentence.speaker, "roundid": sentence.round_id, **said, **start}
        since = 0.0 if settings.notice_sentence_utc else task.accepted_at
        return {
            "UserId": sentence.speaker,
            "Text": text,
            "StartTimeMs": _ms(sentence.started_at - since),
            "EndTimeMs": _ms(sentence.ended_at - since),
            "RoundId": sentence.round_id,
            **({"Language": language} if language else {}),
        }

    def _post(self, task: SimulatedTask, event: int, at: float, payload: Mapping[str, object]) -> None:
        settings, group = self._settings[task.course.generation], EVENTS[task.course.generation].group
        number = task.room_type == 0 and settings.notice_room_as_number
        info: dict[str, object] = {
            "EventMsTs": str(_ms(at)) if settings.notice_event_time_as_text else _ms(at),
            "TaskId": task.task_id,
            "RoomId": int(task.room_id) if number else task.room_id,
            "RoomIdType": task.room_type,
            **({"RobotId": task.bot} if group in ROBOT_NAMED else {}),
            "Payload": payload,
        }
        content = {
            "EventGroupId": group,
            "EventType": event,
            settings.notice_callback_name.value: _ms(self._world.clock.now()),
            "EventInfo": info,
        }
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        app_id = str(task.sdk_app_id)

        def sign(key: str) -> dict[str, str]:
            return {"SdkAppId": app_id, **({"Sign": signature(key, body)} if key else {})}

        notice = Notice(
            app_id=app_id,
            event=str(event),
            body=body,
            sign=sign,
            patience=PATIENCE,
            pauses=PAUSES,
            accepts=_accepts,
        )
        for _ in range(2 if settings.notice_twice else 1):
            self._webhooks.post(notice)


def _accepts(answer: Answer) -> bool:
    """The body does not matter."""
    return answer.status == 200


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
