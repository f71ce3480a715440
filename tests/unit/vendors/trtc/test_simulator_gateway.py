"""The simulated front door: every refusal of tencent.md §5.3, in the vendor's order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roomscribe.vendors.trtc.signing import (
    SERVICE,
    Authorization,
    canonical_request,
    scope_date,
    signature,
)
from roomscribe.vendors.trtc.simulator_accounts import SimulatedAccount, new_account
from roomscribe.vendors.trtc.simulator_calls import RULES
from roomscribe.vendors.trtc.simulator_gateway import ApiError, Gateway, Incoming
from roomscribe.vendors.trtc.simulator_settings import TrtcSettings
from tests.unit.vendors.trtc.stage import DEMO, NEW_YEAR

NOW = int(NEW_YEAR)
BODY = b'{"TaskId": "task-0001"}'
LOOPBACK = "127.0.0.1:8080"


def gateway(site: str = "intl", settings: TrtcSettings | None = None) -> tuple[Gateway, SimulatedAccount]:
    account = new_account(site, DEMO)
    return Gateway({account.secret_id: account}, settings or TrtcSettings(), RULES), account


def request(
    *,
    at: int = NOW,
    secret_id: str = DEMO["secret_id"],
    secret_key: str = DEMO["secret_key"],
    service: str = SERVICE,
    date: str = "",
    signed: tuple[str, ...] = ("content-type", "host"),
    body: bytes = BODY,
    **headers: str,
) -> Incoming:
    """A well signed request; `headers` (with _ for -) are added before the signature."""
    sent = {
        "host": LOOPBACK,
        "content-type": "application/json",
        "x-tc-action": "StopAITranscription",
        "x-tc-version": "2019-07-22",
        "x-tc-timestamp": str(at),
        "x-tc-region": "ap-singapore",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    canonical = canonical_request(sent, signed, body)
    authorization = Authorization(
        secret_id=secret_id,
        date=date or scope_date(at),
        service=service,
        signed_headers=signed,
        signature=signature(secret_key=secret_key, timestamp=at, service=service, canonical=canonical),
    )
    return Incoming(method="POST", query={}, headers=sent | {"authorization": str(authorization)}, body=body)


def without(incoming: Incoming, header: str) -> Incoming:
    return replace(incoming, headers={key: value for key, value in incoming.headers.items() if key != header})


def refused(incoming: Incoming, now: float = NOW, site: str = "intl", settings: TrtcSettings | None = None) -> str:
    with pytest.raises(ApiError) as error:
        gateway(site, settings)[0].admit(incoming, now)
    return error.value.code


def test_a_well_signed_request_is_let_in() -> None:
    guard, account = gateway()
    caller = guard.admit(request(), NOW)
    assert (caller.account, caller.region) == (account, "ap-singapore")


@pytest.mark.parametrize(
    "signed",
    [
        ("content-type", "host"),
        ("content-type", "host", "x-tc-action"),
        ("content-type", "host", "x-tc-action", "x-tc-timestamp", "x-tc-version"),
    ],
)
@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8"])
def test_any_set_of_signed_headers_with_type_and_host_is_rebuilt(signed: tuple[str, ...], content_type: str) -> None:
    gateway()[0].admit(request(signed=signed, content_type=content_type), NOW)


def test_the_host_on_the_wire_is_what_counts() -> None:
    signed_elsewhere = request(host=LOOPBACK)
    moved = replace(signed_elsewhere, headers={**signed_elsewhere.headers, "host": "127.0.0.1:9"})
    assert refused(moved) == "AuthFailure.SignatureFailure"


def test_an_unsigned_payload_is_accepted_when_announced() -> None:
    good = request(x_tc_content_sha256="UNSIGNED-PAYLOAD", body=b"UNSIGNED-PAYLOAD")
    gateway()[0].admit(replace(good, body=BODY), NOW)


def test_a_small_first_letter_of_the_action_is_fine() -> None:
    gateway()[0].admit(request(x_tc_action="stopAITranscription"), NOW)


@pytest.mark.parametrize("seconds", [-300, 300])
def test_a_clock_may_be_five_minutes_off(seconds: int) -> None:
    gateway()[0].admit(request(at=NOW + seconds), NOW)


@pytest.mark.parametrize(
    ("incoming", "code"),
    [
        (without(request(), "x-tc-action"), "MissingParameter"),
        (request(x_tc_action="StartEverything"), "InvalidAction"),
        (without(request(), "x-tc-version"), "MissingParameter"),
        (without(request(), "x-tc-timestamp"), "MissingParameter"),
        (request(x_tc_version="2020-01-01"), "NoSuchVersion"),
        (without(request(), "authorization"), "AuthFailure.InvalidAuthorization"),
        (request(signed=("host", "x-tc-action")), "AuthFailure.InvalidAuthorization"),
        (request(secret_id="1400000001"), "AuthFailure.InvalidSecretId"),
        (request(secret_id="AKIDnobody"), "AuthFailure.SecretIdNotFound"),
        (request(x_tc_token="stolen"), "AuthFailure.TokenFailure"),
        (request(at=NOW + 301), "AuthFailure.SignatureExpire"),
        (request(at=NOW - 301), "AuthFailure.SignatureExpire"),
        (request(secret_key="wrong"), "AuthFailure.SignatureFailure"),
        (request(date="2026-01-02"), "AuthFailure.SignatureFailure"),
        (request(service="cvm"), "AuthFailure.SignatureFailure"),
        (replace(request(), body=b"{}"), "AuthFailure.SignatureFailure"),
        (without(request(signed=("content-type", "host", "x-tc-extra"), x_tc_extra="1"), "x-tc-extra"),
         "AuthFailure.SignatureFailure"),
        (without(request(), "x-tc-region"), "MissingParameter"),
        (request(x_tc_region="eu-frankfurt"), "UnsupportedRegion"),
        (replace(request(), method="PUT"), "UnsupportedProtocol"),
        (replace(request(), method="GET"), "UnsupportedProtocol"),
        (Incoming(method="GET", query={"Action": "Nothing"}, headers={}, body=b""), "InvalidAction"),
        (Incoming(method="GET", query={}, headers={}, body=b""), "MissingParameter"),
    ],
)  # fmt: skip
def test_refusals(incoming: Incoming, code: str) -> None:
    assert refused(incoming) == code


def test_a_timestamp_must_be_a_number() -> None:
    good = request()
    assert refused(replace(good, headers={**good.headers, "x-tc-timestamp": "soon"})) == "InvalidParameter"


def test_the_mainland_needs_no_region() -> None:
    guard, _ = gateway("cn")
    assert guard.admit(without(request(), "x-tc-region"), NOW).region == ""


def test_a_key_is_unknown_at_the_other_sites_host() -> None:
    at_home, abroad = request(host="trtc.intl.tencentcloudapi.com"), request(host="trtc.tencentcloudapi.com")
    gateway("intl")[0].admit(at_home, NOW)
    assert refused(abroad) == "AuthFailure.SecretIdNotFound"
    gateway("intl", TrtcSettings(refuses_other_site=False))[0].admit(abroad, NOW)


def test_a_temporary_key_needs_its_token() -> None:
    guard, account = gateway()
    account.token = "temporary"
    guard.admit(request(x_tc_token="temporary"), NOW)
    with pytest.raises(ApiError, match="TokenFailure"):
        guard.admit(request(), NOW)


def test_a_key_may_be_limited_to_some_actions() -> None:
    guard, account = gateway()
    account.permitted = frozenset({"DescribeAITranscription"})
    with pytest.raises(ApiError, match="UnauthorizedOperation"):
        guard.admit(request(), NOW)


def test_a_body_has_a_limit() -> None:
    assert refused(request(body=b"{" + b" " * 20), settings=TrtcSettings(longest_body=20)) == "RequestSizeLimitExceeded"


@pytest.mark.parametrize(
    ("site", "action", "limit"),
    [
        ("intl", "StartAITranscription", 50),
        ("intl", "DescribeAITranscription", 20),
        ("intl", "StopAITranscription", 20),
        ("cn", "DescribeAITranscription", 50),
    ],
)
def test_rates_are_the_sites_and_count_in_one_second(site: str, action: str, limit: int) -> None:
    guard, _ = gateway(site)
    incoming = request(x_tc_action=action)
    for number in range(limit):
        guard.admit(incoming, NOW + number / 1000)
    with pytest.raises(ApiError) as error:
        guard.admit(incoming, NOW + 0.9)
    assert error.value.code == "RequestLimitExceeded"
    assert error.value.message == (
        f"Your current request times equals to `{limit + 1}` in a second, which exceeds the frequency limit "
        f"`{limit}` for a second. Please reduce the frequency of calls."
    )
    guard.admit(incoming, NOW + 1.0)


def test_actions_are_counted_apart() -> None:
    guard, _ = gateway()
    for _ in range(20):
        guard.admit(request(), NOW)
    guard.admit(request(x_tc_action="DescribeAITranscription"), NOW)
