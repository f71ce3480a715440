"""The codes that the transcription calls themselves list (tencent.md §5.1, §5.2)."""

from __future__ import annotations

from functools import partial

from roomscribe.domain.error_catalogue import CatalogueEntry
from roomscribe.domain.errors import FailureKind
from roomscribe.domain.text import T, Text
from roomscribe.vendors.trtc.catalogue.entry import CREATE, DELETE, DESCRIBE, DESCRIBE_2, START, STOP, entry

SIGNATURE_SOURCE = "user_sig_source"
"""The form's field where a wrong UserSig is mended: it is always shown, while the signature's own may be hidden."""
_first = partial(entry, source="§5.2")
_second = partial(entry, source="§5.1")

FIRST_GENERATION: tuple[CatalogueEntry, ...] = (
    _first(
        "FailedOperation.TaskExist",
        T("A task of this kind is running in the room already, or ended only seconds ago."),
        T(
            "Stop the running task first, or wait a few seconds if it was just stopped. "
            "For a second bot use another bot ID and session ID."
        ),
        kind=FailureKind.DUPLICATE,
        calls=(START,),
    ),
    _first(
        "FailedOperation.TaskNotExist",
        T("The task is over, or its ID is wrong."),
        T("Start it again if captions are still wanted."),
        kind=FailureKind.NOT_FOUND,
        calls=(STOP, DESCRIBE),
    ),
    _first(
        "FailedOperation.NotAbility",
        T("The application's plan does not include this feature."),
        T("Ask the account's owner to switch on speech-to-text (and translation), or to buy the package."),
        calls=(START,),
    ),
    _first(
        "FailedOperation.NotAllowed",
        T("Tencent has not opened this call for the account."),
        T("Open a ticket at Tencent with the request ID. Newer accounts may have to use version 2.0."),
        calls=(START,),
    ),
    _first(
        "FailedOperation.SdkAppIdNotUnderAppId",
        T("The key and the application belong to different accounts."),
        T("Correct the SDKAppID in the profile, or use a key of the account that owns the application."),
        calls=(START, DESCRIBE),
        field="sdk_app_id",
    ),
    _first(
        "InvalidParameter.UserSig",
        T("The bot's signature is wrong or has expired."),
        T(
            "Check the application and its SDKSecretKey in the profile, the bot's ID and this computer's clock. "
            "Then start again, or paste a new UserSig."
        ),
        calls=(START, CREATE),
        field=SIGNATURE_SOURCE,
    ),
    _first(
        "InvalidParameter.UserSigNotAdmin",
        T("The Chat administrator's ID or signature is not an administrator's."),
        T("Leave the Chat administrator empty, or use the administrator's account."),
        calls=(START,),
        field="im_admin_user_id",
    ),
    _first(
        "ResourceInsufficient.RequestRejection",
        T("The vendor has no free capacity for the application now."),
        T("Stop tasks that nobody needs, wait a minute, try again. Ask Tencent for a higher limit if it repeats."),
        calls=(START,),
        retryable=True,
    ),
    _first(
        "InvalidParameter.TaskId",
        T("The vendor can't read the task's ID."),
        T("Send the task's ID and the request ID to Tencent's support."),
        calls=(STOP, DESCRIBE),
    ),
)
"""tencent.md §5.2. Version 2.0 does not list its code for a wrong UserSig; the simulated one uses that of 1.0."""


_ALL_CALLS = (CREATE, DELETE, DESCRIBE_2)


def _lacks(code: str, what: Text, field: str = "", *, calls: tuple[str, ...] = (CREATE,)) -> CatalogueEntry:
    meaning = T("The request lacks {what}.", what=what)
    return _second(f"MissingParameter.{code}", meaning, T("Fill it in, then try again."), field=field, calls=calls)


BY_MESSAGE: tuple[CatalogueEntry, ...] = (
    entry(
        "FailedOperation",
        T("The application has as many tasks, or as many streams, as it may have at once."),
        T("Stop tasks that nobody needs, or wait until one ends, then start again. Tencent can raise the limit."),
        source="§2",
        calls=(CREATE,),
        retryable=True,
        said=("The number of tasks or streams exceeds the limit.",),
        name="limit",
    ),
)
"""Codes that mean several things, which only the message tells apart. A message may change what is advised, never what
the failure means for the task: that comes from the code alone (tencent.md §5.3)."""

SECOND_GENERATION: tuple[CatalogueEntry, ...] = (
    _second(
        "FailedOperation.CTUnsupportMethod",
        T("Transcription 2.0 is not in the application's plan, or does not offer this."),
        T("Ask the account's owner to switch on speech-to-text (and translation), or to buy the package."),
        calls=_ALL_CALLS,
    ),
    _second(
        "AuthFailure.UnsupportedOperation",
        T("Tencent has not opened this call for the account."),
        T("Open a ticket at Tencent with the request ID."),
        calls=_ALL_CALLS,
    ),
    _second(
        "InternalError.CTInternalError",
        T("Tencent's transcription service has trouble of its own."),
        T("Try again in a minute. If it repeats, send the request ID to Tencent's support."),
        # The vendor may have accepted the request before it broke, as with HTTP 5xx.
        kind=FailureKind.AMBIGUOUS,
        calls=_ALL_CALLS,
        retryable=True,
    ),
    _second(
        "InvalidParameter.OutOfRange",
        T("A value is outside what the vendor permits."),
        T("Correct what the vendor's message names."),
        calls=(CREATE, DELETE),
    ),
    _second(
        "InvalidParameter.SdkAppId",
        T("The SDKAppID is wrong, or belongs to another account than the key."),
        T("Correct the SDKAppID in the profile, or use a key of the account that owns the application."),
        calls=_ALL_CALLS,
        field="sdk_app_id",
    ),
    _lacks("ASRLang", T("the spoken language"), "language"),
    _lacks("AsrParam", T("everything about the spoken language"), "language"),
    _lacks("Region", T("the region, which is chosen in the profile"), "region"),
    _lacks("RoomId", T("the room"), "room", calls=_ALL_CALLS),
    _lacks("SdkAppId", T("the SDKAppID, which stands in the profile"), "sdk_app_id", calls=_ALL_CALLS),
    _lacks("TaskId", T("the task's ID; the console has none for it"), calls=(DELETE, DESCRIBE_2)),
    _lacks("TranscriptionParam", T("everything about the bot"), "bot_user_id"),
    _lacks("UserId", T("the bot's user ID"), "bot_user_id", calls=_ALL_CALLS),
    _lacks("UserSig", T("the bot's signature"), SIGNATURE_SOURCE),
)
"""tencent.md §5.1, the lists of version 2.0; what they share with every call stands among the common codes."""
