"""The batches of this console: begun, carried out in the background, and taken up again after a crash."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from roomscribe.domain.batch import Batch, BatchRow, PlannedRow
from roomscribe.domain.clock import Clock
from roomscribe.domain.errors import BadRequest, ShuttingDown
from roomscribe.domain.fields import given
from roomscribe.domain.halts import Halt
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T, Text
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.ledger.ledger import Ledger
from roomscribe.services.batch_again import planned, refused_places
from roomscribe.services.batch_files import BatchFiles, BatchGone, LeftBehind, Unfinished
from roomscribe.services.batch_plan import givens
from roomscribe.services.batch_recall import Recalled, pieces, recall
from roomscribe.services.batch_run import BatchRun
from roomscribe.services.batch_sending import Sending
from roomscribe.services.clients import ClientPool
from roomscribe.services.demo import is_demo
from roomscribe.services.launcher import Launcher
from roomscribe.services.listeners import Listeners
from roomscribe.services.profiles import ProfileStore
from roomscribe.services.rates import RateBook
from roomscribe.services.recorder import Recorder
from roomscribe.services.spawning import Spawner
from roomscribe.services.store import TaskStore
from roomscribe.services.user import user_name
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry


class Batches:
    """Owns the runs. One that breaks off, because the program ends, is offered again by `left_behind`."""

    def __init__(
        self,
        files: BatchFiles,
        *,
        registry: Registry,
        profiles: ProfileStore,
        clients: ClientPool,
        launcher: Launcher,
        rates: RateBook,
        ledger: Ledger,
        recorder: Recorder,
        store: TaskStore,
        clock: Clock,
        spawner: Spawner,
        over_budget: Callable[[str], Text | None],
    ) -> None:
        """`over_budget` says why an account may start nothing more, or None."""
        self._files = files
        self._registry = registry
        self._profiles = profiles
        self._clients, self._launcher, self._rates = clients, launcher, rates
        self._ledger, self._recorder, self._store, self._clock = ledger, recorder, store, clock
        self._spawner = spawner
        self._over_budget = over_budget
        self.runs: list[BatchRun] = []
        """Those that are not over, oldest first."""
        self.ended: list[BatchRun] = []
        """Those that are over and that nobody has seen since: their report can be had until `dismiss`."""
        self._listeners: Listeners[Callable[[BatchRun], None]] = Listeners()
        self._holds = 0
        """How many want nothing to be begun for now."""

    def load_ahead(self, generation_id: str) -> None:
        """Somebody puts a batch together: load meanwhile what its first start needs, not while its window opens."""
        self._clients.load_ahead(self._registry.generation(generation_id))

    def subscribe(self, listener: Callable[[BatchRun], None]) -> Callable[[], None]:
        """Tell of each run that begins, rests, goes on or is over, until the returned function is called."""
        return self._listeners.add(listener)

    def dismiss(self, run: BatchRun) -> None:
        """Somebody has seen what became of a run that is over; its report is not wanted any more."""
        if run in self.ended:
            self.ended.remove(run)
            self._listeners.tell(lambda listener: listener(run))

    def hold(self) -> Callable[[], None]:
        """Have every run rest, those too that begin or are to go on meanwhile, until the returned function is called.

        What rested before, or has found a reason to rest, goes on resting then.
        """
        self._holds += 1
        self._tell_holds()
        released = False

        def release() -> None:
            nonlocal released
            if not released:
                released = True
                self._holds -= 1
                self._tell_holds()

        return release

    def _tell_holds(self) -> None:
        for run in list(self.runs):
            if run.held != bool(self._holds):
                run.hold(bool(self._holds))

    async def begin(self, title: str, profile: Profile, rows: Sequence[PlannedRow]) -> BatchRun:
        """Write the batch down and start it. `BadRequest`: it could not be written, so nothing is started.

        `rows` are made of one draft, which their secrets come from and never a table: at least one row, without
        problems, and all with the same secrets.
        """
        if message := self._over_budget(profile.id):
            raise BadRequest(message)
        halts = await self._last_halt()
        generation = self._registry.generation(profile.generation)
        secrets = _secrets(rows[0], generation)
        made: list[BatchRow] = []
        settings: set[str] = set()
        for some in pieces(range(len(rows))):
            for place in some:
                if _secrets(rows[place], generation) != secrets:
                    raise ValueError("the rows of a batch share their secrets")
                made.append(_without_secrets(rows[place], generation))
                settings |= rows[place].given
            await asyncio.sleep(0)
        batch = Batch(
            id=uuid.uuid4().hex,
            title=title,
            profile_id=profile.id,
            profile_name=profile.name,
            generation=profile.generation,
            created_at=self._clock.now(),
            rows=tuple(made),
            settings=tuple(sorted(settings)),
        )
        await self._files.begin(batch, secrets, session_only=profile.simulator, halts=halts)
        return self._run(batch, tuple(secrets), Recalled.nothing(len(made)), halts)

    async def again(self, run: BatchRun) -> BatchRun:
        """Have the rows tried once more that were refused, and return the run that does: this one, or, where it is
        over, a new one of these rows alone. `BadRequest`: there are none, or they can't be begun."""
        if not (places := refused_places(run, self._store)):
            raise BadRequest(T("No row was refused that could be started again."))
        if not run.over:
            run.send_again(places)
            run.go_on()
            return run
        batch = run.batch
        if message := self._why_gone(batch):
            raise BadRequest(message)
        if run.shares_secrets and not run.shared_secrets:
            # Without them the rows would be started with other settings, and nothing would say so.
            raise BadRequest(T("A secret that these rows share could not be read. Start them from the form."))
        run.handed_on.update(places)  # before anybody else has a turn: no row may be begun twice
        try:
            return await self.begin(
                batch.title, self._profiles.get(batch.profile_id), planned(batch, places, run.shared_secrets)
            )
        except BaseException:
            run.handed_on.difference_update(places)
            raise

    async def left_behind(self) -> LeftBehind:
        """The batches that an earlier session has not brought to its end, and how much of each is left."""
        found = await self._files.left_behind()
        for each in found.given_up:
            with suppress(BadRequest):  # the next start tries it again
                await self._files.end(each.batch.id, each.secrets)
        last_halt = await self._found_halt()
        counted = [await self._counted(each) for each in found.unfinished]
        return replace(found, unfinished=tuple(replace(each, last_halt=last_halt) for each in counted))

    async def elsewhere(self) -> int:
        """How many batches of this person other consoles are carrying out. `BadRequest`."""
        return await self._files.elsewhere()

    def left(self, unfinished: Unfinished) -> int:
        """How many of its rows have not been started, as far as is known; nobody can start those of a gone account."""
        return 0 if self.gone(unfinished) else unfinished.left

    def gone(self, unfinished: Unfinished) -> Text | None:
        """Why nobody can go on with it, as its account is not there as it was; None where somebody can."""
        return self._why_gone(unfinished.batch)

    async def resume(self, unfinished: Unfinished) -> BatchRun:
        """Go on with a batch: what was started is not started again. `BadRequest`: another console does or has done so,
        somebody has forgotten it, its account is gone, or the ledger can't tell what was started."""
        batch = unfinished.batch
        if message := self._why_gone(batch):
            raise BadRequest(message)
        halts = await self._last_halt()
        if not await self._files.take(batch.id):
            raise BadRequest(T("Another window goes on with this batch."))
        try:
            recalled = await self._recall(batch)
            shared = await self._shared(unfinished)
        except BaseException as failure:
            await self._files.let_go(batch.id)
            if isinstance(failure, LedgerUnusable):
                raise BadRequest(failure.message) from failure
            raise
        run = self._run(batch, unfinished.secrets, recalled, halts)
        run.shared_secrets = shared  # it may be over before it asks for them, and then they are deleted
        return run

    async def forget(self, unfinished: Unfinished) -> bool:
        """Leave what was not started; False where another console has it, or has done so. Nothing is stopped."""
        with suppress(BatchGone):
            if await self._files.take(unfinished.batch.id):
                await self._files.end(unfinished.batch.id, unfinished.secrets)
                return True
        return False

    def give_up_demos(self, runs: Sequence[BatchRun]) -> None:
        """Of these nobody can go on with those in a demo, as their simulator ends with the program: the next start is
        not to tell of them again. For whoever has told the person so."""
        for run in runs:
            if is_demo(run.batch.profile_id):
                self._files.give_up(run.batch.id)

    async def aclose(self) -> None:
        """Let go of the files; the runs have ended before."""
        await self._files.aclose()

    async def _counted(self, unfinished: Unfinished) -> Unfinished:
        # Of a demo's, too, which nobody can go on with: it is told once how much of it was left.
        if self.gone(unfinished) and not is_demo(unfinished.batch.profile_id):
            return unfinished
        try:
            return replace(unfinished, left=(await self._recall(unfinished.batch)).left)
        except LedgerUnusable:
            # Whoever goes on with it is told; that it is there must be told, too.
            return replace(unfinished, left=len(unfinished.batch.rows))

    async def _shared(self, unfinished: Unfinished) -> Mapping[str, str]:
        """The secrets that its rows share; none where they can't be had, which is told once rows are to be sent."""
        try:
            return await self._files.secrets(unfinished.batch.id, unfinished.secrets)
        except BadRequest:
            return {}

    async def _recall(self, batch: Batch) -> Recalled:
        # Not by the store alone: of thousands of rows it has the newest at first.
        return await recall(batch, self._store, self._ledger.some_tasks)

    async def _found_halt(self) -> Halt | None:
        with suppress(LedgerUnusable):
            return await self._ledger.last_halt(user_name())
        return None

    async def _last_halt(self) -> int:
        try:
            return await self._recorder.last_halt()
        except LedgerUnusable as failure:
            raise BadRequest(failure.message) from failure

    def _why_gone(self, batch: Batch) -> Text | None:
        """Why nothing can be started with the batch's account any more, or None."""
        try:
            profile = self._profiles.get(batch.profile_id)
        except KeyError:
            return T("The account “{name}” is not there any more.", name=batch.profile_name)
        if not self._registry.knows(batch.generation):
            return T("The add-on for the account “{name}” is not installed.", name=profile.name)
        if profile.generation != batch.generation:
            return T("The account “{name}” has another API version than the batch was made for.", name=profile.name)
        return None

    def _run(self, batch: Batch, keys: tuple[str, ...], recalled: Recalled, halts: int = 0) -> BatchRun:
        run = self._made(batch, keys, recalled, halts)
        run.on_state = lambda: self._on_state(run)
        self.runs.append(run)
        if self._holds:
            run.hold(True)
        self._on_state(run)
        self._spawner.spawn(self._carried_out(run, keys), name=f"batch {batch.title}")
        return run

    async def _carried_out(self, run: BatchRun, keys: tuple[str, ...]) -> None:
        try:
            await run.carry_out()
        except Exception:
            if run.over:
                # On its own: trouble with the file is told beside what went wrong, and not instead of it.
                with suppress(ShuttingDown):
                    self._spawner.spawn(self._files.end(run.batch.id, keys), name=f"forget the batch {run.batch.title}")
            else:
                # Nobody carries it out any more: here, or in another window, it can be gone on with.
                self.runs.remove(run)
                self._listeners.tell(lambda listener: listener(run))
                await self._files.let_go(run.batch.id)
            raise
        finally:
            if run in self.runs:
                self.runs.remove(run)
        await self._files.end(run.batch.id, keys)

    def _on_state(self, run: BatchRun) -> None:
        if run.cancelled and not run.over:
            self._files.give_up(run.batch.id)
        if run.over and run in self.runs:
            self.runs.remove(run)
            self.ended.append(run)
        self._listeners.tell(lambda listener: listener(run))

    def _made(self, batch: Batch, keys: tuple[str, ...], recalled: Recalled, halts: int) -> BatchRun:
        def gone() -> Text | None:
            return self._why_gone(batch)

        async def ready() -> Mapping[str, str]:
            if message := gone():
                raise BadRequest(message)
            await self._clients.check(batch.profile_id)
            return await self._files.secrets(batch.id, keys)

        async def hear_of(task_id: str) -> None:
            task = await self._ledger.task(task_id)
            if task is not None:
                await self._recorder.hear_of(task)

        return BatchRun(
            batch,
            self._registry.generation(batch.generation),
            recalled=recalled,
            sending=Sending(self._launcher, self._store, gone=gone, hear_of=hear_of),
            rates=self._rates,
            store=self._store,
            clock=self._clock,
            over_budget=self._over_budget,
            gone=gone,
            ready=ready,
            shares_secrets=bool(keys),
            halts=halts,
        )


def _secrets(row: PlannedRow, generation: Generation) -> dict[str, str]:
    return {
        each.key: str(row.values[each.key])
        for each in generation.fields
        if each.secret and given(row.values.get(each.key))
    }


def _without_secrets(row: PlannedRow, generation: Generation) -> BatchRow:
    values = givens(row.values, generation)
    return BatchRow(number=row.number, line=row.line, case=row.case, values=values, minutes=row.minutes)
