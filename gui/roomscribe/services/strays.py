"""Live tasks at the vendors that nobody has in the ledger: counted once, when the console starts."""

from __future__ import annotations

from dataclasses import dataclass

from roomscribe.domain.errors import BadRequest, CallFailed
from roomscribe.domain.profiles import Profile
from roomscribe.services.demo import is_demo
from roomscribe.services.finder import Finder, Standing
from roomscribe.services.rates import RateBook

MOST_PAGES = 20
"""Of one account's list: whoever has more knows that there are many, and the rate is needed for other things."""


@dataclass(frozen=True)
class Strays:
    """What one account's list has and the ledger has not."""

    profile: Profile
    count: int
    more: bool
    """The list is longer than was looked at."""


class StrayBook:
    """Looks through the lists. It adopts and stops nothing, and what can't be asked is left unsaid."""

    def __init__(self, finder: Finder, rates: RateBook) -> None:
        self._finder = finder
        self._rates = rates

    async def look(self) -> list[Strays]:
        """One entry for each account that has any; each account is asked once, however many profiles it has."""
        accounts: dict[object, Profile] = {}
        for profile in self._finder.profiles():
            if not is_demo(profile.id):  # its simulator has just begun: nothing is left of an earlier one
                accounts.setdefault(self._rates.account(profile.id), profile)
        found = [await self._of(profile) for profile in accounts.values()]
        return [each for each in found if each is not None and each.count]

    async def _of(self, profile: Profile) -> Strays | None:
        try:
            listing = self._finder.listing(profile.id)
            for _ in range(MOST_PAGES):
                if not listing.more:
                    break
                await listing.load()
        except (CallFailed, BadRequest):
            # Nobody asked for this. Whether an account can be reached is said where somebody uses it.
            return None
        known = self._finder.known(profile.id)
        foreign = [
            each
            for each in listing.tasks
            if not each.listed.state.ended and known.standing(each)[0] is Standing.FOREIGN
        ]
        return Strays(profile, len(foreign), listing.more)
