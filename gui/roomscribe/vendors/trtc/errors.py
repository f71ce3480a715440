"""What TRTC's error codes mean and what to do about them, and which field an error concerns (tencent.md §5)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roomscribe.domain.errors import ErrorNote, FailureKind
from roomscribe.domain.fields import Field
from roomscribe.domain.text import T, Text

FieldNames = Mapping[str, str]
"""Field keys by the vendor's names for them."""
SIGNATURE_SOURCE = "user_sig_source"


@dataclass(frozen=True)
class Entry:
    """What one code, or a family of codes, means."""

    kind: FailureKind
    meaning: Text
    remedy: Text
    retryable: bool = False
    """The same request may succeed later, unchanged."""
    field: str = ""


_SIGNATURE_REMEDY = T(
    "Check the application and its SDKSecretKey in the profile, the bot's ID and this computer's clock. "
    "Then start again, or paste a new UserSig."
)
_OTHER_FAMILY = Entry(
    FailureKind.REJECTED,
    T("The vendor refused, for a reason the console does not know."),
    T("Read the vendor's own message. If it does not help, send the code and request ID to Tencent's support."),
)
_TROUBLE = Entry(
    # The vendor may have accepted the request before it broke, as with HTTP 5xx: a start must be settled by asking.
    FailureKind.AMBIGUOUS,
    T("The vendor has trouble of its own."),
    T("Try again in a minute. If it repeats, send the request ID to Tencent's support."),
    retryable=True,
)
_TOO_MANY = Entry(
    FailureKind.RATE_LIMITED,
    T("Too many requests at once; the vendor did not look at this one."),
    T("Wait a few seconds. Questions about running tasks are repeated by the console."),
    retryable=True,
)
_VERSIONS = Entry(
    FailureKind.REJECTED,
    T("Console and vendor disagree about the command."),
    T("Check the address in the profile, and update the console."),
)
_NOT_SIGNED_IN = Entry(
    FailureKind.AUTH,
    T("The vendor does not accept the account's key."),
    T("Check SecretId and SecretKey in the profile, and that the site is the right one."),
)
_OVER = Entry(
    FailureKind.NOT_FOUND,
    T("The task is over, or its ID is wrong."),
    T("Start it again if captions are still wanted."),
)
_NOT_IN_PLAN = Entry(
    FailureKind.REJECTED,
    T("The application's plan does not include this feature."),
    T("Ask the account's owner to switch on speech-to-text (and translation), or to buy the package."),
)
_NOT_OPENED = Entry(
    FailureKind.REJECTED,
    T("Tencent has not opened this call for the account."),
    T("Open a ticket at Tencent with the request ID. Newer accounts may have to use version 2.0."),
)
_OTHER_ACCOUNT = Entry(
    FailureKind.REJECTED,
    T("The key and the application belong to different accounts."),
    T("Correct the SDKAppID in the profile, or use a key of the account that owns the application."),
)
_OUT_OF_RANGE = Entry(
    FailureKind.REJECTED,
    T("A value is outside what the vendor permits."),
    T("Correct what the vendor's message names."),
)


def _missing(what: Text, field: str = "") -> Entry:
    return Entry(
        FailureKind.REJECTED,
        T("The request lacks {what}.", what=what),
        T("Fill it in, then start again."),
        field=field,
    )


CATALOGUE: dict[str, Entry] = {
    # The transcription calls' own codes, tencent.md §5.1 and §5.2
    "FailedOperation.TaskExist": Entry(
        FailureKind.DUPLICATE,
        T("A task of this kind is running in the room already, or ended only seconds ago."),
        T(
            "Stop the running task first, or wait a few seconds if it was just stopped. "
            "For a second bot use another bot ID and session ID."
        ),
    ),
    "FailedOperation.TaskNotExist": _OVER,
    "FailedOperation.NotAbility": _NOT_IN_PLAN,
    "FailedOperation.NotAllowed": _NOT_OPENED,
    "FailedOperation.SdkAppIdNotUnderAppId": _OTHER_ACCOUNT,
    "InvalidParameter.UserSig": Entry(
        FailureKind.REJECTED,
        T("The bot's signature is wrong or has expired."),
        _SIGNATURE_REMEDY,
        field=SIGNATURE_SOURCE,
    ),
    "InvalidParameter.UserSigNotAdmin": Entry(
        FailureKind.REJECTED,
        T("The Chat administrator's ID or signature is not an administrator's."),
        T("Leave the Chat administrator empty, or use the administrator's account."),
        field="im_admin_user_id",
    ),
    "ResourceInsufficient.RequestRejection": Entry(
        FailureKind.REJECTED,
        T("The vendor has no free capacity for the application now."),
        T("Stop tasks that nobody needs, wait a minute, try again. Ask Tencent for a higher limit if it repeats."),
        retryable=True,
    ),
    "InvalidParameter.TaskId": Entry(
        FailureKind.REJECTED,
        T("The vendor can't read the task's ID."),
        T("Send the task's ID and the request ID to Tencent's support."),
    ),
    # The calls of version 2.0 have codes of their own, tencent.md §5.1
    "FailedOperation.CTUnsupportMethod": _NOT_IN_PLAN,
    "UnsupportedOperation": _NOT_OPENED,
    "AuthFailure.UnsupportedOperation": _NOT_OPENED,
    "InternalError.CTInternalError": _TROUBLE,
    "InvalidParameter.OutOfRange": _OUT_OF_RANGE,
    "InvalidParameter.SdkAppId": _OTHER_ACCOUNT,
    "MissingParameter.ASRLang": _missing(T("the spoken language"), "language"),
    "MissingParameter.AsrParam": _missing(T("the spoken language"), "language"),
    "MissingParameter.Region": _missing(T("the region, which is chosen in the profile")),
    "MissingParameter.RoomId": _missing(T("the room"), "room"),
    "MissingParameter.SdkAppId": _missing(T("the SDKAppID, which stands in the profile")),
    "MissingParameter.TaskId": _missing(T("the task's ID; the console has none for it")),
    "MissingParameter.TranscriptionParam": _missing(T("the bot"), "bot_user_id"),
    "MissingParameter.UserId": _missing(T("the bot's user ID"), "bot_user_id"),
    "MissingParameter.UserSig": _missing(T("the bot's signature"), SIGNATURE_SOURCE),
    "ResourceNotFound": _OVER,
    # Codes every call can answer, tencent.md §5.3
    "AuthFailure.InvalidAuthorization": Entry(
        FailureKind.AUTH,
        T("The vendor could not read the request's signature."),
        T("Check the address and the SecretId in the profile for stray characters, and update the console."),
    ),
    "AuthFailure.InvalidSecretId": Entry(
        FailureKind.AUTH,
        T("The SecretId is not a key for the cloud's API."),
        T("Use SecretId and SecretKey from the access-key page, not the SDKAppID's key."),
    ),
    "AuthFailure.SecretIdNotFound": Entry(
        FailureKind.AUTH,
        T("The vendor does not know the SecretId."),
        T("Look for slips in the SecretId. Check the site, and whether the key was disabled."),
    ),
    "AuthFailure.SignatureExpire": Entry(
        FailureKind.AUTH,
        T("This computer's clock is more than five minutes off."),
        T("Let the system set its clock by itself, then try again."),
    ),
    "AuthFailure.SignatureFailure": Entry(
        FailureKind.AUTH,
        T("The SecretKey does not fit the SecretId."),
        T("Enter both again in the profile. The SDKSecretKey is another secret and does not belong there."),
    ),
    "AuthFailure.TokenFailure": Entry(
        FailureKind.AUTH,
        T("Temporary access has run out."),
        T("Use a permanent key in the profile, or a new temporary one."),
    ),
    "AuthFailure.MFAFailure": Entry(
        FailureKind.AUTH,
        T("The key needs a second sign-in factor."),
        T("Ask the account's owner for a key that may be used by programs."),
    ),
    "AuthFailure.UnauthorizedOperation": Entry(
        FailureKind.AUTH,
        T("The key may not make this call."),
        T("Ask the account's owner to permit TRTC for this key."),
    ),
    "AuthFailure.UnRealNameAuthenticated": Entry(
        FailureKind.AUTH,
        T("The account has not finished its identity verification."),
        T("Ask the account's owner to finish it in Tencent's console."),
    ),
    "AuthFailure": _NOT_SIGNED_IN,
    "UnauthorizedOperation": _NOT_SIGNED_IN,
    "IpInBlacklist": Entry(
        FailureKind.AUTH,
        T("This network address is barred for the key."),
        T("Use another network, or ask the account's owner to change the key's address list."),
    ),
    "IpNotInWhitelist": Entry(
        FailureKind.AUTH,
        T("This network address is not on the key's list."),
        T("Use a listed network, or ask the account's owner to add this one."),
    ),
    "MissingParameter": Entry(
        FailureKind.REJECTED,
        T("Something the vendor requires was not given."),
        T("Fill in what the vendor's message names. “Region” is chosen in the profile."),
    ),
    "UnknownParameter": Entry(
        FailureKind.REJECTED,
        T("The chosen site does not have this option."),
        T("Remove what the vendor's message names, or choose the other site in the profile."),
    ),
    "InvalidParameter": Entry(
        FailureKind.REJECTED,
        T("A value has a form the vendor does not take."),
        T("Correct what the vendor's message names."),
    ),
    "InvalidParameterValue": _OUT_OF_RANGE,
    "UnsupportedRegion": Entry(
        FailureKind.REJECTED,
        T("The region in the profile does not offer this call."),
        T("Choose another region in the profile."),
    ),
    "RequestSizeLimitExceeded": Entry(
        FailureKind.REJECTED,
        T("The request is too large."),
        T("Shorten the lists of hot words and fixed translations."),
    ),
    "InvalidAction": _VERSIONS,
    "NoSuchVersion": _VERSIONS,
    "NoSuchProduct": _VERSIONS,
    "UnsupportedProtocol": _VERSIONS,
    "InvalidRequest": _VERSIONS,
    "ActionOffline": Entry(
        FailureKind.REJECTED,
        T("Tencent has switched this call off."),
        T("Ask Tencent's support what to use instead."),
    ),
    "RequestLimitExceeded": _TOO_MANY,
    "LimitExceeded": Entry(
        FailureKind.REJECTED,
        T("A limit of the account is reached."),
        T("Stop tasks that nobody needs, or ask Tencent for a higher limit."),
    ),
    "ResourceInsufficient": Entry(
        FailureKind.REJECTED,
        T("The vendor has no free capacity now."),
        T("Wait a minute, then try again."),
        retryable=True,
    ),
    "InternalError": _TROUBLE,
    "ServiceUnavailable": _TROUBLE,
    "ResourceUnavailable": _TROUBLE,
    "ResponseSizeLimitExceeded": _TROUBLE,
    "FailedOperation": Entry(
        FailureKind.REJECTED,
        T("The vendor could not do it."),
        T("Read the vendor's own message. If it repeats, send the request ID to Tencent's support."),
    ),
}
"""By code. A code with a dot that is not listed is read as its family, the part before the dot."""


def explain(code: str, message: str, request_id: str, names: FieldNames) -> ErrorNote:
    """The note for an error the vendor answered; a code nobody knows is shown as it stands."""
    entry = CATALOGUE.get(code) or CATALOGUE.get(code.partition(".")[0]) or _OTHER_FAMILY
    return ErrorNote(
        kind=entry.kind,
        code=code,
        vendor_message=message,
        meaning=entry.meaning,
        remedy=entry.remedy,
        request_id=request_id,
        retryable=entry.retryable,
        field=entry.field or field_named_in(message, names),
    )


def field_named_in(message: str, names: FieldNames) -> str:
    """Key of the form field whose vendor name stands in a message, or "".

    Only for finding the field: what an error *is* comes from its code, since messages change (tencent.md §5.3).
    """
    named = [key for name, key in names.items() if re.search(_AROUND.format(re.escape(name)), message)]
    return named[0] if named else ""


_AROUND = r"(?<![\w.-]){}(?!\w|\.[A-Za-z])"
"""A whole name: not a part of a longer one; list positions (`TargetLanguages.0`) may follow."""


def field_names(fields: Sequence[Field], site: str) -> FieldNames:
    """Field keys by full name, then by last part where only one field has it: `Mode` alone would say nothing."""
    paths = {field.path: _in_sight(field.key) for field in fields if field.path and site in (field.sites or {site})}
    leaves = Counter(path.rpartition(".")[2] for path in paths)
    single = {path.rpartition(".")[2]: key for path, key in paths.items() if leaves[path.rpartition(".")[2]] == 1}
    return {**paths, **single}


def _in_sight(key: str) -> str:
    """A signature's own field is hidden while the console makes it; where it comes from is always shown."""
    return SIGNATURE_SOURCE if key == "user_sig" else key
