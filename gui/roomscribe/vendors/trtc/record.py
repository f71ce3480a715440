"""Tencent TRTC as the console sees it: one frozen record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roomscribe.domain.clock import Clock
from roomscribe.domain.fields import Values, given
from roomscribe.domain.profiles import Account, Profile
from roomscribe.domain.text import T
from roomscribe.net.redaction import HIDDEN
from roomscribe.vendors.protocol import (
    Abilities,
    CallPreview,
    Generation,
    SimulatedCloud,
    TaskClient,
    Vendor,
)
from roomscribe.vendors.trtc.account import ACCOUNT_FIELDS, sites
from roomscribe.vendors.trtc.bodies import texts
from roomscribe.vendors.trtc.fields import FIELDS, PASTED
from roomscribe.vendors.trtc.keys import dedupe_key, session_id
from roomscribe.vendors.trtc.languages import DEFAULT_SPOKEN, LANGUAGES
from roomscribe.vendors.trtc.model import build_start
from roomscribe.vendors.trtc.rules import check
from roomscribe.vendors.trtc.states import STATES

if TYPE_CHECKING:
    from roomscribe.net.http import HttpFactory
    from roomscribe.simulator.world import World

MADE_LATER = "made when you start"
"""Stands for the bot's signature in the preview."""

_REGIONS = ("ap-singapore", "ap-tokyo", "ap-guangzhou", "na-siliconvalley")
SITES = sites(intl=_REGIONS, cn=_REGIONS, region_required_in_cn=False)
"""tencent.md §1.2"""

ABILITIES = Abilities(
    update_in_place=False,
    list_tasks=False,
    locate_lost_start=True,
    equal_needs_forgotten=True,
    longest_run=10 * 3600,
    # The lower of the two sites, tencent.md §2.
    calls_per_second={"start": 50, "observe": 20, "stop": 20},
)


def preview(values: Values, profile: Profile) -> tuple[CallPreview, ...]:
    """The one request a start sends, without its secrets."""
    hidden = {field.key: HIDDEN for field in FIELDS if field.secret and given(values.get(field.key))}
    pasted = values.get("user_sig_source") == PASTED
    app = profile.account.get("sdk_app_id", "")
    body = build_start(
        {**values, **hidden},
        site=profile.site,
        sdk_app_id=int(app) if app.isascii() and app.isdigit() else app,
        user_sig=hidden.get("user_sig", "") if pasted else MADE_LATER,
        session_id=session_id(values, ""),
    )
    base = profile.base_url or TRTC_1.site(profile.site).base_url
    return (CallPreview(call="StartAITranscription", method="POST", url=f"{base}/", body=body),)


def _spoken(values: Values) -> tuple[str, ...]:
    return (str(values.get("language") or DEFAULT_SPOKEN), *texts(values, "alternative_languages"))


def _targets(values: Values) -> tuple[str, ...]:
    return texts(values, "target_languages")


def _make_client(account: Account, factory: HttpFactory, clock: Clock) -> TaskClient:
    from roomscribe.vendors.trtc.client import TrtcClient

    return TrtcClient(account, TRTC_1.site(account.profile.site), factory, clock)


def _make_cloud(world: World) -> SimulatedCloud:
    from roomscribe.vendors.trtc.simulator import TrtcCloud

    return TrtcCloud(world)


_EXAMPLE: dict[str, object] = {
    **{field.key: field.initial() for field in FIELDS},
    "room": "500123",
    "language": "zh",
    "target_languages": ("en", "ja"),
}

TRTC_1 = Generation(
    id="trtc-1",
    title=T("Tencent TRTC, transcription 1.0"),
    short_title="TRTC 1.0",
    sites=SITES,
    account_fields=ACCOUNT_FIELDS,
    abilities=ABILITIES,
    fields=FIELDS,
    languages=LANGUAGES,
    states=STATES,
    room_key="room",
    bot_key="bot_user_id",
    check=check,
    spoken=_spoken,
    targets=_targets,
    idempotency_key=session_id,
    dedupe_key=dedupe_key,
    preview=preview,
    make_client=_make_client,
    make_cloud=_make_cloud,
    example=_EXAMPLE,
)

VENDOR = Vendor(id="trtc", title=T("Tencent TRTC"), colour="blue", generations=(TRTC_1,))
