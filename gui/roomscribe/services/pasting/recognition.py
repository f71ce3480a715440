"""Finds out which service a pasted request is for, and what it says."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from roomscribe.domain.profiles import Profile
from roomscribe.domain.remarks import Reading, Remark, RemarkKind
from roomscribe.domain.text import T, Text
from roomscribe.domain.written_requests import Purpose, Recognised, WrittenRequest
from roomscribe.services.pasting.placed import Unreadable
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Understood:
    """What a pasted text says, in the words of the generation that it is for."""

    generation: Generation
    purpose: Purpose
    call: str
    site: str
    """For which site it was read."""
    reading: Reading
    account: dict[str, str]
    """What the text names of the account, by account field; never a secret."""
    named_site: str = ""
    """The site that the address names, "" where it names none."""
    region: str = ""

    def differences(self, profile: Profile) -> tuple[Remark, ...]:
        """What the request says about the account that is not so in a profile of its own generation."""
        found = []
        if self.named_site and self.named_site != profile.site:
            title = self.generation.site(self.named_site).title
            found.append(_differs(T("Site"), T("The request is for {there}; the profile's site is used.", there=title)))
        if self.region and profile.region and self.region != profile.region:
            found.append(_differs(T("Region"), _instead(self.region, profile.region)))
        for field in self.generation.account_fields:
            there, here = self.account.get(field.key, ""), profile.account.get(field.key, "")
            if there and here and there != here:
                found.append(_differs(field.label, _instead(there[:40], here)))
        return tuple(found)


def _instead(there: str, here: str) -> Text:
    return T("The request is for {there}; the profile's {here} is used.", there=there, here=here)


def _differs(about: Text, reason: Text) -> Remark:
    return Remark(kind=RemarkKind.TO_KNOW, about=about, reason=reason)


@dataclass(frozen=True)
class _Candidate:
    generation: Generation
    found: tuple[tuple[Recognised, WrittenRequest], ...]
    """The requests that it takes for its own and that hold settings."""
    site: str
    reading: Reading

    @property
    def certainty(self) -> int:
        return max(recognised.certainty for recognised, _ in self.found)


def understand(
    requests: Sequence[WrittenRequest], registry: Registry, profile: Profile | None, offered: Collection[str]
) -> Understood:
    """What the requests say. Raises `Unreadable` when they are nobody's, or have nothing to fill a form with.

    `profile` is the one in the form; `offered` are the generations that have a profile. Where several generations
    could be meant, the one wins that takes most of it, then the one in the form, then one that has a profile.
    """
    candidates = [each for generation in registry.generations() if (each := _candidate(generation, requests, profile))]
    if not candidates:
        raise _nothing_to_read(requests, registry)
    here = profile.generation if profile is not None else ""
    best = max(
        candidates,
        key=lambda each: (
            each.certainty,
            -len(each.reading.remarks),
            each.generation.id == here,
            each.generation.id in offered,
        ),
    )
    main = _main(best)
    account = {key: value for recognised, _ in best.found for key, value in recognised.account.items()}
    return Understood(
        generation=best.generation,
        purpose=main.purpose,
        call=main.call,
        site=best.site,
        reading=best.reading,
        account=account,
        named_site=main.site,
        region=main.region,
    )


def _candidate(
    generation: Generation, requests: Sequence[WrittenRequest], profile: Profile | None
) -> _Candidate | None:
    recognised = [(found, each) for each in requests if (found := generation.moving.recognise(each)) is not None]
    told = tuple((found, each) for found, each in recognised if found.purpose is not Purpose.OTHER)
    if not any(each.body is not None for _, each in told):
        return None
    named = next((found.site for found, _ in told if found.site), "")
    own = profile.site if profile is not None and profile.generation == generation.id else ""
    site = named or own or generation.sites[0].id
    readings = [generation.moving.read_body(found.call, each.body, site) for found, each in told]
    values = {key: value for each in readings for key, value in each.values.items()}
    remarks = tuple(remark for each in readings for remark in each.remarks)
    return _Candidate(generation, told, site, Reading(values=values, remarks=remarks))


def _main(candidate: _Candidate) -> Recognised:
    """The request that says most: a start before a change, a change before a step towards a start."""
    order = list(Purpose)
    return min((found for found, _ in candidate.found), key=lambda found: order.index(found.purpose))


def _nothing_to_read(requests: Sequence[WrittenRequest], registry: Registry) -> Unreadable:
    for generation in registry.generations():
        for request in requests:
            found = generation.moving.recognise(request)
            if found is None:
                continue
            if found.purpose is Purpose.OTHER:
                message = T("This is “{call}” of {service}: it holds nothing that a form could take.")
            else:
                message = T("This is “{call}” of {service}, without a body: there is nothing to fill in.")
            args = {"call": found.call, "service": generation.title}
            return Unreadable(Text(message.source, args))
    return Unreadable(T("No service that the console knows takes such a request."))
