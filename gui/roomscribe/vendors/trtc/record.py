"""Tencent TRTC as the console sees it: one frozen record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roomscribe.domain.clock import Clock
from roomscribe.domain.fields import Values, given
from roomscribe.domain.profiles import Account, Profile
from roomscribe.domain.text import T
from roomscribe.net.redaction import HIDDEN
from roomscribe.vendors.protocol import (
    MADE_LATER,
    Abilities,
    AccountField,
    CallPreview,
    Generation,
    SimulatedCloud,
    Site,
    TaskClient,
    Vendor,
)
from roomscribe.vendors.trtc.fields import FIELDS, PASTED
from roomscribe.vendors.trtc.keys import clash_keys, session_id
from roomscribe.vendors.trtc.languages import DEFAULT_SPOKEN, LANGUAGES
from roomscribe.vendors.trtc.rules import check, texts
from roomscribe.vendors.trtc.states import STATES

if TYPE_CHECKING:
    from roomscribe.net.http import HttpFactory
    from roomscribe.simulator.world import World

_REGIONS = ("ap-singapore", "ap-tokyo", "ap-guangzhou", "na-siliconvalley")

SITES = (
    Site(
        id="intl",
        title=T("International"),
        base_url="https://trtc.intl.tencentcloudapi.com",
        regions=_REGIONS,
        region_required=True,
    ),
    Site(
        id="cn",
        title=T("Mainland China"),
        base_url="https://trtc.tencentcloudapi.com",
        regions=_REGIONS,
    ),
)
"""tencent.md §1.1, §1.2"""

ACCOUNT_FIELDS = (
    AccountField(
        key="secret_id",
        label=T("SecretId"),
        help=T("From the cloud console's page on API access keys. It begins with AKID."),
        pattern=r"(AKID|IKID)[0-9A-Za-z]{8,}",
        pattern_hint=T("A SecretId begins with AKID, and has letters and digits only."),
    ),
    AccountField(
        key="secret_key",
        label=T("SecretKey"),
        help=T("Belongs to the SecretId; shown beside it, or once when the key was made."),
        secret=True,
    ),
    AccountField(
        key="sdk_app_id",
        label=T("SDKAppID"),
        help=T(
            "The number of the TRTC application that owns the rooms. It must belong to the same account as the key."
        ),
        pattern=r"[1-9][0-9]{3,9}",
        pattern_hint=T("The SDKAppID is a number of up to 10 digits."),
    ),
    AccountField(
        key="sdk_secret_key",
        label=T("SDKSecretKey"),
        help=T("From the application's page. Makes the bots' signatures; leave it empty if you paste them instead."),
        secret=True,
        required=False,
        pattern=r"[0-9a-f]{64}",
        pattern_hint=T(
            "64 characters from 0 to 9 and a to f. The SecretKey is another secret and does not belong here."
        ),
    ),
)

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
    idle_key="max_idle_time",
    check=check,
    spoken=_spoken,
    targets=_targets,
    idempotency_key=session_id,
    clash_keys=clash_keys,
    preview=preview,
    make_client=_make_client,
    make_cloud=_make_cloud,
    example=_EXAMPLE,
)

VENDOR = Vendor(id="trtc", title=T("Tencent TRTC"), colour="blue", generations=(TRTC_1,))
