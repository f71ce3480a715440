"""What the records of both generations have in common, so that each of them states its own facts alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol, TypedDict, Unpack

from roomscribe.domain.clock import Clock
from roomscribe.domain.error_catalogue import ErrorCatalogue
from roomscribe.domain.fields import Field, Values
from roomscribe.domain.languages import LanguageCatalogue
from roomscribe.domain.money import Metered
from roomscribe.domain.profiles import Account, Profile
from roomscribe.domain.states import TaskState
from roomscribe.domain.text import Text
from roomscribe.domain.validation import Problem
from roomscribe.vendors.moving import Moving
from roomscribe.vendors.protocol import Abilities, CallPreview, Generation, Site, TaskClient
from roomscribe.vendors.trtc.account import ACCOUNT_FIELDS, make_cloud
from roomscribe.vendors.trtc.preview import Build, preview_of
from roomscribe.vendors.trtc.signature_life import token_ends
from roomscribe.vendors.trtc.values import texts

if TYPE_CHECKING:
    from roomscribe.net.http import HttpFactory


class MakeClient(Protocol):
    """A client class of this vendor."""

    def __call__(self, account: Account, site: Site, factory: HttpFactory, clock: Clock) -> TaskClient:
        """A client of this account at this site."""


class Own(TypedDict):
    """What a generation states itself, under the names of `Generation`."""

    id: str
    title: Text
    short_title: str
    sites: tuple[Site, ...]
    abilities: Abilities
    fields: tuple[Field, ...]
    languages: LanguageCatalogue
    states: Mapping[str, TaskState]
    check: Callable[[Values, Profile], list[Problem]]
    idempotency_key: Callable[[Values, str], str]
    clash_keys: Callable[[Values, Profile], frozenset[str]]
    errors: ErrorCatalogue
    moving: Moving
    metered: Callable[[Values], Metered]


def transcription(
    *,
    start_call: str,
    default_spoken: str,
    room: str,
    body: Callable[[Profile], Build],
    client: Callable[[], MakeClient],
    **own: Unpack[Own],
) -> Generation:
    """One generation's record.

    `start_call` is the call that the preview shows, with the body that `body` builds for a profile; `room` is the
    example's room. `body` and `client` load pydantic and httpx when they are called: naming the vendor must load
    neither.
    """

    def spoken(values: Values) -> tuple[str, ...]:
        return (str(values.get("language") or default_spoken), *texts(values, "alternative_languages"))

    def targets(values: Values) -> tuple[str, ...]:
        return texts(values, "target_languages")

    def preview(values: Values, profile: Profile) -> tuple[CallPreview, ...]:
        return preview_of(start_call, made, body(profile), values, profile)

    def make_client(account: Account, factory: HttpFactory, clock: Clock) -> TaskClient:
        return client()(account, made.site(account.profile.site), factory, clock)

    example = {field.key: field.initial() for field in own["fields"]} | {
        "room": room,
        "language": default_spoken,
        "target_languages": ("en", "ja"),
    }
    made = Generation(
        account_fields=ACCOUNT_FIELDS,
        room_key="room",
        room_kind_key="room_type",  # tencent.md §3.1: number 123 and text "123" are different rooms
        bot_key="bot_user_id",
        application_key="sdk_app_id",
        idle_key="max_idle_time",
        token_ends=token_ends,
        spoken=spoken,
        targets=targets,
        preview=preview,
        make_client=make_client,
        load_client=client,
        make_cloud=make_cloud,
        example=example,
        **own,
    )
    return made
