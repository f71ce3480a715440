"""How often the accounts in use may be called: a pace for each account and kind of call that its vendor counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from roomscribe.domain.clock import Clock
from roomscribe.domain.profiles import Profile
from roomscribe.net.pace import Pace, Permit
from roomscribe.services.pacing import OBSERVE, STOP, Further, PacedClient
from roomscribe.services.profiles import ProfileStore
from roomscribe.vendors.accounts import identity
from roomscribe.vendors.protocol import TaskClient
from roomscribe.vendors.registry import Registry

UNDOCUMENTED_RATE = 10
"""Calls a second, of all kinds together, where neither vendor nor profile names a number."""
EVERY = "every"
"""The kind of call where all are counted together."""


@dataclass(frozen=True)
class AccountBudget:
    """What one account may be asked about its tasks."""

    profiles: tuple[str, ...]
    """Names of the profiles that share it."""
    free: int
    """Calls that are permitted now."""
    permitted: int
    """Calls a second, as documented or as the profile says."""
    allowed: float
    """Calls a second that are tried: less than permitted where the vendor refused lately."""
    pause: float = 0.0
    """Seconds for which nothing is asked, because the vendor refused; 0 for none."""
    waiting: int = 0
    """Rows whose turn has come and that are not asked yet."""


@dataclass(frozen=True)
class Budget:
    """How much of the permitted rate is free now, over all accounts in use."""

    free: int
    permitted: int
    waiting: int = 0
    """Rows whose turn has come and that are not asked yet."""
    accounts: tuple[AccountBudget, ...] = ()

    @classmethod
    def of(cls, accounts: tuple[AccountBudget, ...]) -> Budget:
        """All accounts together."""
        return cls(
            free=sum(each.free for each in accounts),
            permitted=sum(each.permitted for each in accounts),
            waiting=sum(each.waiting for each in accounts),
            accounts=accounts,
        )


class RateBook:
    """The paces by account and kind of call: two profiles of an account share what it is permitted.

    A vendor that documents its rates counts each kind for itself (tencent.md §2). Where none is documented, nobody
    knows what is counted together, so everything is, whichever generation the account's profiles use.
    """

    def __init__(self, registry: Registry, profiles: ProfileStore, clock: Clock) -> None:
        self._registry = registry
        self._profiles = profiles
        self._clock = clock
        self._paces: dict[object, Pace] = {}
        self._found: dict[tuple[str, str], Pace] = {}
        """By profile and kind of call, until a profile changes."""
        self.on_news: Callable[[], None] = lambda: None
        """Told whenever something may be permitted that was not."""
        profiles.subscribe(self._profiles_changed)

    def pace(self, profile_id: str, kind: str = OBSERVE) -> Pace:
        """The pace of one kind of call."""
        found = self._found.get((profile_id, kind))
        if found is None:
            found = self._found[profile_id, kind] = self._look_up(profile_id, kind)
        return found

    def paced(
        self,
        client: TaskClient,
        profile_id: str,
        permit: Permit | None = None,
        require: Callable[[], None] | None = None,
        further: Further | None = None,
    ) -> PacedClient:
        """The client, each of whose calls waits for its turn; `permit` is a poll's or a batch's, taken before for the
        first of them. `require` and `further` are as in `PacedClient`."""
        return PacedClient(client, lambda kind: self.pace(profile_id, kind), permit, require, further)

    def paced_like(self, client: TaskClient, profile: Profile) -> PacedClient:
        """The client of a profile that may not be saved; its calls wait for their turn among those of its account."""
        return PacedClient(client, lambda kind: self._pace_of(*self._key_and_rate(profile, kind), keep=True))

    def stop_gap(self, profile_id: str) -> float:
        """Seconds between two stops of one account, on average."""
        return 1 / self.pace(profile_id, STOP).allowed

    def accounts(self, waiting: Mapping[Pace, int] | None = None) -> tuple[AccountBudget, ...]:
        """The accounts whose tasks are asked about; `waiting` counts rows by the pace they wait for."""
        names: dict[Pace, list[str]] = {}
        paces: dict[Pace, set[Pace]] = {}
        for (profile_id, kind), pace in self._found.items():
            if kind == OBSERVE:
                names.setdefault(pace, []).append(self._name(profile_id))
                paces.setdefault(pace, set()).update((pace, self._found.get((profile_id, STOP), pace)))
        waiting = waiting or {}
        return tuple(
            AccountBudget(
                profiles=tuple(sorted(names[pace])),
                free=pace.free,
                permitted=round(pace.rate),
                allowed=pace.allowed,
                pause=pace.pause,
                waiting=sum(waiting.get(each, 0) for each in paces[pace]),
            )
            for pace in names
        )

    def account(self, profile_id: str) -> object:
        """What profiles that share a rate have in common; each missing profile stands for itself."""
        try:
            return account_of(self._profiles.get(profile_id), self._registry)
        except KeyError:
            return profile_id

    def _look_up(self, profile_id: str, kind: str) -> Pace:
        try:
            profile = self._profiles.get(profile_id)
        except KeyError:
            # Nobody can be asked without the profile; the refusal costs nothing, and is paced all the same.
            return self._pace_of((profile_id, kind), UNDOCUMENTED_RATE)
        return self._pace_of(*self._key_and_rate(profile, kind))

    def _pace_of(self, key: object, rate: float, *, keep: bool = False) -> Pace:
        """`keep`: one that is known stays as fast as it is."""
        if key not in self._paces:
            made = self._paces[key] = Pace(self._clock, rate)
            made.on_news = self._tell
        if not keep:
            self._paces[key].set_rate(rate)
        return self._paces[key]

    def _key_and_rate(self, profile: Profile, kind: str) -> tuple[object, float]:
        documented = self._documented(profile)
        if documented is None:
            account = _shared_by_generations(profile, self._registry)
            return (account, EVERY), self._stated(account)
        return (account_of(profile, self._registry), kind), documented.get(kind, min(documented.values()))

    def _stated(self, account: object) -> float:
        """The rate of an account whose vendor names none: the lowest that one of its profiles states."""
        figures = [
            each.calls_per_second
            for each in self._profiles.all()
            if each.calls_per_second and _shared_by_generations(each, self._registry) == account
        ]
        return min(figures, default=UNDOCUMENTED_RATE)

    def _documented(self, profile: Profile) -> Mapping[str, float] | None:
        if not self._registry.knows(profile.generation):
            return None
        return self._registry.generation(profile.generation).abilities.documented(profile.site) or None

    def _name(self, profile_id: str) -> str:
        try:
            return self._profiles.get(profile_id).name
        except KeyError:
            return "?"

    def _profiles_changed(self) -> None:
        found = list(self._found)
        self._found.clear()
        for profile_id, kind in found:
            self.pace(profile_id, kind)
        # Of accounts that no profile has any more nobody asks.
        used = set(self._found.values())
        self._paces = {key: pace for key, pace in self._paces.items() if pace in used}
        self._tell()

    def _tell(self) -> None:
        self.on_news()


def account_of(profile: Profile, registry: Registry) -> object:
    """What two profiles of the same account and generation have in common."""
    return profile.generation, *_account(profile, registry)


def _shared_by_generations(profile: Profile, registry: Registry) -> object:
    return profile.vendor, *_account(profile, registry)


def _account(profile: Profile, registry: Registry) -> tuple[object, ...]:
    fields = registry.generation(profile.generation).account_fields if registry.knows(profile.generation) else ()
    return profile.site, profile.base_url, identity(fields, profile.account)
