"""A registry, tasks in every state and a journal, for the tests and pictures of the window."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

from roomscribe.domain.errors import ErrorNote, FailureKind
from roomscribe.domain.exchange import Exchange
from roomscribe.domain.fields import FieldKind
from roomscribe.domain.languages import Language, LanguageCatalogue, LanguageUse
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, JournalEntry, Receipt, Task
from roomscribe.domain.text import T
from roomscribe.vendors.protocol import Abilities
from roomscribe.vendors.registry import Registry

NOW = 1_795_190_000.0
"""The moment of every example."""

_NAMES = {
    "zh": ("Chinese", "中文"),
    "en": ("English", "English"),
    "ja": ("Japanese", "日本語"),
    "zh-en": ("Chinese and English mixed", "中英混合"),
    "en-US": ("English (United States)", "English (US)"),
    "es-ES": ("Spanish (Spain)", "español"),
    "de-DE": ("German (Germany)", "Deutsch"),
    "fr-FR": ("French (France)", "français"),
    "ja-JP": ("Japanese (Japan)", "日本語"),
}


class FixedClock:
    """A clock that tests move."""

    def __init__(self, at: float = NOW) -> None:
        self.at = at

    def now(self) -> float:
        return self.at

    def monotonic(self) -> float:
        return self.at


def example_registry() -> Registry:
    """Generations with no more than the window asks of them."""
    languages = LanguageCatalogue(
        tuple(
            Language(code=code, name=name, own_name=own, uses=frozenset(LanguageUse))
            for code, (name, own) in _NAMES.items()
        )
    )

    def generation(generation_id: str, title: str, short: str, **abilities: Any) -> SimpleNamespace:
        def site(site_id: str) -> SimpleNamespace:
            return SimpleNamespace(title=T("International"), id=site_id)

        targets = SimpleNamespace(
            key="targets", label=T("Into"), kind=FieldKind.LANGUAGES, secret=False, unit=None, choices=(), columns=()
        )
        return SimpleNamespace(
            id=generation_id,
            title=T(title),
            short_title=short,
            abilities=Abilities(**abilities),
            languages=languages,
            site=site,
            field={"targets": targets}.get,
            idle_key="",
        )

    generations = {
        "trtc-1": generation("trtc-1", "Tencent TRTC 1.0", "TRTC 1.0", update_in_place=False),
        "trtc-2": generation("trtc-2", "Tencent TRTC 2.0", "TRTC 2.0", update_in_place=False),
        "agora-5": generation("agora-5", "Agora 5.x", "Agora 5", update_in_place=True, update_spacing=5.0),
        "agora-7": generation("agora-7", "Agora 7.x", "Agora 7", update_in_place=True, update_spacing=5.0),
    }

    def vendor(vendor_id: str, title: str) -> SimpleNamespace:
        own = tuple(each for each in generations.values() if each.id.startswith(vendor_id))
        return SimpleNamespace(
            id=vendor_id, title=T(title), generations=own, signed_headers=("Authorization",), signed_how=None
        )

    known = {"trtc": vendor("trtc", "Tencent"), "agora": vendor("agora", "Agora")}

    class Examples:
        vendors = tuple(known.values())

        def generations(self) -> tuple[Any, ...]:
            return tuple(generations.values())

        def generation(self, generation_id: str) -> Any:
            return generations[generation_id]

        def find(self, generation_id: str) -> Any:
            return generations.get(generation_id)

        def vendor_of(self, generation_id: str) -> Any:
            return known[generation_id.partition("-")[0]]

    return cast(Registry, Examples())


def note(kind: FailureKind = FailureKind.REJECTED, code: str = "TaskExist", **what: Any) -> ErrorNote:
    """An error as the catalogue writes it."""
    return ErrorNote(
        **{
            "kind": kind,
            "code": code,
            "vendor_message": "The task already exists.",
            "meaning": T("A task with this session id already runs in the room."),
            "remedy": T("Stop the other task, or choose another session id under Advanced."),
            "request_id": "5d0c1f1e-0b7a-4b0c-9a55-3a1f6f0c2d11",
            **what,
        }
    )


def task(number: int, room: str, state: TaskState, **what: Any) -> Task:
    """A task that began `number` minutes ago."""
    generation = what.pop("generation", "agora-7")
    return Task(
        **{
            "id": f"{number:032x}",
            "profile_id": f"demo-{generation}",
            "profile_name": f"{generation} demo",
            "vendor": generation.partition("-")[0],
            "generation": generation,
            "site": "intl",
            "room": room,
            "bot": "caption-bot-01",
            "spoken": ("en-US",),
            "state": state,
            "vendor_state": "RUNNING" if state is TaskState.RUNNING else "",
            "vendor_task_id": f"1NWNLWNB4SLYZTKVZXUXXXXXXXXXXXXXXXX{number:03}",
            "idempotency_key": "rs-7f3a",
            "created_at": NOW - 60 * number,
            "started_at": NOW - 60 * number + 1,
            "ends_at": NOW + 60 * (30 - number),
            "asked_at": NOW - 3.2,
            "answered_at": NOW - 3,
            "owner": "root",
            **what,
        }
    )


def example_tasks() -> list[Task]:
    """Every state, long texts and other scripts among them."""
    stopped = {
        "vendor_state": "Stopped",
        "receipt": Receipt(word="Stopped", at=NOW - 300, request_id="9f1c1f1e-0b7a-4b0c-9a55"),
        "ended_at": NOW - 300,
    }
    state = TaskState
    unseen = note(FailureKind.AMBIGUOUS, "closed", meaning=T("Closed by kim: no bot was seen."))
    unheard = {"started_at": None, "answered_at": None, "asked_at": None, "vendor_task_id": ""}
    return [
        task(1, "500900", state.REQUESTING, generation="trtc-1", **unheard),
        task(2, "demo-7", state.STARTING, targets=("es-ES",), answered_at=NOW, vendor_state="STARTING"),
        task(5, "500123", state.RUNNING, generation="trtc-1", spoken=("zh-en",), targets=("en", "ja")),
        task(41, "standup-eu", state.RUNNING, spoken=("de-DE",), targets=("en-US", "fr-FR"), owner="qa-matrix"),
        task(12, "townhall", state.RECOVERING, vendor_state="RECOVERING", answered_at=NOW - 9, ends_at=None),
        task(3, "keynote", state.STOPPING, stop_wished_at=NOW - 4, vendor_state="STOPPING"),
        task(
            31,
            "500777",
            state.STOPPING,
            generation="trtc-1",
            spoken=("zh",),
            stop_wished_at=NOW - 40,
            answered_at=NOW - 31,
            vendor_state="InProgress",
            owner="qa-matrix",
            error=note(
                FailureKind.AMBIGUOUS,
                "timeout",
                meaning=T("The vendor did not answer in time."),
                remedy=T("The console asks again by itself."),
                request_id="",
                vendor_message="",
            ),
        ),
        task(20, "demo-6", state.STOPPED, generation="agora-5", targets=("ja-JP",), **stopped),
        task(
            22, "500123", state.REJECTED, generation="trtc-1", spoken=("zh-en",), error=note(), ended_at=NOW, **unheard
        ),
        task(
            23,
            "500124",
            state.UNSENT,
            generation="trtc-2",
            ended_at=NOW,
            error=note(FailureKind.NOT_SENT, "dns", meaning=T("The name of the vendor's server was not found.")),
            **unheard,
        ),
        task(24, "lost", state.UNCONFIRMED, error=note(FailureKind.AMBIGUOUS, "timeout"), **unheard),
        task(25, "broken", state.FAILED, vendor_state="FAILED", ended_at=NOW - 60, error=note(code="FAILED")),
        task(26, "vanished", state.GONE, ended_at=NOW - 60, error=note(FailureKind.NOT_FOUND, "404")),
        task(27, "unseen", state.CLOSED, generation="trtc-2", ended_at=NOW - 60, error=unseen, **unheard),
        task(44, "课堂-三年级", state.STOPPED, generation="trtc-2", spoken=("zh",), targets=("en",), **stopped),
        task(
            3 * 24 * 60,
            "a-room-with-a-very-long-name-" * 8,
            state.RUNNING,
            spoken=("en-US", "de-DE", "fr-FR", "es-ES"),
            targets=("ja-JP", "zh", "en", "de-DE"),
            vendor_task_id="v2_" + "0123456789abcdef" * 19,
            bot="bot-" + "x" * 60,
            owner="somebody.with.a.long.account.name",
            answered_at=NOW - 90,
            error=note(
                FailureKind.AMBIGUOUS,
                "InternalError.ServiceUnavailable",
                meaning=T(
                    "The vendor's service is not available at the moment, and it has not said for how long. This is"
                    " a long text that does not fit into any column, and not into one line of the details either."
                ),
            ),
        ),
    ]


def example_journal(of: Task) -> list[JournalEntry]:
    """What happened to a task, one entry of every kind."""

    def entry(after: float, kind: EntryKind, **what: Any) -> JournalEntry:
        return JournalEntry(task_id=of.id, at=of.created_at + after, kind=kind, **what)

    started = Exchange(
        call="StartAITranscription",
        method="POST",
        url="https://trtc.intl.tencentcloudapi.com/",
        request={
            "SdkAppId": 1400000001,
            "RoomId": of.room,
            "TranscriptionParams": {"UserId": of.bot, "UserSig": "•••", "MaxIdleTime": 60},
            "RecognizeConfig": {"Language": "zh", "AlternativeLanguage": ["en"]},
        },
        request_headers={"Content-Type": "application/json", "Authorization": "•••"},
        sent_at=of.created_at + 0.131,
        answered_at=of.created_at + 0.344,
        status=200,
        response={"Response": {"TaskId": of.vendor_task_id, "RequestId": "5d0c1f1e-0b7a"}},
        request_id="5d0c1f1e-0b7a",
    )
    asked = replace(
        started,
        call="DescribeAITranscription",
        request={"TaskId": of.vendor_task_id},
        response="<html>502 Bad Gateway</html>",
        status=502,
        request_id="",
    )
    kind, state = EntryKind, TaskState
    entries = [
        entry(0.120, kind.WRITTEN),
        entry(0.121, kind.RESTART_OF, detail={"task": "0" * 32}),
        entry(0.131, kind.CALLED, exchange=started, request_id="5d0c1f1e-0b7a"),
        entry(0.344, kind.STATE_CHANGED, state=state.STARTING, vendor_state="Preparing", detail={"from": "requesting"}),
        entry(2.362, kind.STATE_CHANGED, state=state.RUNNING, vendor_state="InProgress", detail={"from": "starting"}),
        entry(60.5, kind.UPDATE_WISHED, detail={"changes": {"targets": [["en"], ["en", "ja"]]}, "sequence": 1}),
        entry(60.9, kind.UPDATED, request_id="77aa-01"),
        entry(80.0, kind.CALLED, exchange=asked),
        entry(80.1, kind.REFUSED, error=note(FailureKind.AMBIGUOUS, "html")),
        entry(85.0, kind.SETTLED, detail={"arrived": True}),
        entry(90.0, kind.STOP_WISHED, detail={"reason": "you"}),
        entry(92.0, kind.RECEIPT, vendor_state="Stopped", request_id="9f1c1f1e"),
        entry(93.0, kind.RESTARTED_AS, detail={"task": "1" * 32}),
        entry(94.0, kind.ADOPTED, detail={"by": "root"}),
        entry(95.0, kind.CLOCK_SET, detail={"seconds": -7200.4}),
        entry(96.0, kind.EXTENDED, detail={"from": NOW, "to": NOW + 900, "by": "root"}),
        entry(97.0, kind.RESTART_WISHED, detail={"minutes": 30}),
        entry(98.0, kind.RESTART_OPEN),
        entry(99.0, kind.RESTART_DROPPED, detail={"by": "kim"}),
        entry(99.0, kind.CLOSED, detail={"looked": True, "by": "kim"}),
        entry(99.5, kind.ANNOTATED, detail={"note": "Captions late", "tags": ("qa", "中文"), "by": "kim"}),
        entry(97.0, kind.WATCHED, detail={"by": "watchdog"}),
        entry(98.0, kind.WATCHED, detail={"by": "console"}),
    ]
    return [replace(each, seq=seq) for seq, each in enumerate(entries, 1)]
