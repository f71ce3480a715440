"""Tencent TRTC as the console sees it: one frozen record, with version 1.0 in it; 2.0 is offered first."""

from __future__ import annotations

from roomscribe.domain.fields import Values
from roomscribe.domain.money import Metered
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T
from roomscribe.vendors.protocol import Abilities, Vendor
from roomscribe.vendors.trtc.account import sites
from roomscribe.vendors.trtc.catalogue.tables import TRTC_1_ERRORS
from roomscribe.vendors.trtc.fields import FIELDS, SPOKEN
from roomscribe.vendors.trtc.generation import MakeClient, transcription
from roomscribe.vendors.trtc.keys import clash_keys, session_id
from roomscribe.vendors.trtc.languages import DEFAULT_SPOKEN, LANGUAGES
from roomscribe.vendors.trtc.moving import MOVING
from roomscribe.vendors.trtc.preview import Build
from roomscribe.vendors.trtc.prices import metered
from roomscribe.vendors.trtc.rules import check
from roomscribe.vendors.trtc.states import STATES
from roomscribe.vendors.trtc.v2.record import TRTC_2
from roomscribe.vendors.trtc.values import Body

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
    # tencent.md §2
    calls_per_second={"start": 50, "observe": 20, "stop": 20},
    calls_per_second_at={"cn": {"observe": 50, "stop": 50}},
)


def _body(profile: Profile) -> Build:
    from roomscribe.vendors.trtc.model import build_start

    def build(shown: Values, app: object, user_sig: str) -> Body:
        session = session_id(shown, "")
        return build_start(shown, site=profile.site, sdk_app_id=app, user_sig=user_sig, session_id=session)

    return build


def _metered(values: Values) -> Metered:
    return metered(values, LANGUAGES, DEFAULT_SPOKEN, aloud=values.get("translation_mode") == SPOKEN)


def _client() -> MakeClient:
    from roomscribe.vendors.trtc.client import TrtcClient

    return TrtcClient


TRTC_1 = transcription(
    id="trtc-1",
    title=T("Tencent TRTC, transcription 1.0"),
    short_title="TRTC 1.0",
    sites=SITES,
    abilities=ABILITIES,
    fields=FIELDS,
    languages=LANGUAGES,
    states=STATES,
    check=check,
    idempotency_key=session_id,
    clash_keys=clash_keys,
    errors=TRTC_1_ERRORS,
    moving=MOVING,
    metered=_metered,
    start_call="StartAITranscription",
    default_spoken=DEFAULT_SPOKEN,
    room="500123",
    body=_body,
    client=_client,
)

# TRTC tells new accounts to use 2.0 (tencent.md §0.2).
VENDOR = Vendor(
    id="trtc",
    title=T("Tencent TRTC"),
    colour="blue",
    generations=(TRTC_2, TRTC_1),
    signed_headers=("Authorization", "X-TC-Timestamp"),
    signed_how=T(
        "AUTHORIZATION is a TC3-HMAC-SHA256 signature over this exact body, host and X-TC-Timestamp (Unix seconds, at "
        "most five minutes off). Neither curl nor this record can make it: it takes SecretId and SecretKey, and a "
        "program that signs after every placeholder in the body is filled in. Signature method v3 in the API documents "
        "of Tencent says how. To make the same call without signing it yourself, give its values to tccli or to an SDK "
        "of Tencent."
    ),
)
"""tencent.md §6.1."""
