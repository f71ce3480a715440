"""The batches of this console: begun, carried out in the background, and taken up again after a crash."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from roomscribe.domain.batch import Batch, BatchRow, PlannedRow, Step
from roomscribe.domain.clock import Clock
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.fields import given
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T, Text
from roomscribe.services.batch_files import BatchFiles, LeftBehind, Unfinished
from roomscribe.services.batch_plan import givens
from roomscribe.services.batch_run import BatchRun
from roomscribe.services.launcher import Launcher
from roomscribe.services.listeners import Listeners
from roomscribe.services.profiles import ProfileStore
from roomscribe.services.rates import RateBook
from roomscribe.services.spawning import Spawner
from roomscribe.services.store import TaskStore
from roomscribe.vendors.registry import Registry


class Batches:
    """Owns the runs. One that breaks off, because the program ends, is offered again by `left_behind`."""

    def __init__(
        self,
        files: BatchFiles,
        *,
        registry: Registry,
        profiles: ProfileStore,
        launcher: Launcher,
        rates: RateBook,
        store: TaskStore,
        clock: Clock,
        spawner: Spawner,
        over_budget: Callable[[str], Text | None],
    ) -> None:
        """`over_budget` says why an account may start nothing more, or None."""
        self._files = files
        self._registry = registry
        self._profiles = profiles
        self._launcher, self._rates, self._store, self._clock = launcher, rates, store, clock
        self._spawner = spawner
        self._over_budget = over_budget
        self.runs: list[BatchRun] = []
        """Those that are not over, oldest first."""
        self.ended: list[BatchRun] = []
        """Those that are over and that nobody has seen since: their report can be had until `dismiss`."""
        self._listeners: Listeners[Callable[[BatchRun], None]] = Listeners()
        self._holds: list[list[BatchRun]] = []
        """For each who wants nothing to be begun for now: the runs that rest for it."""

    def subscribe(self, listener: Callable[[BatchRun], None]) -> Callable[[], None]:
        """Tell of each run that begins, rests, goes on or is over, until the returned function is called."""
        return self._listeners.add(listener)

    def dismiss(self, run: BatchRun) -> None:
        """Somebody has seen what became of a run that is over; its report is not wanted any more."""
        if run in self.ended:
            self.ended.remove(run)
            self._listeners.tell(lambda listener: listener(run))

    def hold(self) -> Callable[[], None]:
        """Have every run rest, those too that begin meanwhile, until the returned function is called.

        What rested before, or has found a reason to rest, goes on resting then.
        """
        held = [run for run in self.runs if not run.resting]
        for run in held:
            run.pause()
        self._holds.append(held)

        def release() -> None:
            if not any(each is held for each in self._holds):
                return
            self._holds = [each for each in self._holds if each is not held]
            for run in held:
                if self._holds:
                    self._holds[-1].append(run)
                elif run.resting and run.paused_because is None:
                    run.go_on()

        return release

    async def begin(self, title: str, profile: Profile, rows: Sequence[PlannedRow]) -> BatchRun:
        """Write the batch down and start it. `BadRequest`: it could not be written, so nothing is started."""
        if message := self._over_budget(profile.id):
            raise BadRequest(message)
        generation = self._registry.generation(profile.generation)
        batch = Batch(
            id=uuid.uuid4().hex,
            title=title,
            profile_id=profile.id,
            profile_name=profile.name,
            generation=profile.generation,
            created_at=self._clock.now(),
            rows=tuple(
                BatchRow(
                    number=row.number,
                    line=row.line,
                    case=row.case,
                    values=givens(row.values, generation),
                    minutes=row.minutes,
                )
                for row in rows
            ),
        )
        # Secrets come from the draft that the rows have in common, never from a table.
        first = rows[0].values if rows else {}
        secrets = {
            each.key: str(first[each.key]) for each in generation.fields if each.secret and given(first.get(each.key))
        }
        await self._files.begin(batch, secrets, session_only=profile.simulator)
        return self._run(batch, secrets, tuple(secrets))

    async def left_behind(self) -> LeftBehind:
        """The batches that an earlier session has not brought to its end."""
        return await self._files.left_behind()

    def left(self, unfinished: Unfinished) -> int:
        """How many of its rows have not been started, as far as is known."""
        if self.gone(unfinished):
            return 0
        # Of those whose answer was lost some may never have arrived.
        return self._look_at(unfinished.batch, {}).progress.of(Step.WAITING, Step.OPEN)

    def gone(self, unfinished: Unfinished) -> bool:
        """Whether its account is not there any more, so that nobody can go on with it."""
        ids = {each.id for each in self._profiles.all()}
        return unfinished.batch.profile_id not in ids or not self._registry.knows(unfinished.batch.generation)

    async def resume(self, unfinished: Unfinished) -> BatchRun:
        """Go on with a batch: what was started is not started again. `BadRequest`: another console does, or its account
        is gone."""
        batch = unfinished.batch
        if self.gone(unfinished):
            raise BadRequest(T("The account “{name}” is not there any more.", name=batch.profile_name))
        if not await self._files.take(batch.id):
            raise BadRequest(T("Another window goes on with this batch."))
        return self._run(batch, await self._files.secrets(batch.id, unfinished.secrets), unfinished.secrets)

    async def forget(self, unfinished: Unfinished) -> None:
        """Leave what was not started. Nothing is stopped."""
        if await self._files.take(unfinished.batch.id):
            await self._files.end(unfinished.batch.id, unfinished.secrets)

    async def aclose(self) -> None:
        """Let go of the files; the runs have ended before."""
        await self._files.aclose()

    def _run(self, batch: Batch, secrets: dict[str, str], keys: tuple[str, ...]) -> BatchRun:
        run = self._look_at(batch, secrets)
        run.on_state = lambda: self._on_state(run)
        self.runs.append(run)
        if self._holds:
            run.pause()
            self._holds[-1].append(run)
        self._on_state(run)
        self._spawner.spawn(self._carried_out(run, keys), name=f"batch {batch.title}")
        return run

    async def _carried_out(self, run: BatchRun, keys: tuple[str, ...]) -> None:
        try:
            await run.carry_out()
        finally:
            if run in self.runs:
                self.runs.remove(run)
            if run.over:
                await self._files.end(run.batch.id, keys)

    def _on_state(self, run: BatchRun) -> None:
        if run.over and run in self.runs:
            self.runs.remove(run)
            self.ended.append(run)
        self._listeners.tell(lambda listener: listener(run))

    def _look_at(self, batch: Batch, secrets: dict[str, str]) -> BatchRun:
        return BatchRun(
            batch,
            self._registry.generation(batch.generation),
            secrets=secrets,
            launcher=self._launcher,
            rates=self._rates,
            store=self._store,
            clock=self._clock,
            over_budget=self._over_budget,
        )
