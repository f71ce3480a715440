"""Transcription 2.0 as the console sees it: one frozen record (tencent.md §4)."""

from __future__ import annotations

from roomscribe.domain.fields import Values, rows_of
from roomscribe.domain.money import Metered
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T
from roomscribe.vendors.protocol import Abilities
from roomscribe.vendors.trtc.account import sites
from roomscribe.vendors.trtc.catalogue.tables import TRTC_2_ERRORS
from roomscribe.vendors.trtc.generation import MakeClient, transcription
from roomscribe.vendors.trtc.preview import Build
from roomscribe.vendors.trtc.prices import metered
from roomscribe.vendors.trtc.v2.fields import FIELDS
from roomscribe.vendors.trtc.v2.keys import clash_keys, own_id
from roomscribe.vendors.trtc.v2.languages import DEFAULT_SPOKEN, LANGUAGES
from roomscribe.vendors.trtc.v2.moving import MOVING
from roomscribe.vendors.trtc.v2.rules import check
from roomscribe.vendors.trtc.v2.states import STATES
from roomscribe.vendors.trtc.values import Body

SITES = sites(
    intl=("ap-singapore", "ap-hongkong", "ap-guangzhou"),
    cn=("ap-guangzhou", "ap-shanghai", "ap-beijing", "ap-hongkong"),
    region_required_in_cn=True,
)
"""tencent.md §1.2"""

ABILITIES = Abilities(
    update_in_place=False,
    list_tasks=False,
    # Describe takes the TaskId alone, and that is what a lost answer loses (tencent.md §4.2).
    locate_lost_start=False,
    # Advice, as for version 1.0: no task of a known id counts as ended because of its age.
    longest_run=10 * 3600,
    calls_per_second={"start": 20, "observe": 20, "stop": 20},
)
"""tencent.md §2, §4, §8.4"""


def _body(profile: Profile) -> Build:
    from roomscribe.vendors.trtc.v2.model import build_create

    def build(shown: Values, app: object, user_sig: str) -> Body:
        return build_create(shown, site=profile.site, sdk_app_id=app, user_sig=user_sig)

    return build


def _metered(values: Values) -> Metered:
    return metered(values, LANGUAGES, DEFAULT_SPOKEN, aloud=bool(rows_of(values.get("voices"))))


def _client() -> MakeClient:
    from roomscribe.vendors.trtc.v2.client import CloudTranscriptionClient

    return CloudTranscriptionClient


TRTC_2 = transcription(
    id="trtc-2",
    title=T("Tencent TRTC, transcription 2.0"),
    short_title="TRTC 2.0",
    sites=SITES,
    abilities=ABILITIES,
    fields=FIELDS,
    languages=LANGUAGES,
    states=STATES,
    check=check,
    idempotency_key=own_id,
    clash_keys=clash_keys,
    errors=TRTC_2_ERRORS,
    moving=MOVING,
    metered=_metered,
    start_call="CreateCloudTranscription",
    default_spoken=DEFAULT_SPOKEN,
    room="500124",
    body=_body,
    client=_client,
)
