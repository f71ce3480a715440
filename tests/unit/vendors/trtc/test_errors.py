"""Codes become notes, and errors find their field."""

from __future__ import annotations

import pytest

from roomscribe.domain.errors import FailureKind
from roomscribe.vendors.trtc.errors import explain, field_named_in, field_names
from roomscribe.vendors.trtc.fields import FIELDS

NAMES = field_names(FIELDS, "cn")


@pytest.mark.parametrize(
    ("code", "kind", "retryable"),
    [
        ("FailedOperation.TaskExist", FailureKind.DUPLICATE, False),
        ("FailedOperation.TaskNotExist", FailureKind.NOT_FOUND, False),
        ("AuthFailure.SignatureFailure", FailureKind.AUTH, False),
        ("InvalidParameter.UserSig", FailureKind.REJECTED, False),
        ("RequestLimitExceeded", FailureKind.RATE_LIMITED, True),
        ("RequestLimitExceeded.UinLimitExceeded", FailureKind.RATE_LIMITED, True),
        ("RequestLimitExceeded.IPLimitExceeded", FailureKind.RATE_LIMITED, True),
        ("RequestLimitExceeded.GlobalRegionUinLimitExceeded", FailureKind.RATE_LIMITED, True),
        ("InternalError", FailureKind.AMBIGUOUS, True),
        ("InternalError.InternalError", FailureKind.AMBIGUOUS, True),
        ("ServiceUnavailable", FailureKind.AMBIGUOUS, True),
        ("AuthFailure.SomethingNew", FailureKind.AUTH, False),
        ("Brand.New", FailureKind.REJECTED, False),
        ("unknown", FailureKind.REJECTED, False),
    ],
)
def test_what_a_code_means_for_the_task(code: str, kind: FailureKind, retryable: bool) -> None:
    note = explain(code, "", "", NAMES)
    assert (note.kind, note.retryable, note.code) == (kind, retryable, code)


@pytest.mark.parametrize(
    ("message", "key"),
    [
        ("The request is missing a required parameter `TranscriptionParams.UserId`.", "bot_user_id"),
        ("The request is missing a required parameter `RoomId`.", "room"),
        ("The value type of parameter `RoomIdType` is not valid.", "room_type"),
        ("The parameter TranscriptionParams.TargetUserIdList is not recognized", "target_user_ids"),
        ("The value type of parameter `TranslationConfig.TargetLanguages.0` is not valid.", "target_languages"),
        ("VadSilenceTime must be above 240", "vad_silence_time"),
        ("parameter TranslationConfig.Mode.", "translation_mode"),
        ("`TranscriptionParams.VoicePrint.Mode`", "voice_print"),
        ("UserSig is expired or wrong", "user_sig_source"),
        ("`Mode` is out of range", ""),
        ("The request is missing a required parameter `Region`.", ""),
        ("header X-TC-Language is odd", ""),
        ("", ""),
    ],
)
def test_a_message_that_names_a_parameter_leads_to_its_field(message: str, key: str) -> None:
    assert field_named_in(message, NAMES) == key


def test_a_refused_signature_leads_to_a_field_that_is_always_shown() -> None:
    field = next(each for each in FIELDS if each.key == explain("InvalidParameter.UserSig", "", "", NAMES).field)
    assert not field.shown_when
    assert field.sites is None
