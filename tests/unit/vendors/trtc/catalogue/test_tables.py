"""No row of tencent.md is missing: the codes are copied here by hand, section by section."""

from __future__ import annotations

import pytest

from roomscribe.domain.error_catalogue import ErrorCatalogue, Occasion, Repeat, Spelling
from roomscribe.domain.errors import FailureKind
from roomscribe.vendors.trtc.catalogue.tables import ALL, OTHER, TRTC_1_ERRORS, TRTC_2_ERRORS, entry_for
from roomscribe.vendors.trtc.catalogue.transcription import BY_MESSAGE

START = """
    FailedOperation.NotAbility FailedOperation.NotAllowed FailedOperation.SdkAppIdNotUnderAppId
    FailedOperation.TaskExist InvalidParameter.UserSig InvalidParameter.UserSigNotAdmin
    ResourceInsufficient.RequestRejection
"""
STOP_AND_DESCRIBE = "FailedOperation.TaskNotExist InvalidParameter.TaskId"
CREATE = """
    AuthFailure AuthFailure.UnauthorizedOperation AuthFailure.UnsupportedOperation FailedOperation
    FailedOperation.CTUnsupportMethod InternalError InternalError.CTInternalError InvalidParameter
    InvalidParameter.OutOfRange InvalidParameter.SdkAppId MissingParameter MissingParameter.ASRLang
    MissingParameter.AsrParam MissingParameter.Region MissingParameter.RoomId MissingParameter.SdkAppId
    MissingParameter.TranscriptionParam MissingParameter.UserId MissingParameter.UserSig UnsupportedOperation
"""
DELETE = """
    AuthFailure AuthFailure.UnRealNameAuthenticated AuthFailure.UnauthorizedOperation
    AuthFailure.UnsupportedOperation FailedOperation.CTUnsupportMethod InternalError InternalError.CTInternalError
    InvalidParameter InvalidParameter.OutOfRange InvalidParameter.SdkAppId MissingParameter.RoomId
    MissingParameter.SdkAppId MissingParameter.TaskId MissingParameter.UserId ResourceNotFound
"""
DESCRIBE_2 = """
    AuthFailure AuthFailure.UnauthorizedOperation AuthFailure.UnsupportedOperation FailedOperation
    FailedOperation.CTUnsupportMethod InternalError InternalError.CTInternalError InvalidParameter
    InvalidParameter.SdkAppId MissingParameter.RoomId MissingParameter.SdkAppId MissingParameter.TaskId
    MissingParameter.UserId ResourceNotFound
"""
LISTS = {
    "StartAITranscription": START,
    "StopAITranscription": STOP_AND_DESCRIBE,
    "DescribeAITranscription": STOP_AND_DESCRIBE,
    "CreateCloudTranscription": CREATE,
    "DeleteCloudTranscription": DELETE,
    "DescribeCloudTranscription": DESCRIBE_2,
}
"""§5.1"""
BUSINESS = START + STOP_AND_DESCRIBE
"""§5.2"""
COMMON = """
    AuthFailure.InvalidAuthorization AuthFailure.InvalidSecretId AuthFailure.SecretIdNotFound
    AuthFailure.SignatureExpire AuthFailure.SignatureFailure AuthFailure.TokenFailure AuthFailure.MFAFailure
    AuthFailure.UnauthorizedOperation AuthFailure.UnRealNameAuthenticated MissingParameter UnknownParameter
    InvalidParameter InvalidParameterValue InvalidAction NoSuchVersion NoSuchProduct UnsupportedRegion
    UnsupportedProtocol RequestLimitExceeded RequestLimitExceeded.IPLimitExceeded
    RequestLimitExceeded.UinLimitExceeded RequestLimitExceeded.GlobalRegionUinLimitExceeded RequestSizeLimitExceeded
    IpInBlacklist IpNotInWhitelist InternalError InternalError.InternalError ServiceUnavailable ResourceUnavailable
    FailedOperation LimitExceeded ResourceNotFound ResourceInUse UnauthorizedOperation UnsupportedOperation
    ActionOffline DryRunOperation InvalidRequest ResponseSizeLimitExceeded ResourceInsufficient
"""
"""§5.3"""
ELSEWHERE = (
    """
    70001 70003 70009 70013 70014 70016 70020 70050 -3320 -100018 -100006 -100013 3000 2002 4003
""".split()
    + [f"LeaveCode {number}" for number in (0, 1, 2, 3, 4, 98, 99)]
)
"""§7.1, §8.4, §11"""


def codes(catalogue: ErrorCatalogue) -> set[str]:
    return {each.code for each in catalogue.entries}


@pytest.mark.parametrize(("call", "listed"), LISTS.items())
def test_what_a_call_lists_is_in_the_catalogue_of_its_generation(call: str, listed: str) -> None:
    (catalogue,) = (each for each in (TRTC_1_ERRORS, TRTC_2_ERRORS) if call in each.calls)
    answered = {each.code for each in catalogue.entries if call in catalogue.calls_of(each)}
    assert set(listed.split()) <= answered


@pytest.mark.parametrize("catalogue", [TRTC_1_ERRORS, TRTC_2_ERRORS], ids=["1.0", "2.0"])
def test_what_every_call_can_answer_and_what_is_met_elsewhere_is_in_both(catalogue: ErrorCatalogue) -> None:
    assert set(COMMON.split()) <= codes(catalogue)
    assert {each.code for each in catalogue.entries if each.spelling is Spelling.ELSEWHERE} == set(ELSEWHERE)
    assert set(catalogue.calls.values()) == {Occasion.START, Occasion.ASK, Occasion.STOP}


def test_a_generation_does_not_offer_what_only_the_other_answers() -> None:
    assert "FailedOperation.TaskExist" not in codes(TRTC_2_ERRORS)
    assert "MissingParameter.ASRLang" not in codes(TRTC_1_ERRORS)


def test_every_code_has_an_entry_of_its_own_and_there_are_no_others() -> None:
    listed = {code for each in LISTS.values() for code in each.split()} | set((BUSINESS + COMMON).split())
    assert {each.code for each in ALL if each.spelling is Spelling.CODE} == listed
    for code in listed:
        assert entry_for(code).code == code
        assert entry_for(code).source.startswith("tencent.md §5.")


@pytest.mark.parametrize(
    ("code", "known_as"),
    [("AuthFailure.BrandNew", "AuthFailure"), ("InvalidParameterValue.X", "InvalidParameterValue")],
)
def test_a_code_nobody_knows_is_read_as_its_family(code: str, known_as: str) -> None:
    assert entry_for(code).code == known_as


@pytest.mark.parametrize("code", ["Brand.New", "70001", "", "…"])
def test_a_code_of_no_family_is_read_as_any_other(code: str) -> None:
    assert entry_for(code) is OTHER


def test_trouble_that_may_hide_a_task_is_asked_about_first() -> None:
    trouble = [each for each in ALL if each.kind is FailureKind.AMBIGUOUS]
    assert {each.code for each in trouble} == {
        *("InternalError", "InternalError.InternalError", "InternalError.CTInternalError"),
        *("ServiceUnavailable", "ResourceUnavailable", "ResponseSizeLimitExceeded"),
    }
    assert {each.repeat for each in trouble} == {Repeat.ASK_FIRST}


LIMIT = "The number of tasks or streams exceeds the limit."


def test_a_code_of_several_meanings_is_told_apart_by_its_message_and_never_decides_otherwise() -> None:
    plain, full = entry_for("FailedOperation"), entry_for("FailedOperation", LIMIT)
    assert (plain.repeat, full.repeat) == (Repeat.POINTLESS, Repeat.LATER)
    assert "as many tasks" in str(full.meaning)
    for each in BY_MESSAGE:
        assert each.kind is entry_for(each.code).kind  # what it means for the task comes from the code alone
        assert entry_for("AuthFailure", each.said[0]) is entry_for("AuthFailure")
