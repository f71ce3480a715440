"""What both generations have in common: the account, the two sites, and the simulated cloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roomscribe.domain.text import T
from roomscribe.vendors.protocol import AccountField, SimulatedCloud, Site
from roomscribe.vendors.trtc.prices import INTERNATIONAL, MAINLAND

if TYPE_CHECKING:
    from roomscribe.simulator.world import World


def sites(*, intl: tuple[str, ...], cn: tuple[str, ...], region_required_in_cn: bool) -> tuple[Site, ...]:
    """Both sites with the regions in which a generation is served (tencent.md §1.1, §1.2)."""
    return (
        Site(
            id="intl",
            title=T("International"),
            base_url="https://trtc.intl.tencentcloudapi.com",
            regions=intl,
            region_required=True,
            tariff=INTERNATIONAL,
        ),
        Site(
            id="cn",
            title=T("Mainland China"),
            base_url="https://trtc.tencentcloudapi.com",
            regions=cn,
            region_required=region_required_in_cn,
            tariff=MAINLAND,
        ),
    )


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


def make_cloud(world: World) -> SimulatedCloud:
    """The one cloud of a world: an account is good for both generations, and they share its rooms."""
    from roomscribe.vendors.trtc.simulator import TrtcCloud

    return world.shared(TrtcCloud, lambda: TrtcCloud(world))
