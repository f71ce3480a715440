"""Every error code that tencent.md names, by the calls that can answer it (§5.1 to §5.3)."""

from __future__ import annotations

from collections.abc import Mapping

COMMON = """
    AuthFailure.InvalidAuthorization AuthFailure.InvalidSecretId AuthFailure.MFAFailure AuthFailure.SecretIdNotFound
    AuthFailure.SignatureExpire AuthFailure.SignatureFailure AuthFailure.TokenFailure
    AuthFailure.UnRealNameAuthenticated AuthFailure.UnauthorizedOperation
    ActionOffline DryRunOperation FailedOperation InternalError InternalError.InternalError InvalidAction
    InvalidParameter InvalidParameterValue InvalidRequest IpInBlacklist IpNotInWhitelist LimitExceeded
    MissingParameter NoSuchProduct NoSuchVersion RequestLimitExceeded
    RequestLimitExceeded.GlobalRegionUinLimitExceeded RequestLimitExceeded.IPLimitExceeded
    RequestLimitExceeded.UinLimitExceeded RequestSizeLimitExceeded ResourceInUse ResourceInsufficient
    ResourceNotFound ResourceUnavailable ResponseSizeLimitExceeded ServiceUnavailable UnauthorizedOperation
    UnknownParameter UnsupportedOperation UnsupportedProtocol UnsupportedRegion
""".split()
"""§5.3: any call can answer these."""

_TASK_1 = ("FailedOperation.TaskNotExist", "InvalidParameter.TaskId")
_TASK_2 = """
    AuthFailure AuthFailure.UnauthorizedOperation AuthFailure.UnsupportedOperation FailedOperation.CTUnsupportMethod
    InternalError InternalError.CTInternalError InvalidParameter InvalidParameter.SdkAppId MissingParameter.RoomId
    MissingParameter.SdkAppId MissingParameter.TaskId MissingParameter.UserId ResourceNotFound
""".split()

OWN: Mapping[str, tuple[str, ...]] = {
    "StartAITranscription": (
        "FailedOperation.NotAbility",
        "FailedOperation.NotAllowed",
        "FailedOperation.SdkAppIdNotUnderAppId",
        "FailedOperation.TaskExist",
        "InvalidParameter.UserSig",
        "InvalidParameter.UserSigNotAdmin",
        "ResourceInsufficient.RequestRejection",
    ),
    "DescribeAITranscription": _TASK_1,
    "StopAITranscription": _TASK_1,
    "CreateCloudTranscription": (
        "AuthFailure",
        "AuthFailure.UnauthorizedOperation",
        "AuthFailure.UnsupportedOperation",
        "FailedOperation",
        "FailedOperation.CTUnsupportMethod",
        "InternalError",
        "InternalError.CTInternalError",
        "InvalidParameter",
        "InvalidParameter.OutOfRange",
        "InvalidParameter.SdkAppId",
        "MissingParameter",
        "MissingParameter.ASRLang",
        "MissingParameter.AsrParam",
        "MissingParameter.Region",
        "MissingParameter.RoomId",
        "MissingParameter.SdkAppId",
        "MissingParameter.TranscriptionParam",
        "MissingParameter.UserId",
        "MissingParameter.UserSig",
        "UnsupportedOperation",
    ),
    "DescribeCloudTranscription": (*_TASK_2, "FailedOperation"),
    "DeleteCloudTranscription": (*_TASK_2, "AuthFailure.UnRealNameAuthenticated", "InvalidParameter.OutOfRange"),
}
"""§5.1: each call's own list."""


def codes_of(action: str) -> list[str]:
    """Every code this call can answer, once."""
    return list(dict.fromkeys([*OWN[action], *COMMON]))
