"""The watchdog at work: looks up twice a second, and pursues the end of what nobody else will stop."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from roomscribe.domain.clock import Clock
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.tasks import EntryKind, Task
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.services.clients import profile_owner
from roomscribe.services.watch_parts import WatchParts, build_groundwork, build_watch
from roomscribe.services.watchdog.notes import COMING, Answer, Notes, Places, Question
from roomscribe.services.watchdog.rules import (
    Patience,
    Scene,
    gives_back,
    guarded,
    left_until_due,
    relieves,
    takes,
    within_reach,
)
from roomscribe.services.watchdog.secrets_pipe import Place

if TYPE_CHECKING:
    from roomscribe.net.http import HttpFactory
    from roomscribe.services.spawning import Spawner
    from roomscribe.vendors.registry import Registry

log = logging.getLogger(__name__)

KEYS_AGAIN = 60.0
"""Seconds after which keys that were missing are looked for once more."""
NOTHING_LEFT = "nothing to guard"
NO_KEYS = "no keys to {count} live tasks"
SWITCHED_OFF = "switched off"


@dataclass(frozen=True)
class _Checked:
    """Which tasks it has the keys to, and what that was found out from."""

    guarded: frozenset[str] = frozenset()
    safe: frozenset[str] = frozenset()
    revisions: Mapping[str, int] = field(default_factory=dict)
    """Of the rows of the others: what the vendor gives for a task is kept only after its row is written."""
    at: float = float("-inf")
    """Monotonic second."""


class Guard:
    """One watchdog on one data directory; whoever makes it has its lock."""

    def __init__(
        self,
        data_dir: Path,
        *,
        registry: Registry,
        spawner: Spawner,
        clock: Clock,
        factory: HttpFactory | None = None,
    ) -> None:
        """`factory` is for tests; None means real connections."""
        self._clock = clock
        self._consoles = True
        """Until it has looked: then nothing of theirs is touched."""
        ground = build_groundwork(data_dir, registry, clock, factory)
        self._parts: WatchParts = build_watch(
            ground,
            spawner,
            under_way=set(),
            # While no console is there nobody else puts the rows' times right when the clock is set.
            moves=lambda task: ground.lease.watches(task) or not self._consoles,
            takes=self._takes,
            by="watchdog",
        )
        self._notes = Notes(Places.of(data_dir), clock)
        self._answer = Answer(since=clock.now(), pid=os.getpid())
        self._first_question: tuple[int, ...] = ()
        """The question that was there already, perhaps for an earlier watchdog: to end is not asked of this one."""
        self._put_off = ""
        """Nonce of a question whose answer waits for one more look: secrets may be on their way."""
        self._told: dict[Place, str] = {}
        self._news: list[tuple[Place, str]] = []
        self._teller_gone = False
        self._checked = _Checked()
        self._held: dict[str, float] = {}
        """Monotonic second from which each task is pursued."""
        self._patience = Patience()
        self._troubled = False

    def known_secrets(self) -> frozenset[str]:
        """For whoever writes a log."""
        return self._parts.vault.known.values

    async def open(self) -> None:
        """Come in beside the consoles, and say so. Raises `LedgerUnusable`, `OSError`."""
        parts = self._parts
        # First: who wants to know which process has the lock must not be told of the one before.
        await asyncio.to_thread(self._notes.write, replace(self._answer, ended=COMING))
        parts.lease.acquire()
        await asyncio.gather(parts.ledger.open(), parts.vault.open(), parts.profiles.open())
        await parts.feed.load()
        # What has ended is of no interest here, and there may be years of it.
        parts.store.load(parts.store.live())
        self._first_question = await asyncio.to_thread(self._notes.signature)
        await asyncio.to_thread(self._notes.write, self._answer)
        parts.watcher.start()

    async def aclose(self, why: str) -> None:
        """Let go of everything, and say why."""
        parts = self._parts
        parts.watcher.close()
        async with AsyncExitStack() as stack:
            stack.push_async_callback(asyncio.to_thread, self._notes.write, replace(self._answer, ended=why))
            stack.callback(parts.lease.release)
            stack.push_async_callback(parts.vault.aclose)
            stack.push_async_callback(parts.ledger.close)
            stack.push_async_callback(parts.profiles.aclose)
            stack.push_async_callback(parts.clients.aclose)

    def told(self, place: Place, value: str) -> None:
        """A console has told a secret, "" for one to be forgotten. Carried out with the next look."""
        self._news.append((place, value))

    def teller_gone(self) -> None:
        """The console that told secrets has ended."""
        self._teller_gone = True

    async def look(self) -> str:
        """See how things are and do what follows; returns why to end, "" to go on."""
        question = await asyncio.to_thread(self._question)
        if question is not None and question.end:
            return SWITCHED_OFF
        told = await self._take_secrets()
        self._consoles = bool(await asyncio.to_thread(self._parts.lease.others))
        changed = await self._parts.profiles.refresh()
        for profile_id in changed:
            await self._parts.clients.forget(profile_id)
        await self._read_ledger()
        await self._pursue()
        await self._give_back()
        await self._check_keys(anew=bool(question or told or changed))
        if question is not None:
            await self._reply(question)
        return self._over()

    def _over(self) -> str:
        without, now = self._checked.guarded - self._checked.safe, self._clock.now()
        left = max((left_until_due(self._parts.store.get(each), now) for each in without), default=None)
        if not self._patience.over(bool(self._checked.safe), left=left, now=self._clock.monotonic()):
            return ""
        return NOTHING_LEFT if left is None else NO_KEYS.format(count=len(without))

    # Tasks

    def _scene(self) -> Scene:
        owners = frozenset(owner for owner, _ in self._told) if self._teller_gone else frozenset()
        return Scene(now=self._clock.now(), consoles=self._consoles, entrusted=owners)

    def _takes(self, task: Task) -> bool:
        # Without keys it would only write that it has none.
        able = task.id in self._checked.safe and not self._parts.clock_watch.moving(task.id)
        return able and takes(task, self._scene())

    async def _read_ledger(self) -> None:
        """See what others have written, and claim what is to be stopped here."""
        parts = self._parts
        for profile_id in {task.profile_id for task in parts.store.live() if self._new(task) and self._takes(task)}:
            # The account's secrets may have been replaced since they were read.
            await parts.vault.refresh(profile_owner(profile_id))
            await parts.clients.forget(profile_id)
        try:
            await parts.feed.look()
            for task in parts.store.live():
                if self._new(task) and task.id in self._checked.safe and relieves(task, self._scene()):
                    await parts.keeper.claim(task)
            self._troubled = False
        except LedgerUnusable as trouble:
            if not self._troubled:
                self._troubled = True
                log.warning("%s", trouble.message)
            await self._claim_in_memory()

    async def _claim_in_memory(self) -> None:
        """What can't be written down must be stopped all the same."""
        try:
            await self._parts.keeper.take_over()
        except LedgerUnusable:
            return  # the row counts as ours now; the next one follows with the next look

    async def _pursue(self) -> None:
        """Ask about what has become ours, and part with what has ended."""
        for task in self._parts.store.live():
            if self._new(task) and self._parts.lease.watches(task):
                self._held[task.id] = self._clock.monotonic()
                log.info("takes care of %s (%s): %s", task.id, task.generation, self._why(task))
                self._parts.watcher.nudge(task.id)
        for task_id in list(self._held):
            task = self._parts.store.get(task_id)
            if not task.live or not self._parts.lease.watches(task):
                del self._held[task_id]
                log.info("done with %s: %s", task_id, task.state.value)

    async def _give_back(self) -> None:
        now, scene, parts = self._clock.monotonic(), self._scene(), self._parts
        for task_id, since in list(self._held.items()):
            if gives_back(parts.store.get(task_id), scene, now - since) and parts.watcher.lets_go(task_id):
                entry = parts.recorder.entry(task_id, EntryKind.WATCHED, detail={"by": "console"})
                del self._held[task_id]
                log.info("gives %s back to the console", task_id)
                try:
                    await parts.recorder.record(task_id, entry, watched_by="")
                except LedgerUnusable:
                    continue  # the recorder writes it as soon as it can

    def _new(self, task: Task) -> bool:
        return task.id not in self._held

    def _knows(self, task: Task) -> bool:
        return self._parts.registry.knows(task.generation)

    def _why(self, task: Task) -> str:
        return "its end time has passed" if task.stop_wished_at is None else "a stop is wished"

    # Keys

    async def _take_secrets(self) -> bool:
        """Keep what was told; returns whether it was something."""
        news, self._news = self._news, []
        for (owner, key), value in news:
            try:
                await self._parts.vault.set(owner, key, value, session_only=True)
            except (BadRequest, ValueError):
                log.warning("a secret that was told can't be kept")
                continue
            if value:
                self._told[owner, key] = value
            else:
                self._told.pop((owner, key), None)
            kind, _, name = owner.partition("/")
            if kind == "profile":
                await self._parts.clients.forget(name)
        return bool(news)

    async def _check_keys(self, *, anew: bool) -> None:
        """Find out to which tasks the keys are there."""
        live = {task.id: task for task in self._parts.store.live() if guarded(task) and self._knows(task)}
        now, before = self._clock.monotonic(), self._checked
        missing = before.safe != before.guarded and now - before.at >= KEYS_AGAIN
        moved = any(task.revision != before.revisions.get(task.id, task.revision) for task in live.values())
        if before.guarded == live.keys() and not (missing or moved or anew):
            return
        able: dict[str, bool] = {}
        for profile_id in {task.profile_id for task in live.values()}:
            if anew:
                await self._parts.vault.refresh(profile_owner(profile_id))
            able[profile_id] = await self._has_account(profile_id)
        safe = [each.id for each in live.values() if able[each.profile_id] and await self._can_stop(each)]
        revisions = {task.id: task.revision for task in live.values() if task.id not in safe}
        self._checked = _Checked(frozenset(live), frozenset(safe), revisions, now)
        if (self._checked.safe, self._checked.guarded) != (before.safe, before.guarded):
            log.info("guards %d of %d live tasks", len(safe), len(live))

    async def _has_account(self, profile_id: str) -> bool:
        try:
            await self._parts.clients.check(profile_id)
        except BadRequest as refusal:
            log.info("%s", refusal)
            return False
        return True

    async def _can_stop(self, task: Task) -> bool:
        """Whether it can be stopped, with the secrets that its vendor gave for it; who adopted it was given none."""
        generation = self._parts.registry.generation(task.generation)
        if not within_reach(task, lost_starts_are_found=generation.abilities.locate_lost_start):
            return False
        needed = generation.kept_keys if task.draft_known else ()
        kept = (await self._parts.secrets.ref(task)).kept if needed else {}
        return all(kept.get(key) for key in needed)

    # Consoles

    def _question(self) -> Question | None:
        """A question that is not answered yet; blocks."""
        question = self._notes.question()
        if question.end:
            return question if self._notes.signature() != self._first_question else None
        return question if question.nonce not in ("", self._answer.question) else None

    async def _reply(self, question: Question) -> None:
        if self._checked.safe != self._checked.guarded and self._put_off != question.nonce:
            self._put_off = question.nonce
            return
        self._answer = replace(self._answer, question=question.nonce, safe=self._checked.safe)
        await asyncio.to_thread(self._notes.write, self._answer)
