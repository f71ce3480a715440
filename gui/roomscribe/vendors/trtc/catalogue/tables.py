"""TRTC's whole catalogue, for reading answers, and what of it each generation offers."""

from __future__ import annotations

from collections.abc import Mapping

from roomscribe.domain.error_catalogue import GAP, CatalogueEntry, ErrorCatalogue, Occasion, answered_by
from roomscribe.domain.errors import FailureKind
from roomscribe.domain.own_errors import own_entry
from roomscribe.domain.text import T
from roomscribe.vendors.trtc.catalogue.common import COMMON
from roomscribe.vendors.trtc.catalogue.elsewhere import ELSEWHERE
from roomscribe.vendors.trtc.catalogue.entry import CREATE, DELETE, DESCRIBE, DESCRIBE_2, START, STOP, entry
from roomscribe.vendors.trtc.catalogue.transcription import (
    BY_MESSAGE,
    FIRST_GENERATION,
    SECOND_GENERATION,
    SIGNATURE_SOURCE,
)

OTHER = entry(
    GAP,
    T("The vendor refused, for a reason the console does not know."),
    T("Read the vendor's own message. If it does not help, send the code and request ID to Tencent's support."),
    source="§5.3",
)
"""What is said of a code that nobody knows."""

_NOT_SENT = T("Nothing was sent.")
BAD_APP_ID = own_entry(
    "sdk-app-id",
    T("The profile's SDKAppID is not a number. Correct it in the profile."),
    _NOT_SENT,
    vendor="trtc",
    field="sdk_app_id",
)
LOST_SIGNATURE = own_entry(
    "user-sig",
    T("Paste the bot's UserSig again: it was not kept."),
    _NOT_SENT,
    vendor="trtc",
    calls=(START, CREATE),
    field="user_sig",
)
NO_SIGNING_KEY = own_entry(
    "sdk-secret-key",
    T("The profile has no SDKSecretKey to make the bot's signature. Add it, or paste a UserSig."),
    _NOT_SENT,
    vendor="trtc",
    calls=(START, CREATE),
    field=SIGNATURE_SOURCE,
)
NO_TASK_ID = own_entry(
    "no-task-id",
    T(
        "The start's answer was lost, and the vendor does not tell the task's ID, so it can't be stopped from "
        "here. Remove the bot from the room, or wait: it leaves a silent room by itself."
    ),
    _NOT_SENT,
    vendor="trtc",
    calls=(STOP, DELETE, DESCRIBE_2),
)
NO_CODE = own_entry(
    "unknown",
    T("The vendor refused and gave no code."),
    T("Read the vendor's own message. If it does not help, send the request ID to Tencent's support."),
    kind=FailureKind.REJECTED,
    vendor="trtc",
)

ALL: tuple[CatalogueEntry, ...] = (
    *FIRST_GENERATION,
    *SECOND_GENERATION,
    *COMMON,
    *BY_MESSAGE,
    BAD_APP_ID,
    LOST_SIGNATURE,
    NO_SIGNING_KEY,
    NO_TASK_ID,
    NO_CODE,
    *ELSEWHERE,
)
BY_CODE: Mapping[str, CatalogueEntry] = {
    each.code: each for each in ALL if each.kind is not None and each not in BY_MESSAGE
}
"""Whatever a call answers, of whichever generation: a code means the same everywhere."""

_CALLS_1 = {START: Occasion.START, DESCRIBE: Occasion.ASK, STOP: Occasion.STOP}
_CALLS_2 = {CREATE: Occasion.START, DESCRIBE_2: Occasion.ASK, DELETE: Occasion.STOP}
TRTC_1_ERRORS = ErrorCatalogue(entries=answered_by(ALL, _CALLS_1), others=(OTHER,), calls=_CALLS_1)
TRTC_2_ERRORS = ErrorCatalogue(entries=answered_by(ALL, _CALLS_2), others=(OTHER,), calls=_CALLS_2)


def entry_for(code: str, message: str = "") -> CatalogueEntry:
    """What a code means, with a message that may tell its meanings apart.

    One that nobody knows is read as its family, the part before the dot, if that is known.
    """
    told = (each for each in BY_MESSAGE if each.code == code and each.says(message))
    return next(told, None) or BY_CODE.get(code) or BY_CODE.get(code.partition(".")[0]) or OTHER
