"""The vendor in one record."""

from __future__ import annotations

from roomscribe.domain.clock import Clock
from roomscribe.domain.fields import Values
from roomscribe.domain.profiles import Account, Profile
from roomscribe.domain.text import T
from roomscribe.domain.validation import Problem
from roomscribe.net.http import HttpFactory
from roomscribe.simulator.world import World
from roomscribe.vendors.protocol import Abilities, CallPreview, Generation, SimulatedCloud, TaskClient, Vendor

from .client import STATES, HarbourClient
from .cloud import HarbourCloud
from .form import FIELDS, KEY, LANGUAGES, SITE, body, flags, heard


def _problems(values: Values, profile: Profile) -> list[Problem]:
    if set(heard(values)) & set(flags(values)):
        return [Problem("flags", T("That is spoken already."))]
    return []


def _own_id(values: Values, task_id: str) -> str:
    return task_id


def _berths(values: Values, profile: Profile) -> frozenset[str]:
    return frozenset({f"{values.get('berth')}/{values.get('ship')}"})


def _preview(values: Values, profile: Profile) -> tuple[CallPreview, ...]:
    url = (profile.base_url or SITE.base_url) + "/harbour/bots"
    return (CallPreview(call="Moor", method="POST", url=url, body=body(values)),)


def _client(account: Account, factory: HttpFactory, clock: Clock) -> TaskClient:
    return HarbourClient(account, factory, clock)


def _cloud(world: World) -> SimulatedCloud:
    return HarbourCloud(world)


VENDOR = Vendor(
    id="harbour",
    title=T("Harbour Captions"),
    colour="teal",
    generations=(
        Generation(
            id="harbour-1",
            title=T("Harbour Captions 1"),
            short_title="Harbour 1",
            sites=(SITE,),
            account_fields=(KEY,),
            abilities=Abilities(update_in_place=False, poll_changing=0.2),
            fields=FIELDS,
            languages=LANGUAGES,
            states=STATES,
            room_key="berth",
            bot_key="ship",
            idle_key="",
            check=_problems,
            spoken=heard,
            targets=flags,
            idempotency_key=_own_id,
            clash_keys=_berths,
            preview=_preview,
            make_client=_client,
            make_cloud=_cloud,
            example={"berth": "quay-7", "ship": "SS Caption", "heard": "sea", "flags": ("en",)},
        ),
    ),
)
