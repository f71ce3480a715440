"""The simulated cloud's front door: who asks, is the signature right, not too often (tencent.md §5.3, §6)."""

from __future__ import annotations

import hmac
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from roomscribe.vendors.trtc.signing import (
    SERVICE,
    Authorization,
    canonical_request,
    parse_authorization,
    scope_date,
    signature,
)
from roomscribe.vendors.trtc.simulator_accounts import SimulatedAccount
from roomscribe.vendors.trtc.simulator_settings import RateUnit, TrtcSettings

VERSION = "2019-07-22"
LARGEST_SKEW = 300
"""Seconds a timestamp may be off."""
HOSTS = {"trtc.intl.tencentcloudapi.com": "intl", "trtc.tencentcloudapi.com": "cn"}
"""The real hosts. A loopback address belongs to both sites; there the account says which one it is."""
SITES = frozenset(HOSTS.values())


@dataclass(frozen=True, kw_only=True)
class ActionRules:
    """How often and in which regions an action may be called."""

    calls_per_second: Callable[[str], int]
    """At a site (tencent.md §2)."""
    regions: Mapping[str, frozenset[str]]
    """By site (tencent.md §1.2)."""
    region_required: frozenset[str] = SITES
    """The sites at which requests must name their region."""
    missing_region: str = "MissingParameter"
    """The code when they do not."""


class ApiError(Exception):
    """An error as the cloud answers it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A request as it came over the wire."""

    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes

    @property
    def action(self) -> str:
        """The action's name; the vendor takes it with a small first letter, too."""
        name = self.headers.get("x-tc-action") or self.query.get("Action", "")
        return name[:1].upper() + name[1:]


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Somebody who was let in."""

    account: SimulatedAccount
    region: str


class Gateway:
    """Checks in the vendor's order: action, authorization, key, time, signature, rate, region."""

    def __init__(
        self,
        accounts: Mapping[str, SimulatedAccount],
        settings: TrtcSettings,
        actions: Mapping[str, ActionRules],
    ) -> None:
        self._accounts = accounts
        self._settings = settings
        self._actions = actions
        self._recent: dict[tuple[str, str, str], deque[float]] = {}

    def admit(self, request: Incoming, now: float) -> Caller:
        """Who sends this request; raises `ApiError`. `now` is the cloud's wall clock."""
        self._check_action(request)
        authorization = parse_authorization(request.headers.get("authorization", ""))
        if authorization is None or not {"content-type", "host"} <= set(authorization.signed_headers):
            raise ApiError("AuthFailure.InvalidAuthorization", "The request `Authorization` header is not valid.")
        account = self._account(authorization, request)
        if self._settings.checks_rate_first:
            self._check_rate(request, account, now)
        timestamp = self._check_time(request, now)
        self._check_signature(request, authorization, account, timestamp)
        self._check_permission(request, account)
        if not self._settings.checks_rate_first:
            self._check_rate(request, account, now)
        return Caller(account=account, region=self._check_region(request, account))

    def _check_action(self, request: Incoming) -> None:
        if request.method not in ("GET", "POST"):
            raise ApiError("UnsupportedProtocol", "Only GET and POST requests are supported.")
        if not request.action:
            raise ApiError("MissingParameter", "The request is missing a required parameter `Action`.")
        if request.action not in self._actions:
            raise ApiError("InvalidAction", "The request `Action` is invalid or not found.")
        if request.method == "GET":
            # The real cloud takes form-encoded GET requests with a signature of their own; nobody here sends them.
            raise ApiError("UnsupportedProtocol", "This simulator takes POST requests only.")
        for header, name in (("x-tc-version", "Version"), ("x-tc-timestamp", "Timestamp")):
            if not request.headers.get(header):
                raise ApiError("MissingParameter", f"The request is missing a required parameter `{name}`.")
        if request.headers["x-tc-version"] != VERSION:
            raise ApiError("NoSuchVersion", "The request `Version` is invalid or not found.")
        if len(request.body) > self._settings.longest_body:
            raise ApiError("RequestSizeLimitExceeded", "The request is too large.")

    def _account(self, authorization: Authorization, request: Incoming) -> SimulatedAccount:
        if self._settings.checks_key_type and not authorization.secret_id.startswith(("AKID", "IKID")):
            raise ApiError("AuthFailure.InvalidSecretId", "The SecretId is not an API key.")
        account = self._accounts.get(authorization.secret_id)
        site = HOSTS.get(request.headers.get("host", "").lower())
        elsewhere = account is not None and site not in (None, account.site) and self._settings.refuses_other_site
        if account is None or elsewhere:
            message = "The SecretId is not found, please ensure that your SecretId is correct."
            raise ApiError("AuthFailure.SecretIdNotFound", message)
        if request.headers.get("x-tc-token", "") != account.token:
            raise ApiError("AuthFailure.TokenFailure", "The token is invalid.")
        return account

    def _check_time(self, request: Incoming, now: float) -> int:
        text = request.headers["x-tc-timestamp"]
        if not (text.isascii() and text.isdigit()):
            raise ApiError("InvalidParameter", "The value type of parameter `Timestamp` is not valid.")
        if abs(now - int(text)) > LARGEST_SKEW:
            raise ApiError("AuthFailure.SignatureExpire", "The signature is expired, please request again.")
        return int(text)

    def _check_signature(
        self, request: Incoming, authorization: Authorization, account: SimulatedAccount, timestamp: int
    ) -> None:
        unsigned = request.headers.get("x-tc-content-sha256") == "UNSIGNED-PAYLOAD"
        body = b"UNSIGNED-PAYLOAD" if unsigned else request.body
        try:
            canonical = canonical_request(request.headers, authorization.signed_headers, body)
        except KeyError:  # a header was signed and not sent
            canonical = ""
        expected = signature(secret_key=account.secret_key, timestamp=timestamp, service=SERVICE, canonical=canonical)
        in_scope = authorization.date == scope_date(timestamp) and authorization.service == SERVICE
        if not (canonical and in_scope and hmac.compare_digest(expected, authorization.signature)):
            message = "The provided credentials could not be validated. Please check your signature is correct."
            raise ApiError("AuthFailure.SignatureFailure", message)

    def _check_permission(self, request: Incoming, account: SimulatedAccount) -> None:
        if account.permitted is not None and request.action not in account.permitted:
            message = f"You are not authorized to perform operation (trtc:{request.action})."
            raise ApiError("AuthFailure.UnauthorizedOperation", message)

    def _check_rate(self, request: Incoming, account: SimulatedAccount, now: float) -> None:
        limit = self._actions[request.action].calls_per_second(account.site)
        by_region = self._settings.rate_unit is RateUnit.KEY_AND_REGION
        region = request.headers.get("x-tc-region", "") if by_region else ""
        recent = self._recent.setdefault((account.secret_id, request.action, region), deque())
        while recent and not 0 <= now - recent[0] < self._settings.rate_window:
            recent.popleft()
        if len(recent) >= limit:
            raise ApiError(
                "RequestLimitExceeded",
                f"Your current request times equals to `{len(recent) + 1}` in a second, which exceeds the frequency "
                f"limit `{limit}` for a second. Please reduce the frequency of calls.",
            )
        recent.append(now)

    def _check_region(self, request: Incoming, account: SimulatedAccount) -> str:
        region, rules = request.headers.get("x-tc-region", ""), self._actions[request.action]
        if not region and account.site in rules.region_required:
            raise ApiError(rules.missing_region, "The request is missing a required parameter `Region`.")
        if region and region not in rules.regions[account.site]:
            raise ApiError("UnsupportedRegion", "The action does not support this region.")
        return region
