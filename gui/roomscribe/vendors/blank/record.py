"""The blank vendor in one frozen record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roomscribe.domain.clock import Clock
from roomscribe.domain.fields import Values
from roomscribe.domain.profiles import Account, Profile
from roomscribe.domain.text import T
from roomscribe.net.redaction import HIDDEN
from roomscribe.vendors.blank import models
from roomscribe.vendors.blank.account import ACCOUNT_FIELDS, ROOT, SITE
from roomscribe.vendors.blank.catalogue import ERRORS
from roomscribe.vendors.blank.fields import FIELDS
from roomscribe.vendors.blank.languages import CATALOGUE
from roomscribe.vendors.blank.moving import MOVING
from roomscribe.vendors.blank.states import STATES
from roomscribe.vendors.protocol import Abilities, CallPreview, Generation, SimulatedCloud, TaskClient, Vendor

if TYPE_CHECKING:
    from roomscribe.net.http import HttpFactory
    from roomscribe.simulator.world import World
    from roomscribe.vendors.blank.client import BlankClient


def _preview(values: Values, profile: Profile) -> tuple[CallPreview, ...]:
    body = models.draft_body(values)
    if values.get("passcode"):
        body["passcode"] = HIDDEN
    url = (profile.base_url or SITE.base_url) + ROOT + "/tasks"
    return (CallPreview(call="StartTask", method="POST", url=url, body=body),)


def _client() -> type[BlankClient]:
    # Loaded when somebody calls the vendor: naming it must not load the HTTP library.
    from roomscribe.vendors.blank.client import BlankClient

    return BlankClient


def _make_client(account: Account, factory: HttpFactory, clock: Clock) -> TaskClient:
    return _client()(account, factory, clock)


def _make_cloud(world: World) -> SimulatedCloud:
    # Loaded when somebody simulates.
    from roomscribe.vendors.blank.simulator import BlankCloud

    return BlankCloud(world)


VENDOR = Vendor(
    id="blank",
    title=T("Blank"),
    colour="slate",
    generations=(
        Generation(
            id="blank-1",
            title=T("Blank vendor 1"),
            short_title="Blank 1",
            sites=(SITE,),
            account_fields=ACCOUNT_FIELDS,
            abilities=Abilities(
                update_in_place=True,
                update_spacing=2.0,
                list_tasks=True,
                locate_lost_start=True,
                longest_life=24 * 3600.0,
                longest_run=24 * 3600.0,
                poll_changing=0.5,
                poll_steady=2.0,
                calls_per_second={"start": 500.0, "observe": 20.0, "update": 20.0, "stop": 20.0},
            ),
            fields=FIELDS,
            languages=CATALOGUE,
            states=STATES,
            room_key="room",
            bot_key="bot",
            application_key="app_id",
            idle_key="max_idle_time",
            check=models.check,
            spoken=models.spoken_of,
            targets=models.targets_of,
            idempotency_key=models.idempotency_key,
            clash_keys=models.clash_keys,
            preview=_preview,
            make_client=_make_client,
            load_client=_client,
            make_cloud=_make_cloud,
            errors=ERRORS,
            moving=MOVING,
            example={
                "room": "demo-room",
                "bot": "caption-bot",
                "spoken": "en",
                "targets": ("es",),
                "max_idle_time": 60,
            },
        ),
    ),
)
