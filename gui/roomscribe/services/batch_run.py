"""Carries a batch out: each row that nobody stops or leaves out is started once, as fast as its account permits."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence

from roomscribe.domain.batch import Batch, BatchRow, Progress, RowResult, Step
from roomscribe.domain.clock import Clock
from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import AccountUnusable, BadRequest
from roomscribe.domain.fields import empty_value
from roomscribe.domain.halts import REST, Halt, Halted
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.net.pace import Pace
from roomscribe.services.batch_recall import Recalled, pieces
from roomscribe.services.batch_refusals import TRIES, Refusals, why_unsent
from roomscribe.services.batch_results import ResultBook
from roomscribe.services.batch_sending import Sending
from roomscribe.services.batch_steps import may_pass, not_let_in, result_of, to_be_sent_again, too_hasty
from roomscribe.services.batch_turns import RowTurn, Turns
from roomscribe.services.pacing import START
from roomscribe.services.rates import RateBook
from roomscribe.services.store import TaskStore
from roomscribe.vendors.protocol import Generation

ANSWER = 1.0
"""Seconds in which a start is written down and answered: so many of them are under way together as the account may
begin in this time. More would only be open questions after a crash."""
LEAST_HANDS = 4
"""Starts under way together where the rate is low."""
UNEXPECTED = T("Something unexpected went wrong.")


class BatchRun:
    """One batch while it is carried out. It belongs to one console at a time (`BatchFiles.take`)."""

    def __init__(
        self,
        batch: Batch,
        generation: Generation,
        *,
        recalled: Recalled,
        sending: Sending,
        rates: RateBook,
        store: TaskStore,
        clock: Clock,
        over_budget: Callable[[str], Text | None],
        gone: Callable[[], Text | None],
        ready: Callable[[], Awaitable[Mapping[str, str]]],
        shares_secrets: bool = False,
        halts: int = 0,
    ) -> None:
        """`recalled` is what became of its rows before.

        `over_budget` says why an account may start nothing more, or None; `gone` why nothing can be started with the
        batch's account any more. `ready` is asked before the first row, and whenever it goes on: it returns the secrets
        that the rows share, or raises `BadRequest` for what keeps every row from being sent. `halts` is the number of
        the person's last halt as it begins.
        """
        self.batch = batch
        self._generation = generation
        self._sending, self._rates, self._store, self._clock = sending, rates, store, clock
        self._over_budget, self._gone, self._get_ready = over_budget, gone, ready
        self._book = ResultBook(batch, recalled)
        self._untold: list[int] = []
        """The rows that were left out by `cancel`, of which somebody is to be told."""
        self._tried: Counter[int] = Counter()
        """How often rows were refused for a reason that passes, since somebody had the batch go on."""
        self._refusals = Refusals()
        self._secrets: Mapping[str, str] | None = None
        """None as long as nobody has asked whether rows can be sent."""
        self.shares_secrets, self.halts = shares_secrets, halts
        self.halted: Halt | None = None
        """The last halt by which it was cancelled or paused."""
        self.shared_secrets: Mapping[str, str] = {}
        """Those that the rows share, as they last were: whatever was sent was sent with them."""
        self.handed_on: set[int] = set()
        """Places of refused rows that another batch has taken over."""
        self._turns = Turns(self._pace, clock)
        self._failure: Exception | None = None
        """Something nobody expected, to be told at the end: no row may break another one off."""
        self._going = True
        self.held = False
        """Nothing is sent as somebody decides something, whether it is to go on then or not."""
        self._news = asyncio.Event()
        self._cancelled = False
        self.paused_because: Text | None = None
        """Why it rests by itself; None while it goes on, or rests because somebody said so."""
        self.on_row: Callable[[int], None] = lambda place: None
        """Told of each row (by its place) whose result has changed."""
        self.on_state: Callable[[], None] = lambda: None
        """Told when it rests, goes on or is over."""
        self.over = False
        """Every row has its result."""

    @property
    def results(self) -> Sequence[RowResult]:
        """What became of each row so far; not a copy, as it is asked for with each row's news."""
        return self._book.results

    @property
    def progress(self) -> Progress:
        """How many rows have come how far."""
        return self._book.progress

    @property
    def task_ids(self) -> tuple[str, ...]:
        """Local ids of the tasks that its rows have had, those included that are being written down."""
        return self._book.task_ids

    @property
    def resting(self) -> bool:
        """Whether nothing more is sent for now."""
        return (self.held or not self._going) and not self.over

    @property
    def cancelled(self) -> bool:
        """Whether nothing more is sent for good."""
        return self._cancelled

    def pause(self, because: Text | None = None) -> None:
        """Send nothing more until `go_on`: what waits for its turn waits again. What was sent goes its way."""
        if not self.over and not self._cancelled:
            self.paused_because = because
            self._going = False
            self._turns.call_off()
            self._news.set()
            self.on_state()

    def halt(self, halt: Halt) -> None:
        """Its owner has stopped everything: send nothing more, for good or until `go_on`, but heed no halt twice."""
        if halt.number > self.halts and not self.over:
            self.halts, self.halted = halt.number, halt
            if halt.cancels:
                self.cancel()
            else:
                self.pause(REST)

    def hold(self, held: bool) -> None:
        """Have it rest until it is told that it is not held any more; what it does then, is decided apart from that."""
        self.held = held
        if held:
            self._turns.call_off()
        self._news.set()
        self.on_state()

    def go_on(self) -> None:
        """Send what is left, if it can be sent now, or once it is not held any more."""
        self.paused_because = None
        self._going = True
        self._secrets = None
        self._tried.clear()
        self._refusals.seen_to()
        self._news.set()
        self.on_state()

    def send_again(self, places: Sequence[int]) -> None:
        """Have rows wait again of which it is certain that they have started nothing; before it is over."""
        for place in places:
            self._wait_again(place)

    def cancel(self) -> None:
        """Send nothing more for good. What was started stays started."""
        self._cancelled = True
        self._turns.call_off()
        self._untold += self._book.leave_out()
        self._going = True
        self._news.set()
        self.on_state()

    async def quiet(self, of: Collection[str] | None = None) -> None:
        """Wait until every start that is under way has come to something, or those `of` some tasks (by local id); for
        whoever has it rest or has cancelled it."""
        while self._book.sending if of is None else any(map(self._book.under_way, of)):
            self._news.clear()
            await self._news.wait()

    async def carry_out(self) -> None:
        """Start every row that has not been started, and wait until each has its result."""
        unsubscribe = self._store.subscribe(self)
        try:
            for place in list(self._book.unsettled):
                # It may have had news since it was recalled.
                if self._store.knows(task_id := self._book[place].task_id):
                    self.task_changed(self._store.get(task_id))
            await self._send()
        finally:
            unsubscribe()
        self.over = True
        self.on_state()
        if self._failure is not None:
            raise self._failure

    # News of the store

    def task_added(self, task: Task) -> None:
        self.task_changed(task)

    def task_changed(self, task: Task) -> None:
        place = self._book.place(task.id)
        if place is None or not self._book[place].over or self._book[place].task_id != task.id:
            return
        never_arrived = place in self._book.unsettled and task.state is TaskState.UNSENT
        if never_arrived and to_be_sent_again(task) and not self._cancelled:
            self._wait_again(place)
        else:
            self._settle(place, task, self._book[place].seconds)

    # Sending

    async def _send(self) -> None:
        """Send what waits, and wait for the answers; what is proven to have started nothing waits again."""
        hands = asyncio.Semaphore(max(LEAST_HANDS, round(self._pace().rate * ANSWER)))
        async with asyncio.TaskGroup() as group:
            while await self._more():
                if self._secrets is None:
                    await self._look_ready()
                    continue
                await hands.acquire()
                await self._turns.near()
                if not self._book.waiting or self.resting or self._secrets is None:
                    hands.release()
                    continue
                place = self._book.take_next()
                self.on_row(place)
                self._news.set()
                group.create_task(self._one(place, self._secrets, self._turns.begin(), hands))
            await self._tell_of_the_left()

    async def _tell_of_the_left(self) -> None:
        """There may be thousands: others have their turns in between."""
        for some in pieces(self._untold):
            for place in some:
                self.on_row(place)
            await asyncio.sleep(0)

    async def _more(self) -> bool:
        """Wait until a row may be sent; False when none is left, nor may come back."""
        askable = self._generation.abilities.locate_lost_start
        while not self._cancelled:
            if self._book.waiting and not self.resting:
                return True
            if not (self._book.waiting or self._book.sending or (askable and self._book.unsettled)):
                return False
            self._news.clear()
            await self._news.wait()
        return False

    async def _look_ready(self) -> None:
        try:
            self._secrets = self.shared_secrets = await self._get_ready()
        except BadRequest as refusal:
            self.pause(refusal.message)
        except Exception as error:  # noqa: BLE001 - told at the end; what is on its way must come to something
            self._failure = error
            self.pause(UNEXPECTED)

    def _pace(self) -> Pace:
        return self._rates.pace(self.batch.profile_id, START)

    async def _one(self, place: int, secrets: Mapping[str, str], turn: RowTurn, hands: asyncio.Semaphore) -> None:
        try:
            await self._start(place, secrets, turn)
        except Exception as error:  # noqa: BLE001 - told at the end; the others are on their way
            self._failure = error
            self._broke_off(place)
        finally:
            turn.over()
            hands.release()

    async def _start(self, place: int, secrets: Mapping[str, str], turn: RowTurn) -> None:
        began = self._clock.monotonic()
        if turn.off:
            self._wait_again(place)
            return
        if message := self._why_not():
            self._wait_again(place, message)
            return
        task_id = self._book.begin(place)
        try:
            await self._sending.send(self._draft(self.batch.rows[place], secrets), task_id, turn, self.halts)
        except BadRequest as refusal:
            self._refused(place, refusal)
        except LedgerUnusable as failure:
            if self._store.knows(task_id):
                self._learn(place, self._store.get(task_id), turn, self._clock.monotonic() - began)
                self.pause(failure.message)
            else:
                self._wait_again(place, failure.message)
        else:
            self._learn(place, self._store.get(task_id), turn, self._clock.monotonic() - began)

    def _refused(self, place: int, refusal: BadRequest) -> None:
        """The console did not send a row: for what stands in it, or for what would keep every row from being sent."""
        reason = self._why_not()
        if isinstance(refusal, Halted):
            self.halt(refusal.halt)
            self._wait_again(place)
        elif reason is not None or isinstance(refusal, AccountUnusable):
            self._wait_again(place, reason or refusal.message)
        else:
            self._note(place, RowResult(step=Step.REFUSED, reason=refusal.message))

    def _learn(self, place: int, task: Task, turn: RowTurn, seconds: float) -> None:
        """What has come of a row that was written down."""
        self._book.written(place)
        because = self._refusals.because(task)
        never_left = turn.called_off and task.state is TaskState.UNSENT
        if self._cancelled and never_left:
            self._note(place, RowResult(step=Step.LEFT))
        elif self._cancelled or task.stop_wished_at is not None:
            self._settle(place, task, seconds)
        elif never_left:
            self._wait_again(place)
        elif (too_hasty(task) or may_pass(task)) and (because or self._tried[place] + 1 < TRIES):
            self._tried[place] += 1
            self._wait_again(place, because)  # nothing happened there
        elif not_let_in(task):
            reason = T("The vendor doesn't accept the account. Check its keys before the batch goes on.")
            self._wait_again(place, reason)
        elif task.state is TaskState.UNSENT:
            self._wait_again(place, self._why_not() or why_unsent(task))
        else:
            self._settle(place, task, seconds)
            if because is not None:
                self.pause(because)

    def _why_not(self) -> Text | None:
        """Why the account may start nothing more, or None."""
        return self._gone() or self._over_budget(self.batch.profile_id)

    def _wait_again(self, place: int, because: Text | None = None) -> None:
        """Nothing was started: the row's turn comes again, where there is a reason after somebody has seen to it."""
        if self._cancelled:
            self._note(place, RowResult(step=Step.LEFT))
            return
        self._note(place, RowResult())
        if because is not None:
            self.pause(because)

    def _broke_off(self, place: int) -> None:
        task_id = self._book.next_id(place)
        if self._store.knows(task_id):
            self._book.written(place)
            self._settle(place, self._store.get(task_id))
        else:
            self._note(place, RowResult(step=Step.REFUSED, reason=UNEXPECTED))
        self.pause(UNEXPECTED)

    # Results

    def _draft(self, row: BatchRow, secrets: Mapping[str, str]) -> Draft:
        blank = {each.key: empty_value(each.kind) for each in self._generation.fields}
        return Draft(profile_id=self.batch.profile_id, values={**blank, **row.values, **secrets}, minutes=row.minutes)

    def _settle(self, place: int, task: Task, seconds: float = 0.0) -> None:
        """A row is as its task is."""
        self._note(place, result_of(task, seconds), unsettled=task.state.unsettled)

    def _note(self, place: int, result: RowResult, *, unsettled: bool = False) -> None:
        if self._book.note(place, result, unsettled=unsettled):
            self.on_row(place)
        self._news.set()
