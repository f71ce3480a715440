"""Tencent TRTC as the console sees it: one frozen record, with version 1.0 in it; 2.0 is offered first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roomscribe.domain.clock import Clock
from roomscribe.domain.fields import Values
from roomscribe.domain.profiles import Account, Profile
from roomscribe.domain.text import T
from roomscribe.vendors.protocol import (
    Abilities,
    CallPreview,
    Generation,
    TaskClient,
    Vendor,
)
from roomscribe.vendors.trtc.account import ACCOUNT_FIELDS, make_cloud, sites
from roomscribe.vendors.trtc.fields import FIELDS
from roomscribe.vendors.trtc.keys import clash_keys, session_id
from roomscribe.vendors.trtc.languages import DEFAULT_SPOKEN, LANGUAGES
from roomscribe.vendors.trtc.preview import preview_of
from roomscribe.vendors.trtc.rules import check
from roomscribe.vendors.trtc.states import STATES
from roomscribe.vendors.trtc.v2.record import TRTC_2
from roomscribe.vendors.trtc.values import Body, texts

if TYPE_CHECKING:
    from roomscribe.net.http import HttpFactory

_REGIONS = ("ap-singapore", "ap-tokyo", "ap-guangzhou", "na-siliconvalley")
SITES = sites(intl=_REGIONS, cn=_REGIONS, region_required_in_cn=False)
"""tencent.md §1.2"""

ABILITIES = Abilities(
    update_in_place=False,
    list_tasks=False,
    locate_lost_start=True,
    equal_needs_forgotten=True,
    # Advice: 10 hours are the one limit that Tencent names, and only for bots that hear each other (tencent.md §8.4).
    # So no task counts as ended because of its age.
    longest_run=10 * 3600,
    # The lower of the two sites, tencent.md §2.
    calls_per_second={"start": 50, "observe": 20, "stop": 20},
)


def preview(values: Values, profile: Profile) -> tuple[CallPreview, ...]:
    """The one request a start sends, without its secrets."""
    # Loaded with the first preview: naming the vendor must not load pydantic.
    from roomscribe.vendors.trtc.model import build_start

    def body(shown: Values, app: object, user_sig: str) -> Body:
        session = session_id(shown, "")
        return build_start(shown, site=profile.site, sdk_app_id=app, user_sig=user_sig, session_id=session)

    return preview_of("StartAITranscription", TRTC_1, body, values, profile)


def _spoken(values: Values) -> tuple[str, ...]:
    return (str(values.get("language") or DEFAULT_SPOKEN), *texts(values, "alternative_languages"))


def _targets(values: Values) -> tuple[str, ...]:
    return texts(values, "target_languages")


def _make_client(account: Account, factory: HttpFactory, clock: Clock) -> TaskClient:
    from roomscribe.vendors.trtc.client import TrtcClient

    return TrtcClient(account, TRTC_1.site(account.profile.site), factory, clock)


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
    idle_key="max_idle_time",
    check=check,
    spoken=_spoken,
    targets=_targets,
    idempotency_key=session_id,
    clash_keys=clash_keys,
    preview=preview,
    make_client=_make_client,
    make_cloud=make_cloud,
    example=_EXAMPLE,
)

# TRTC tells new accounts to use 2.0 (tencent.md §0.2).
VENDOR = Vendor(id="trtc", title=T("Tencent TRTC"), colour="blue", generations=(TRTC_2, TRTC_1))
