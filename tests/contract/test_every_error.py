"""Every entry of every catalogue, answered by the simulator to the call that it belongs to, on both faces.

The cases are the catalogues themselves, so a new entry is tested by being there; that no row of the vendor files is
missing is held by the golden lists beside each vendor's unit tests.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Iterator
from dataclasses import dataclass

import pytest

from roomscribe.domain.clock import SystemClock
from roomscribe.domain.error_catalogue import GAP, CatalogueEntry, Occasion, Spelling
from roomscribe.domain.errors import CallFailed, ErrorNote, FailureKind
from roomscribe.domain.own_errors import BROKEN_OFF, UNREADABLE, WEB_PAGE
from roomscribe.domain.profiles import Account
from roomscribe.domain.states import TaskState
from roomscribe.net.http import HttpFactory, InProcessTransport
from roomscribe.services.demo import demo_profile
from roomscribe.services.simulation import Simulation
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.vendors.protocol import Change, Generation, StartOrder, TaskClient, TaskRef
from tests.contract.conftest import REGISTRY
from tests.support.faces import FACES

GENERATIONS = REGISTRY.generations()
SAID = "In the vendor's words: taskId is 0a1b2c."
"""Names a task, as refusals of a second start do."""
OF_A_PROFILE = {"base_url", "region", "site"}
NEVER_TOLD = (Spelling.OWN, Spelling.ELSEWHERE)
"""What no answer to the console says."""
NO_FAILURES = {"agora/code/49-stop"}
"""What a client takes for what was asked for: a stop that was asked for before is under way."""
Case = tuple[Generation, CatalogueEntry, str]


def cases() -> list[Case]:
    """Each entry of each generation with the calls that it lists; with its start where any call may answer so."""
    found = []
    for generation in GENERATIONS:
        catalogue = generation.errors
        start = next(call for call, occasion in catalogue.calls.items() if occasion is Occasion.START)
        for entry in (*catalogue.entries, *catalogue.others):
            if entry.spelling not in NEVER_TOLD:
                calls = catalogue.calls_of(entry) if entry.calls else (start,)
                found += [(generation, entry, call) for call in calls]
    return found


CASES = cases()


@dataclass
class Stand:
    """One simulator for all cases, and the clients of one case."""

    simulation: Simulation
    factory: HttpFactory
    clients: list[TaskClient]

    def client(self, generation: Generation, **changes: str) -> TaskClient:
        """A client of the demo account; `changes` replace account fields."""
        demo = next(each for each in self.simulation.accounts if each.generation is generation)
        profile = demo_profile(demo, self.simulation.url)
        secrets = {each.key: demo.values.get(each.key, "") for each in generation.account_fields if each.secret}
        account = Account(profile=profile, secrets=secrets | changes)
        client = generation.make_client(account, self.factory, SystemClock())
        self.clients.append(client)
        return client


@pytest.fixture(scope="module", params=FACES)
def simulation(request: pytest.FixtureRequest) -> Iterator[tuple[Simulation, HttpFactory]]:
    simulation = Simulation(REGISTRY)
    if request.param == "loopback":
        simulation.start()
        yield simulation, HttpFactory()
    else:
        yield simulation, HttpFactory(lambda: InProcessTransport(simulation.application))
    simulation.stop()


@pytest.fixture
async def stand(simulation: tuple[Simulation, HttpFactory]) -> AsyncIterator[Stand]:
    stand = Stand(*simulation, clients=[])
    yield stand
    stand.simulation.world.faults.clear()
    for client in stand.clients:
        await client.aclose()


def act(client: TaskClient, generation: Generation, occasion: Occasion) -> Awaitable[object]:
    """The client's method that makes such a call."""
    values = {**{each.key: each.initial() for each in generation.fields}, **generation.example}
    kept = dict.fromkeys(generation.kept_keys, "kept-from-before")
    order = StartOrder(values=values, idempotency_key="key-1", runs_for=600.0, kept=kept)
    ref = TaskRef(vendor_task_id="task-1", idempotency_key="key-1", kept=kept)
    match occasion:
        case Occasion.PREPARE:
            return client.prepare(order)
        case Occasion.START:
            return client.start(order)
        case Occasion.ASK:
            return client.observe(ref)
        case Occasion.CHANGE:
            changed = next(each.key for each in generation.fields if each.updatable and values[each.key])
            return client.update(ref, Change(values=values, changed=frozenset({changed}), sequence=1))
        case Occasion.STOP:
            return client.stop(ref)
        case Occasion.LIST:
            return client.list_tasks()


def fault_of(entry: CatalogueEntry, call: str) -> Fault:
    """What makes the simulator answer with this entry, in the vendor's own shape."""
    code = entry.code.replace(GAP, "0a1b2c")
    match entry.spelling:
        case Spelling.CODE | Spelling.REASON:
            return Fault(FaultKind.ERROR, call=call, code=code, message=" ".join((SAID, *entry.said)))
        case Spelling.TEXT:
            return Fault(FaultKind.ERROR, call=call, message=code, status=400)
        case _:
            unknown = {FailureKind.REJECTED: 418, FailureKind.AMBIGUOUS: 507}
            status = unknown[entry.kind or FailureKind.REJECTED] if GAP in entry.code else int(entry.code)
            return Fault(FaultKind.ERROR, call=call, message=SAID, status=status)


def fits(note: ErrorNote, entry: CatalogueEntry, generation: Generation) -> None:
    """The note is the entry's, says what to do, and leads to a field that is there."""
    assert note.entry == entry.key
    assert (note.kind, note.retryable) == (entry.kind, entry.retryable)
    assert (note.meaning, note.remedy) == (entry.meaning, entry.remedy)
    assert str(note.meaning).endswith(".")
    assert str(note.remedy).endswith(".")
    account = {each.key for each in generation.account_fields}
    assert note.field in {"", *account, *OF_A_PROFILE} or generation.field(note.field) is not None
    if entry.field:
        assert note.field == entry.field


@pytest.mark.parametrize(
    ("generation", "entry", "call"), CASES, ids=[f"{one.id}-{entry.key}-{call}" for one, entry, call in CASES]
)
async def test_the_client_reads_it_as_its_entry(
    stand: Stand, generation: Generation, entry: CatalogueEntry, call: str
) -> None:
    fault = fault_of(entry, call)
    stand.simulation.world.faults.add(fault)
    calling = act(stand.client(generation), generation, generation.errors.calls[call])
    if entry.key in NO_FAILURES:
        assert getattr(await calling, "state", None) is TaskState.STOPPING
        return
    with pytest.raises(CallFailed) as refused:
        await calling
    note = refused.value.note
    fits(note, entry, generation)
    assert note.vendor_message == fault.message
    if entry.spelling is not Spelling.TEXT:
        assert note.code == fault.code or note.code == str(fault.status)
    exchange = refused.value.exchange
    assert exchange is not None
    assert note.request_id
    assert note.request_id == exchange.request_id


@pytest.mark.parametrize("generation", GENERATIONS, ids=lambda each: each.id)
@pytest.mark.parametrize(
    ("fault", "entry"),
    [
        (Fault(FaultKind.DROP_AFTER), BROKEN_OFF),
        (Fault(FaultKind.HTTP, status=502), WEB_PAGE),
        (Fault(FaultKind.HTTP, status=200), WEB_PAGE),
        (Fault(FaultKind.HTTP, status=200, body='{"hal', content_type="application/json"), UNREADABLE),
    ],
    ids=["reset", "gateway", "portal", "half"],
)
async def test_what_is_no_answer_of_the_vendor_is_told_in_the_consoles_own_words(
    stand: Stand, generation: Generation, fault: Fault, entry: CatalogueEntry
) -> None:
    stand.simulation.world.faults.add(Fault(**{**vars(fault), "count": 1}))
    with pytest.raises(CallFailed) as failed:
        await act(stand.client(generation), generation, Occasion.ASK)
    note = failed.value.note
    assert (note.entry, note.code, note.kind) == (entry.key, entry.code, FailureKind.AMBIGUOUS)
    assert str(note.remedy) == str(entry.remedy)


@pytest.mark.parametrize("generation", GENERATIONS, ids=lambda each: each.id)
async def test_a_wrong_secret_is_reported_by_the_connection_test_with_its_entry(
    stand: Stand, generation: Generation
) -> None:
    wrong = {each.key: "f" * 64 for each in generation.account_fields if each.secret}
    report = await stand.client(generation, **wrong).check()
    assert not report.ok
    assert report.error is not None
    entry = next(each for each in generation.errors.entries if each.key == report.error.entry)
    fits(report.error, entry, generation)
    assert entry.kind is FailureKind.AUTH


@pytest.mark.parametrize("generation", GENERATIONS, ids=lambda each: each.id)
@pytest.mark.parametrize("occasion", [Occasion.ASK, Occasion.STOP])
async def test_a_task_nobody_knows_is_refused_with_its_entry(
    stand: Stand, generation: Generation, occasion: Occasion
) -> None:
    with pytest.raises(CallFailed) as refused:
        await act(stand.client(generation), generation, occasion)
    note = refused.value.note
    entry = next(each for each in generation.errors.entries if each.key == note.entry)
    fits(note, entry, generation)
    assert entry.kind in (FailureKind.NOT_FOUND, FailureKind.REJECTED)  # a lost builder token comes before the task


def test_every_generation_has_cases() -> None:
    for generation in GENERATIONS:
        entries = {entry.key for one, entry, _ in CASES if one is generation}
        told = {
            each.key for each in generation.errors.entries if each.spelling not in (Spelling.OWN, Spelling.ELSEWHERE)
        }
        assert entries >= told
        assert told
