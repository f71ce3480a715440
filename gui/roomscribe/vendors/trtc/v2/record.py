"""Transcription 2.0 as the console sees it: one frozen record (tencent.md §4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roomscribe.domain.clock import Clock
from roomscribe.domain.fields import Values
from roomscribe.domain.profiles import Account, Profile
from roomscribe.domain.text import T
from roomscribe.vendors.protocol import Abilities, CallPreview, Generation, TaskClient
from roomscribe.vendors.trtc.account import ACCOUNT_FIELDS, make_cloud, sites
from roomscribe.vendors.trtc.preview import preview_of
from roomscribe.vendors.trtc.v2.fields import FIELDS
from roomscribe.vendors.trtc.v2.keys import clash_keys, own_id
from roomscribe.vendors.trtc.v2.languages import DEFAULT_SPOKEN, LANGUAGES
from roomscribe.vendors.trtc.v2.rules import check
from roomscribe.vendors.trtc.v2.states import STATES
from roomscribe.vendors.trtc.values import Body, texts

if TYPE_CHECKING:
    from roomscribe.net.http import HttpFactory

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


def preview(values: Values, profile: Profile) -> tuple[CallPreview, ...]:
    """The one request a start sends, without its secrets."""
    # Loaded with the first preview: naming the vendor must not load pydantic.
    from roomscribe.vendors.trtc.v2.model import build_create

    def body(shown: Values, app: object, user_sig: str) -> Body:
        return build_create(shown, site=profile.site, sdk_app_id=app, user_sig=user_sig)

    return preview_of("CreateCloudTranscription", TRTC_2, body, values, profile)


def _spoken(values: Values) -> tuple[str, ...]:
    return (str(values.get("language") or DEFAULT_SPOKEN), *texts(values, "alternative_languages"))


def _targets(values: Values) -> tuple[str, ...]:
    return texts(values, "target_languages")


def _make_client(account: Account, factory: HttpFactory, clock: Clock) -> TaskClient:
    from roomscribe.vendors.trtc.v2.client import CloudTranscriptionClient

    return CloudTranscriptionClient(account, TRTC_2.site(account.profile.site), factory, clock)


_EXAMPLE: dict[str, object] = {
    **{field.key: field.initial() for field in FIELDS},
    "room": "500124",
    "target_languages": ("en", "ja"),
}

TRTC_2 = Generation(
    id="trtc-2",
    title=T("Tencent TRTC, transcription 2.0"),
    short_title="TRTC 2.0",
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
    idempotency_key=own_id,
    clash_keys=clash_keys,
    preview=preview,
    make_client=_make_client,
    make_cloud=make_cloud,
    example=_EXAMPLE,
)
