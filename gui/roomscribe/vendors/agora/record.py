"""Agora as the console sees it: one frozen record. Client, model and simulator are loaded when they are used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from roomscribe.domain.clock import Clock
from roomscribe.domain.fields import Values
from roomscribe.domain.profiles import Account, Profile
from roomscribe.domain.text import T
from roomscribe.vendors.agora.fields import AGORA_5_FIELDS, TOKENS_MADE
from roomscribe.vendors.agora.languages import agora_5_languages
from roomscribe.vendors.agora.limits import AGORA_5, LONGEST_LIFE, LONGEST_TOKEN_LIFE
from roomscribe.vendors.agora.rules import check, rows, texts
from roomscribe.vendors.agora.states import STATES
from roomscribe.vendors.agora.wire import SITES
from roomscribe.vendors.protocol import (
    Abilities,
    AccountField,
    CallPreview,
    Generation,
    SimulatedCloud,
    TaskClient,
    Vendor,
)

if TYPE_CHECKING:
    from roomscribe.net.http import HttpFactory
    from roomscribe.simulator.world import World

HEX_32 = r"[0-9A-Fa-f]{32}"

ACCOUNT_FIELDS = (
    AccountField(
        key="app_id",
        label=T("App ID"),
        help=T("The project's id, from Agora Console. Real-Time STT must be on for it."),
        pattern=HEX_32,
        pattern_hint=T("Enter 32 characters from 0 to 9 and a to f."),
    ),
    AccountField(
        key="app_certificate",
        label=T("App Certificate"),
        help=T("Needed when the project's App Certificate is on: the bots' tokens are made with it."),
        secret=True,
        required=False,
        pattern=HEX_32,
        pattern_hint=T("Enter 32 characters from 0 to 9 and a to f."),
    ),
    AccountField(
        key="customer_id",
        label=T("Customer ID"),
        help=T("From Agora Console, Developer Toolkit, RESTful API. It is not the App ID."),
        pattern=r"[^\s:]+",
        pattern_hint=T("Enter it without blanks and colons."),
    ),
    AccountField(
        key="customer_secret",
        label=T("Customer Secret"),
        help=T("Stands in the file that Agora Console lets you download once, beside the Customer ID."),
        secret=True,
        pattern=r"\S+",
        pattern_hint=T("Enter it without blanks."),
    ),
)
"""agora.md §2.1, §13.1."""

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
    return texts(values.get("languages"))


def targets(values: Values) -> tuple[str, ...]:
    """The languages that are translated to, each once."""
    if not values.get("translate"):
        return ()
    every = [target for row in rows(values.get("translations")) for target in texts(row.get("target"))]
    return tuple(dict.fromkeys(every))


def instance_id(values: Values, task_id: str) -> str:
    """The form's instanceId, else one made from the task's local id (agora.md §3.1)."""
    chosen = values.get("instance_id")
    made = re.sub(r"[^A-Za-z0-9_-]", "-", f"roomscribe-{task_id}")[: AGORA_5.instance_id_length]
    return chosen if isinstance(chosen, str) and chosen else made


def clash_keys(values: Values, profile: Profile) -> frozenset[str]:
    """Both bots' places in the channel: two users with the same id throw each other out, whatever they do there."""
    place = [profile.account.get("app_id", ""), str(values.get("channel"))]
    return frozenset("/".join([*place, str(values.get(key))]) for key in ("sub_bot_uid", "pub_bot_uid"))


def _preview(values: Values, profile: Profile) -> tuple[CallPreview, ...]:
    from roomscribe.vendors.agora.preview import preview

    return preview(values, profile)


def _make_client(account: Account, http: HttpFactory, clock: Clock) -> TaskClient:
    from roomscribe.vendors.agora.client import AgoraClient

    return AgoraClient(account, http, clock)


def _make_cloud(world: World) -> SimulatedCloud:
    from roomscribe.vendors.agora.simulator import AgoraCloud

    return AgoraCloud(world)


AGORA_5_GENERATION = Generation(
    id="agora-5",
    title=T("Agora Real-Time STT 5.x"),
    short_title="Agora 5.x",
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
    fields=AGORA_5_FIELDS,
    languages=agora_5_languages(),
    states=STATES,
    room_key="channel",
    bot_key="pub_bot_uid",
    idle_key="max_idle_time",
    check=check,
    spoken=spoken,
    targets=targets,
    idempotency_key=instance_id,
    clash_keys=clash_keys,
    preview=_preview,
    make_client=_make_client,
    make_cloud=_make_cloud,
    kept_keys=("builder_token",),
    example=EXAMPLE,
)

VENDOR = Vendor(id="agora", title=T("Agora"), colour="blue", generations=(AGORA_5_GENERATION,))
