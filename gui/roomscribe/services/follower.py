"""Asks a vendor about one task, pursues a wished stop, and writes down what it learns."""

from __future__ import annotations

from typing import Any

from roomscribe.domain.clock import Clock
from roomscribe.domain.errors import BadRequest, CallFailed, ErrorNote, FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, JournalEntry, Observation, Task
from roomscribe.domain.text import T
from roomscribe.services.clients import ClientPool
from roomscribe.services.learning import from_failure, from_observation, from_silence
from roomscribe.services.orders import TaskSecrets
from roomscribe.services.recorder import Recorder
from roomscribe.services.store import TaskStore
from roomscribe.vendors.protocol import TaskClient
from roomscribe.vendors.registry import Registry

MARGIN = 600.0
"""Seconds added to a vendor's longest run before a task counts as over: their clocks and ours differ."""
STOP_AGAIN_AFTER = 5.0
"""Seconds after which a task that is still alive is asked to stop once more."""


class Follower:
    """One question about one task at a time; the watcher decides when."""

    def __init__(
        self,
        *,
        registry: Registry,
        clients: ClientPool,
        secrets: TaskSecrets,
        recorder: Recorder,
        store: TaskStore,
        clock: Clock,
    ) -> None:
        self._registry = registry
        self._clients = clients
        self._secrets = secrets
        self._recorder = recorder
        self._store = store
        self._clock = clock
        self._stop_sent: dict[str, float] = {}
        """Monotonic time of the last stop that was accepted. Forgotten at exit: a second stop does no harm."""

    async def ask(self, task_id: str) -> bool:
        """Ask the next sensible question about a live task; False when it failed and a longer wait is due."""
        task = self._store.get(task_id)
        if self._past_every_life(task):
            await self._write(task, (), {"state": TaskState.GONE, "ended_at": self._clock.now()})
            return True
        try:
            client = await self._clients.client(task.profile_id)
            seen = await self._question(task, client)
        except CallFailed as failure:
            return await self._failed(task, failure)
        except BadRequest as refusal:
            await self._cannot_ask(task, refusal)
            return False
        if seen is not None:
            await self._learnt(task, seen)
        return True

    async def _question(self, task: Task, client: TaskClient) -> Observation | None:
        if task.state.unsettled and not task.vendor_task_id:
            return await self._settle(task, client)
        ref = await self._secrets.ref(task)
        if task.stop_wished_at is not None and self._stop_is_due(task):
            seen = await client.stop(ref)
            self._stop_sent[task.id] = self._clock.monotonic()
            return seen
        return await client.observe(ref)

    def _past_every_life(self, task: Task) -> bool:
        """Whether an unsettled start is so old that the vendor would have ended its task by itself."""
        abilities = self._registry.generation(task.generation).abilities
        longest = abilities.longest_life or abilities.longest_run
        return task.state.unsettled and longest > 0 and self._clock.now() > task.created_at + longest + MARGIN

    def _stop_is_due(self, task: Task) -> bool:
        sent = self._stop_sent.get(task.id)
        return sent is None or self._clock.monotonic() - sent >= STOP_AGAIN_AFTER

    async def _settle(self, task: Task, client: TaskClient) -> Observation | None:
        """Find out what became of a start whose answer was lost."""
        abilities = self._registry.generation(task.generation).abilities
        if not abilities.locate_lost_start:
            if changes := from_silence(task, abilities.longest_run):
                await self._write(task, (), changes)
            return None
        runs_for = max(60.0, task.ends_at - self._clock.now()) if task.ends_at else 0.0
        order = await self._secrets.order(task, runs_for=runs_for)
        seen = await client.locate(await self._secrets.ref(task), order)
        if seen is None:
            await self._write(
                task,
                (self._recorder.entry(task.id, EntryKind.SETTLED, detail={"arrived": False}),),
                {"state": TaskState.UNSENT, "ended_at": self._clock.now(), "error": task.error},
            )
        return seen

    async def _learnt(self, task: Task, seen: Observation) -> None:
        changes = from_observation(task, seen)
        entries: list[JournalEntry] = []
        if task.state.unsettled:
            entries.append(self._recorder.entry(task.id, EntryKind.SETTLED, detail={"arrived": True}))
        same = changes["state"] is task.state and changes["vendor_state"] == task.vendor_state
        if same and not entries and task.error is None:
            # Nothing new but the time of the knowledge: shown, not written, or the journal would only say so.
            self._recorder.hear(seen.exchanges)
            if self._current(task):
                self._recorder.show(task.id, asked_at=seen.asked_at, answered_at=seen.answered_at)
            return
        entries += self._recorder.calls(task.id, seen.exchanges)
        await self._write(task, tuple(entries), changes)

    async def _failed(self, task: Task, failure: CallFailed) -> bool:
        changes = from_failure(task, failure, self._clock.now())
        ended = "state" in changes
        repeated = not ended and task.error is not None and task.error.code == failure.note.code
        entries = () if repeated else self._recorder.refusal(task.id, failure)
        await self._write(task, entries, changes)
        return ended

    async def _cannot_ask(self, task: Task, refusal: BadRequest) -> None:
        if task.error is not None and task.error.meaning == refusal.message:
            return
        note = ErrorNote(
            kind=FailureKind.NOT_SENT,
            code="cannot-ask",
            vendor_message="",
            meaning=refusal.message,
            remedy=T("Open the profile and complete it. The console then asks again by itself."),
        )
        entry = self._recorder.entry(task.id, EntryKind.REFUSED, error=note)
        await self._write(task, (entry,), {"error": note})

    async def _write(self, asked: Task, entries: tuple[JournalEntry, ...], changes: dict[str, Any]) -> None:
        if not self._current(asked):
            return
        if "receipt" in changes:
            receipt = changes["receipt"]
            proof = self._recorder.entry(
                asked.id, EntryKind.RECEIPT, vendor_state=receipt.word, request_id=receipt.request_id
            )
            entries = (*entries, proof)
        row = await self._recorder.record(asked.id, *entries, **changes)
        if row.state.ended:
            self._stop_sent.pop(asked.id, None)
            await self._secrets.drop(asked)

    def _current(self, asked: Task) -> bool:
        """Whether no person acted since the question was asked: older answers are dropped."""
        return self._store.get(asked.id).epoch == asked.epoch
