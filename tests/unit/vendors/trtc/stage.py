"""A simulated Tencent cloud with a clock that only tests move, and clients that talk to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from roomscribe.domain.clock import ShiftedClock
from roomscribe.domain.profiles import Account, Profile
from roomscribe.simulator.application import build_application
from roomscribe.simulator.world import World
from roomscribe.vendors.protocol import StartOrder, TaskRef
from roomscribe.vendors.trtc.client import TrtcClient
from roomscribe.vendors.trtc.record import TRTC_1
from roomscribe.vendors.trtc.simulator import TrtcCloud
from roomscribe.vendors.trtc.simulator_settings import TrtcSettings
from roomscribe.vendors.trtc.usersig import make_user_sig
from roomscribe.vendors.trtc.v2.client import CloudTranscriptionClient
from roomscribe.vendors.trtc.v2.record import TRTC_2
from roomscribe.vendors.trtc.v2.simulator_settings import CloudTranscriptionSettings
from tests.support.faces import Faced, ManualClock

NEW_YEAR = 1767225600.0
"""2026-01-01T00:00:00Z, the time of the vectors in tencent.md."""
DEMO = {
    "secret_id": "AKIDexampleEXAMPLEexampleEXAMPLE0001",
    "secret_key": "exampleSecretKeyEXAMPLE000000001",
    "sdk_app_id": "1400000001",
    "sdk_secret_key": "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e",
    "region": "ap-singapore",
}
SECRETS = ("secret_key", "sdk_secret_key")


def values(**changes: object) -> dict[str, object]:
    """A fresh form with a room, changed."""
    fresh = {each.key: each.initial() for each in TRTC_1.fields}
    return fresh | {"room": "500123"} | changes


def values_2(**changes: object) -> dict[str, object]:
    """A fresh form of version 2.0 with a room, changed."""
    fresh = {each.key: each.initial() for each in TRTC_2.fields}
    return fresh | {"room": "500123"} | changes


def profile(site: str = "intl", **account: str) -> Profile:
    """The demo account's profile."""
    plain = {key: value for key, value in DEMO.items() if key not in (*SECRETS, "region")}
    return Profile(
        id="demo",
        name="Demo",
        vendor="trtc",
        generation="trtc-1",
        site=site,
        region=DEMO["region"],
        account=plain | account,
    )


def user_sig(*, bot: str = "caption_bot", lifetime: int = 60, at: float = NEW_YEAR) -> str:
    """A signature as somebody would paste it."""
    return make_user_sig(
        sdk_app_id=int(DEMO["sdk_app_id"]), key=DEMO["sdk_secret_key"], identifier=bot, lifetime=lifetime, now=int(at)
    )


def order(form: Mapping[str, object], runs_for: float = 1800.0) -> StartOrder:
    """A start of these values."""
    return StartOrder(values=form, idempotency_key=TRTC_1.idempotency_key(form, "local-1"), runs_for=runs_for, kept={})


def order_2(form: Mapping[str, object]) -> StartOrder:
    """The same for version 2.0."""
    return StartOrder(values=form, idempotency_key="local-1", runs_for=1800.0, kept={})


def ref(vendor_task_id: str, of: StartOrder | None = None) -> TaskRef:
    """A task the vendor knows by this id, and by the order's SessionId."""
    return TaskRef(vendor_task_id=vendor_task_id, idempotency_key=of.idempotency_key if of else "", kept={})


class Stage(Faced):
    """World, cloud and clock of one test; on loopback the server runs until `close`."""

    def __init__(
        self,
        face: str = "in-process",
        *,
        site: str = "intl",
        settings: TrtcSettings | None = None,
        settings_2: CloudTranscriptionSettings | None = None,
        busy_rooms: bool = True,
    ) -> None:
        self.site = site
        self.clock = ManualClock(NEW_YEAR)
        self.world = World(self.clock, busy_rooms=busy_rooms)
        self.cloud = TrtcCloud(
            self.world,
            demo=DEMO,
            site=site,
            settings=settings or TrtcSettings(),
            settings_2=settings_2 or CloudTranscriptionSettings(),
        )
        super().__init__(build_application(self.cloud.routes()), face)

    def client(self, *, clock_off: float = 0.0, **changes: str) -> TrtcClient:
        """A client of the demo account; `changes` replace account fields, "" removes one."""
        clock = ShiftedClock(self.clock, clock_off)
        return self.closing(TrtcClient(self._account(changes), TRTC_1.site(self.site), self.factory(), clock))

    def client_2(self, **changes: str) -> CloudTranscriptionClient:
        """The same for version 2.0."""
        account, site = self._account(changes), TRTC_2.site(self.site)
        return self.closing(CloudTranscriptionClient(account, site, self.factory(), self.clock))

    def _account(self, changes: dict[str, str]) -> Account:
        secrets = {key: changes.pop(key, DEMO[key]) for key in SECRETS}
        return Account(profile=replace(profile(self.site, **changes), base_url=self.url), secrets=secrets)
