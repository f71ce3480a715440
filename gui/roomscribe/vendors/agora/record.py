"""Agora as the console sees it: one frozen record. Client, model and simulator are loaded when they are used."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from roomscribe.domain.clock import Clock
from roomscribe.domain.fields import Values, given, rows_of, texts_of
from roomscribe.domain.profiles import Account, Profile
from roomscribe.domain.text import T
from roomscribe.vendors.agora.account import ACCOUNT_FIELDS
from roomscribe.vendors.agora.bot_fields import TOKENS_MADE
from roomscribe.vendors.agora.catalogue.tables import AGENT_ERRORS, TASK_ERRORS
from roomscribe.vendors.agora.fields import agora_fields
from roomscribe.vendors.agora.languages import agora_5_languages, agora_7_languages
from roomscribe.vendors.agora.limits import (
    AGORA_5,
    AGORA_6,
    AGORA_7,
    LONGEST_AGENT_LIFE,
    LONGEST_LIFE,
    LONGEST_TOKEN_LIFE,
    AgoraLimits,
)
from roomscribe.vendors.agora.moving import moving
from roomscribe.vendors.agora.prices import metered
from roomscribe.vendors.agora.rules import check
from roomscribe.vendors.agora.states import AGENT_STATES, STATES
from roomscribe.vendors.agora.token_life import token_ends
from roomscribe.vendors.agora.wire import AGENT_SITES, SITES
from roomscribe.vendors.protocol import (
    Abilities,
    CallPreview,
    Generation,
    SimulatedCloud,
    TaskClient,
    Vendor,
)

if TYPE_CHECKING:
    from roomscribe.net.http import HttpFactory
    from roomscribe.simulator.world import World
    from roomscribe.vendors.agora.agents_client import AgentsClient
    from roomscribe.vendors.agora.client import AgoraClient

EXAMPLE = {
    "channel": "demo-room",
    "max_idle_time": 60,
    "sub_bot_uid": "47091",
    "pub_bot_uid": "88222",
    "bot_tokens": TOKENS_MADE,
    "languages": ("en-US",),
    "translate": True,
    "translations": ({"source": "en-US", "target": ("es-ES", "ja-JP")},),
}


def spoken(values: Values) -> tuple[str, ...]:
    """The languages that are recognised."""
    return texts_of(values.get("languages"))


def targets(values: Values) -> tuple[str, ...]:
    """The languages that are translated to, each once."""
    if not values.get("translate"):
        return ()
    every = [target for row in rows_of(values.get("translations")) for target in texts_of(row.get("target"))]
    return tuple(dict.fromkeys(every))


def instance_id(values: Values, task_id: str) -> str:
    """The form's instanceId or name, else one made from the task's local id (agora.md §3.1, §6.1)."""
    chosen = values.get("instance_id")
    made = re.sub(r"[^A-Za-z0-9_-]", "-", f"roomscribe-{task_id}")[: AGORA_5.id_length]
    return chosen if isinstance(chosen, str) and chosen else made


def clash_keys(values: Values, profile: Profile) -> frozenset[str]:
    """Both bots' places in the channel: two users with the same id throw each other out, whatever they do there."""
    place = [profile.account.get("app_id", ""), str(values.get("channel"))]
    # Where 7.x does without a listening bot, there is no second place.
    uids = [values.get(key) for key in ("sub_bot_uid", "pub_bot_uid")]
    return frozenset("/".join([*place, str(uid)]) for uid in uids if given(uid))


def _preview(values: Values, profile: Profile, *, limits: AgoraLimits) -> tuple[CallPreview, ...]:
    from roomscribe.vendors.agora.preview import preview

    return preview(values, profile, limits)


def _client() -> type[AgoraClient]:
    from roomscribe.vendors.agora.client import AgoraClient

    return AgoraClient


def _make_client(account: Account, http: HttpFactory, clock: Clock, *, limits: AgoraLimits) -> TaskClient:
    return _client()(account, http, clock, limits)


def _make_cloud(world: World, *, limits: AgoraLimits) -> SimulatedCloud:
    from roomscribe.vendors.agora.simulator_doors import task_door

    return task_door(world, limits)


def _preview_join(values: Values, profile: Profile) -> tuple[CallPreview, ...]:
    from roomscribe.vendors.agora.preview import preview_join

    return preview_join(values, profile)


def _agents_client() -> type[AgentsClient]:
    from roomscribe.vendors.agora.agents_client import AgentsClient

    return AgentsClient


def _make_agents_client(account: Account, http: HttpFactory, clock: Clock) -> TaskClient:
    return _agents_client()(account, http, clock)


def _make_agents_cloud(world: World) -> SimulatedCloud:
    from roomscribe.vendors.agora.simulator_doors import agent_door

    return agent_door(world)


def _tasks_generation(number: str, limits: AgoraLimits) -> Generation:
    """5.x or 6.x, the same calls with other limits; and what 7.x has in common with them."""
    return Generation(
        id=f"agora-{number}",
        title=T("Agora Real-Time STT {number}.x", number=number),
        short_title=f"Agora {number}.x",
        sites=SITES,
        account_fields=ACCOUNT_FIELDS,
        abilities=Abilities(
            update_in_place=True,
            update_spacing=5.0,
            locate_lost_start=True,
            longest_life=LONGEST_LIFE,
            longest_run=LONGEST_TOKEN_LIFE,
            poll_changing=5.0,  # agora.md §7.4: a limit exists and no number is published
            poll_steady=15.0,
        ),
        fields=agora_fields(limits),
        languages=agora_5_languages(),
        states=STATES,
        room_key="channel",
        bot_key="pub_bot_uid",
        application_key="app_id",
        idle_key="max_idle_time",
        check=partial(check, limits=limits),
        spoken=spoken,
        targets=targets,
        idempotency_key=instance_id,
        clash_keys=clash_keys,
        preview=partial(_preview, limits=limits),
        make_client=partial(_make_client, limits=limits),
        load_client=_client,
        make_cloud=partial(_make_cloud, limits=limits),
        token_ends=token_ends,
        kept_keys=("builder_token",),
        errors=TASK_ERRORS,
        metered=metered,
        moving=moving(limits),
        example=EXAMPLE,
    )


def _agents_generation() -> Generation:
    """7.x: calls of its own below the same form, and the generation of every project that is made today."""
    like = _tasks_generation("7", AGORA_7)
    return replace(
        like,
        sites=AGENT_SITES,
        # The vendor ends a task after 72 hours, but a bot's token lives for 24 at most and can't be renewed (§7.9).
        # `longest_run` keeps the smaller number, as a form doesn't choose its tokens by its length.
        abilities=replace(
            like.abilities, list_tasks=True, list_reaches=LONGEST_AGENT_LIFE, longest_life=LONGEST_AGENT_LIFE
        ),
        languages=agora_7_languages(),
        states=AGENT_STATES,
        preview=_preview_join,
        make_client=_make_agents_client,
        load_client=_agents_client,
        make_cloud=_make_agents_cloud,
        kept_keys=(),
        errors=AGENT_ERRORS,
        moving=moving(AGORA_7, agents=True),
        example={key: value for key, value in EXAMPLE.items() if key != "sub_bot_uid"},
    )


AGORA_7_GENERATION = _agents_generation()
AGORA_6_GENERATION = _tasks_generation("6", AGORA_6)
AGORA_5_GENERATION = _tasks_generation("5", AGORA_5)

VENDOR = Vendor(
    id="agora",
    title=T("Agora"),
    colour="blue",
    generations=(AGORA_7_GENERATION, AGORA_6_GENERATION, AGORA_5_GENERATION),
    signed_how=T(
        "AUTHORIZATION is Basic and the base64 of Customer ID:Customer Secret, or agora token= and a token. It does "
        "not depend on the body."
    ),
)
"""agora.md §2.1, §2.2."""
