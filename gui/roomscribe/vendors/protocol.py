"""What a vendor is: a frozen record with its generations, and what the console may ask of a generation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from roomscribe.domain.clock import Clock
from roomscribe.domain.error_catalogue import ErrorCatalogue
from roomscribe.domain.errors import BadRequest, ErrorNote
from roomscribe.domain.exchange import Exchange
from roomscribe.domain.fields import Choice, Field, Values, When
from roomscribe.domain.languages import LanguageCatalogue
from roomscribe.domain.money import Metered, Tariff
from roomscribe.domain.profiles import Account, Profile
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Observation
from roomscribe.domain.text import T, Text
from roomscribe.domain.validation import Problem
from roomscribe.vendors.moving import Moving

if TYPE_CHECKING:  # naming the vendors loads neither the HTTP library nor the simulator's: clients and clouds do
    from starlette.routing import BaseRoute

    from roomscribe.net.http import HttpFactory
    from roomscribe.simulator.inside import Inside
    from roomscribe.simulator.world import World


@dataclass(frozen=True, kw_only=True)
class Abilities:
    """What a generation can do; the window asks these, never a vendor's name."""

    update_in_place: bool
    """False: an update is a restart with changes (stop, receipt, start)."""
    update_spacing: float = 0.0
    """Least seconds between start and first update, and between two updates."""
    list_tasks: bool = False
    """The vendor can list live tasks."""
    list_reaches: float = 0.0
    """How many seconds before now the oldest task that the list shows was started; 0 for all there are."""
    locate_lost_start: bool = False
    """`TaskClient.locate` can settle a start whose answer was lost."""
    longest_life: float = 0.0
    """Seconds after which the vendor ends every task, by its own documents; 0 where none says so. Nothing else may be
    taken for an end that comes by itself; except for a lost start that nobody can ask about, which must end somehow."""
    longest_run: float = 0.0
    """Seconds the console offers at most as a run time: what a bot's token lives, or advice; 0 for no such limit."""
    equal_needs_forgotten: bool = False
    """After an end, an equal task is refused until the vendor has forgotten the ended one."""
    poll_changing: float = 2.0
    """Seconds between questions while something is changing."""
    poll_steady: float = 10.0
    """Seconds between questions while nothing is."""
    calls_per_second: Mapping[str, float] | None = None
    """The vendor's documented rate by kind of call (`start`, `observe`, `update`, `stop`), each counted for itself;
    None where undocumented: then all kinds together keep below one figure, which the profile may state."""
    calls_per_second_at: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """By site: where its documented rates differ."""

    def documented(self, site: str) -> Mapping[str, float] | None:
        """The documented rates at a site, by kind of call; None where there are none."""
        here = self.calls_per_second_at.get(site)
        return self.calls_per_second if here is None else {**(self.calls_per_second or {}), **here}


@dataclass(frozen=True, kw_only=True)
class Site:
    """One of a vendor's separate clouds."""

    id: str
    title: Text
    base_url: str
    """Scheme and host, without a slash at the end."""
    regions: tuple[str, ...] = ()
    """Allowed regions; empty where requests name none."""
    region_required: bool = False
    tariff: Tariff | None = None
    """How it bills; None where nothing is known of that, and then no cost is estimated."""


@dataclass(frozen=True, kw_only=True)
class AccountField:
    """One thing a profile must know about the account."""

    key: str
    label: Text
    help: Text
    secret: bool = False
    required: bool = True
    pattern: str | None = None
    """A regular expression the whole value must match."""
    pattern_hint: Text | None = None
    choices: tuple[Choice, ...] = ()
    """One of these instead of a text. A profile that has none of them has the first."""
    shown_when: tuple[When, ...] = ()
    """All must hold among the account's values, else it is not asked for."""
    required_when: tuple[When, ...] = ()
    """Where all of these hold it is required, whatever `required` says."""


@dataclass(frozen=True, kw_only=True)
class StartOrder:
    """Everything a client needs to start a task."""

    values: Values
    """The form's values, secrets included; already validated."""
    idempotency_key: str
    runs_for: float
    """Seconds the task may run; bot tokens live at least this long. 0 means without an end."""
    kept: Mapping[str, str]
    """`Prepared.kept`: secrets of this one task."""


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """What the harmless steps before a start brought."""

    kept: Mapping[str, str] = field(default_factory=dict)
    """Secrets of this one task, to keep until its end; stored before the start is sent."""
    exchanges: tuple[Exchange, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TaskRef:
    """What identifies a task at the vendor."""

    vendor_task_id: str
    idempotency_key: str
    kept: Mapping[str, str]
    """Secrets of this one task, from `TaskClient.prepare`."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """An update of a running task: every updatable field's wish, and which of them differ from what runs."""

    values: Values
    """All values of the form after the change."""
    changed: frozenset[str]
    """Keys of the fields whose values differ; never empty."""
    sequence: int
    """Larger than any number used before for this task."""


@dataclass(frozen=True, kw_only=True)
class ConnectionReport:
    """What a harmless signed call told about a profile."""

    ok: bool
    """The vendor accepted the credentials."""
    answer: str
    """The vendor's own answer, short: a code and message."""
    meaning: Text
    clock_skew: float | None
    """Vendor's clock minus ours, seconds; None where it told none."""
    request_id: str = ""
    error: ErrorNote | None = None


MADE_LATER = "made when you start"
"""In a preview, for what only the start itself makes. Part of the JSON, so in English like the names around it."""


@dataclass(frozen=True, kw_only=True)
class CallPreview:
    """One request as it would be sent, redacted."""

    call: str
    method: str
    url: str
    body: object


@dataclass(frozen=True, kw_only=True)
class ListedTask:
    """One task as the vendor's own list shows it."""

    vendor_task_id: str
    vendor_state: str
    """The vendor's own word, as it stands."""
    state: TaskState
    started_at: float | None = None
    """UTC seconds; None where the list does not tell."""


@dataclass(frozen=True, kw_only=True)
class ListedPage:
    """One page of the vendor's list."""

    tasks: tuple[ListedTask, ...]
    exchange: Exchange
    next_cursor: str = ""
    """What asks for the page after this one; "" when this is the last."""
    total: int | None = None
    """How many tasks all pages have together, where the vendor tells."""


class TaskClient(Protocol):
    """One account's connection to one generation. Every method may raise `CallFailed`."""

    async def prepare(self, order: StartOrder) -> Prepared:
        """Harmless steps before a start, such as acquiring a token. No task runs yet, whatever happens here."""

    async def start(self, order: StartOrder) -> Observation:
        """Ask for the task. The observation names `vendor_task_id`. Never repeated by itself."""

    async def observe(self, ref: TaskRef) -> Observation:
        """Ask how the task is doing. `CallFailed` with NOT_FOUND: the vendor no longer knows it."""

    async def locate(self, ref: TaskRef, order: StartOrder) -> Observation | None:
        """Settle a start whose answer was lost: the task, or None when the vendor never got the request."""

    async def update(self, ref: TaskRef, change: Change) -> Observation:
        """Change the running task in place; only where the abilities say so."""

    async def stop(self, ref: TaskRef) -> Observation:
        """Ask the task to end. The answer is rarely a receipt yet: state STOPPING or STOPPED says."""

    async def list_tasks(self, *, word: str = "", room: str = "", cursor: str = "") -> ListedPage:
        """One page of the account's tasks, whoever started them; `BadRequest` where the abilities say no.

        `word` is one of `Generation.states`, "" for those that run; `room` narrows it to one room; `cursor` comes
        from the page before.
        """

    async def check(self) -> ConnectionReport:
        """A harmless signed call; reports instead of raising."""

    async def aclose(self) -> None:
        """Close the connections."""


def cannot_list() -> BadRequest:
    """The refusal of a generation that has no call for listing tasks."""
    return BadRequest(T("This service can't list its tasks."))


class SimulatedCloud(Protocol):
    """A generation's half of the simulator: the vendor's real protocol on the shared world."""

    def routes(self) -> list[BaseRoute]:
        """The vendor's paths, for the shared loopback server."""

    def demo_account(self) -> Mapping[str, str]:
        """An account that this cloud accepts, by the keys `roomscribe simulate` prints."""

    def inside(self) -> Inside:
        """What it shows of itself to whoever runs the simulator; the same for generations that share a cloud."""


@dataclass(frozen=True, kw_only=True)
class Generation:
    """One version family of a vendor's API."""

    id: str
    """E.g. `trtc-1`."""
    title: Text
    """E.g. "Tencent TRTC 1.0"."""
    short_title: str
    """For the table: `TRTC 1.0`."""
    sites: tuple[Site, ...]
    account_fields: tuple[AccountField, ...]
    abilities: Abilities
    fields: tuple[Field, ...]
    languages: LanguageCatalogue
    states: Mapping[str, TaskState]
    """The vendor's status words and what we call them; unknown words count as running."""
    room_key: str
    """Which field holds the room."""
    room_kind_key: str = ""
    """Which field, a choice, tells rooms of one name apart; "" where the name alone is enough."""
    bot_key: str
    """Which field holds the bot's user id."""
    application_key: str = ""
    """Which field of the account names the application, within which rooms are apart; "" where there is none."""
    idle_key: str
    """Which field holds the seconds of quiet after which the vendor ends a task (0 in it means never); "" for none."""
    check: Callable[[Values, Profile], list[Problem]]
    """Cross-field rules; the fields' own limits are checked before."""
    spoken: Callable[[Values], tuple[str, ...]]
    targets: Callable[[Values], tuple[str, ...]]
    """Language codes for the table."""
    idempotency_key: Callable[[Values, str], str]
    """(values, task's local id) -> the vendor's own duplicate guard (SessionId, instanceId)."""
    clash_keys: Callable[[Values, Profile], frozenset[str]]
    """What a task occupies (a bot in a room, a whole room): two live tasks that share a key clash at the vendor, or
    would harm each other. No key has a line break."""
    preview: Callable[[Values, Profile], tuple[CallPreview, ...]]
    """The requests a start would send, every secret replaced; tolerates half-filled forms."""
    make_client: Callable[[Account, HttpFactory, Clock], TaskClient]
    load_client: Callable[[], object] = lambda: None
    """Loads what `make_client` would load first, e.g. pydantic's models; called on a thread before anybody waits."""
    make_cloud: Callable[[World], SimulatedCloud]
    token_ends: Callable[[Values, float, float], float | None] = lambda values, runs_for, now: None
    """(shown values, `StartOrder.runs_for`, now) -> UTC seconds until which the bot's token would let it stay, were the
    task started now; None where it needs none, or nobody can tell."""
    kept_keys: tuple[str, ...] = ()
    """Keys that `Prepared.kept` may have: each is stored as a secret of its own."""
    errors: ErrorCatalogue = field(default_factory=ErrorCatalogue)
    """What its calls may answer in place of what was asked for, and what people meet around them: for the help."""
    metered: Callable[[Values], Metered] | None = None
    """What of a draft decides its price; None counts the languages of `targets` and nothing else."""
    moving: Moving = field(default_factory=Moving)
    """How requests from elsewhere and drafts of other generations become this one's."""
    example: Mapping[str, object]
    """Values that make a valid draft for the demo account: what the tour types and the demo's form offers."""

    def site(self, site_id: str) -> Site:
        """The site with this id; KeyError for an unknown one."""
        for site in self.sites:
            if site.id == site_id:
                return site
        raise KeyError(site_id)

    def field(self, key: str) -> Field | None:
        """The field with this key."""
        return next((each for each in self.fields if each.key == key), None)


@dataclass(frozen=True, kw_only=True)
class Vendor:
    """A company's RTC cloud."""

    id: str
    title: Text
    colour: str
    """Name of a colour token, for the profile's dot when it has none of its own."""
    generations: tuple[Generation, ...]
    signed_headers: tuple[str, ...] = ("Authorization",)
    """Headers that sign a call in: no record keeps them, and whoever repeats a call by hand has to make them."""
    signed_how: Text | None = None
    """How they are made, for whoever does; None where there is nothing to say."""
