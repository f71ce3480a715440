"""The codes with which Tencent's gateway can answer every call (tencent.md §5.3)."""

from __future__ import annotations

from functools import partial

from roomscribe.domain.error_catalogue import CatalogueEntry
from roomscribe.domain.errors import FailureKind
from roomscribe.domain.text import T, Text
from roomscribe.vendors.trtc.catalogue.entry import entry

_common = partial(entry, source="§5.3")
_auth = partial(_common, kind=FailureKind.AUTH)
_to_support = T(
    "Read the vendor's own message. If it does not help, send code, message and request ID to Tencent's support."
)


def _alike(*codes: str, meaning: Text, remedy: Text, **more: object) -> tuple[CatalogueEntry, ...]:
    """Codes that mean the same."""
    return tuple(_common(code, meaning, remedy, **more) for code in codes)  # type: ignore[arg-type]


ACCESS: tuple[CatalogueEntry, ...] = (
    _auth(
        "AuthFailure",
        T("The vendor does not accept the account's key."),
        T("Check SecretId and SecretKey in the profile, and that the site is the right one."),
        field="secret_id",
    ),
    _auth(
        "AuthFailure.InvalidAuthorization",
        T("The vendor could not read the request's signature."),
        T("Check the address and the SecretId in the profile for stray characters, and update the console."),
        field="secret_id",
    ),
    _auth(
        "AuthFailure.InvalidSecretId",
        T("The SecretId is not a key for the cloud's API."),
        T("Use SecretId and SecretKey from the access-key page, not the SDKAppID's key."),
        field="secret_id",
    ),
    _auth(
        "AuthFailure.SecretIdNotFound",
        T("The vendor does not know the SecretId."),
        T("Look for slips in the SecretId. Check the site, and whether the key was disabled."),
        field="secret_id",
        said=("The SecretId is not found, please ensure that your SecretId is correct.",),
    ),
    _auth(
        "AuthFailure.SignatureExpire",
        T("This computer's clock is more than five minutes off."),
        T("Let the system set its clock by itself, then try again."),
        said=("The signature is expired, please request again.",),
    ),
    _auth(
        "AuthFailure.SignatureFailure",
        T("The SecretKey does not fit the SecretId."),
        T("Enter both again in the profile. The SDKSecretKey is another secret and does not belong there."),
        field="secret_key",
        said=("The provided credentials could not be validated. Please check your signature is correct.",),
    ),
    _auth(
        "AuthFailure.TokenFailure",
        T("Temporary access has run out."),
        T("Use a permanent key in the profile, or a new temporary one."),
        field="secret_id",
    ),
    _auth(
        "AuthFailure.MFAFailure",
        T("The key needs a second sign-in factor."),
        T("Ask the account's owner for a key that may be used by programs."),
    ),
    _auth(
        "AuthFailure.UnauthorizedOperation",
        T("The key may not make this call."),
        T("Ask the account's owner to permit TRTC for this key."),
    ),
    _auth(
        "AuthFailure.UnRealNameAuthenticated",
        T("The account has not finished its identity verification."),
        T("Ask the account's owner to finish it in Tencent's console."),
    ),
    _auth(
        "UnauthorizedOperation",
        T("The account may not do this."),
        T("Ask the account's owner to permit TRTC for this key. The vendor's message may name what is missing."),
    ),
    _auth(
        "IpInBlacklist",
        T("This network address is barred for the key."),
        T("Use another network, or ask the account's owner to change the key's address list."),
    ),
    _auth(
        "IpNotInWhitelist",
        T("This network address is not on the key's list."),
        T("Use a listed network, or ask the account's owner to add this one."),
    ),
)

REQUEST: tuple[CatalogueEntry, ...] = (
    _common(
        "MissingParameter",
        T("Something the vendor requires was not given."),
        T("Fill in what the vendor's message names. “Region” is chosen in the profile."),
        said=("The request is missing a required parameter `…`.",),
    ),
    _common(
        "UnknownParameter",
        T("The chosen site does not have this option."),
        T("Remove what the vendor's message names, or choose the other site in the profile."),
        said=("… `…` is not recognized",),
    ),
    _common(
        "InvalidParameter",
        T("A value has a form the vendor does not take."),
        T("Correct what the vendor's message names."),
        said=("The value type of parameter `…` is not valid.",),
    ),
    _common(
        "InvalidParameterValue",
        T("A value is outside what the vendor permits."),
        T("Correct what the vendor's message names."),
    ),
    _common(
        "UnsupportedRegion",
        T("The region in the profile does not offer this call."),
        T("Choose another region in the profile."),
        field="region",
        said=("The action does not support this region.",),
    ),
    _common(
        "RequestSizeLimitExceeded",
        T("The request is too large."),
        T("Shorten the lists of hot words and fixed translations."),
        field="terminology",
    ),
    *_alike(
        *("InvalidAction", "NoSuchVersion", "NoSuchProduct", "UnsupportedProtocol", "InvalidRequest"),
        meaning=T("Console and vendor disagree about the command."),
        remedy=T("Check the address in the profile, and update the console."),
        field="base_url",
        said=("The request `Action` is invalid or not found.",),
    ),
    _common(
        "ActionOffline",
        T("Tencent has switched this call off."),
        T("Ask Tencent's support what to use instead."),
    ),
    _common(
        "UnsupportedOperation",
        T("Tencent has not opened this call for the account."),
        T("Open a ticket at Tencent with the request ID. Newer accounts may have to use version 2.0."),
    ),
    _common(
        "DryRunOperation",
        T("The vendor only rehearsed the request: it would have succeeded, and nothing has happened."),
        _to_support,
    ),
)

CAPACITY: tuple[CatalogueEntry, ...] = (
    *_alike(
        "RequestLimitExceeded",
        "RequestLimitExceeded.IPLimitExceeded",
        "RequestLimitExceeded.UinLimitExceeded",
        "RequestLimitExceeded.GlobalRegionUinLimitExceeded",
        meaning=T("Too many requests at once; the vendor did not look at this one."),
        remedy=T("Wait a few seconds. Questions about running tasks are repeated by the console."),
        kind=FailureKind.RATE_LIMITED,
        retryable=True,
        said=(
            "Your current request times equals to `…` in a second, which exceeds the frequency limit `…` for a second. "
            "Please reduce the frequency of calls.",
        ),
    ),
    _common(
        "LimitExceeded",
        T("A limit of the account is reached."),
        T("Stop tasks that nobody needs, or ask Tencent for a higher limit."),
        retryable=True,
    ),
    _common(
        "ResourceInsufficient",
        T("The vendor has no free capacity now."),
        T("Wait a minute, then try again."),
        retryable=True,
    ),
    _common(
        "ResourceInUse",
        T("Something that the request needs is in use."),
        T("Look whether a task runs in the room already, and stop it if nobody needs it. Then try again."),
        retryable=True,
    ),
    _common(
        "ResourceNotFound",
        T("The task is over, or its ID is wrong."),
        T("Start it again if captions are still wanted."),
        kind=FailureKind.NOT_FOUND,
    ),
)

TROUBLE: tuple[CatalogueEntry, ...] = (
    # The vendor may have accepted the request before it broke, as with HTTP 5xx: a start must be settled by asking.
    *_alike(
        *("InternalError", "InternalError.InternalError", "ServiceUnavailable", "ResourceUnavailable"),
        meaning=T("The vendor has trouble of its own."),
        remedy=T("Try again in a minute. If it repeats, send the request ID to Tencent's support."),
        kind=FailureKind.AMBIGUOUS,
        retryable=True,
    ),
    _common(
        "ResponseSizeLimitExceeded",
        T("The vendor's answer was too large to be sent; the request may have taken effect."),
        T("The console asks what became of it. If it repeats, send the request ID to Tencent's support."),
        kind=FailureKind.AMBIGUOUS,
        retryable=True,
    ),
    _common(
        "FailedOperation",
        T("The vendor could not do it."),
        _to_support,
    ),
)

COMMON = (*ACCESS, *REQUEST, *CAPACITY, *TROUBLE)
