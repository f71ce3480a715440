"""The advanced fields of a start request: how captions travel, encryption, the task's own name."""

from __future__ import annotations

from roomscribe.domain.fields import Choice, Field, FieldKind, Limits, Section, When
from roomscribe.domain.text import T, Text
from roomscribe.vendors.agora.limits import AgoraLimits
from roomscribe.vendors.agora.storage_fields import storage_fields

NO_ENCRYPTION = 0
SALTED_ENCRYPTION = (7, 8)
ENCRYPTION_MODES = (
    "AES_128_XTS",
    "AES_128_ECB",
    "AES_256_XTS",
    "SM4_128_ECB",
    "AES_128_GCM",
    "AES_256_GCM",
    "AES_128_GCM2",
    "AES_256_GCM2",
)
"""agora.md §3.5: the modes 1 to 8."""


def advanced_fields(limits: AgoraLimits) -> tuple[Field, ...]:
    """What few tasks need (agora.md §3.1, §3.2, §3.5, §6.1)."""
    return (*_delivery(limits), *_encryption(), *storage_fields(limits), _own_id(limits))


def _delivery(limits: AgoraLimits) -> tuple[Field, ...]:
    labels = {
        "RTC": T("Data stream (RTC)"),
        "RTM": T("Signaling (RTM)"),
        "RTC,RTM": T("Both"),
    }
    mode = Field(
        key="transfer_mode",
        kind=FieldKind.CHOICE,
        section=Section.ADVANCED,
        label=T("Send captions through"),
        help=T("The way in which captions reach the people in the room."),
        path="rtcConfig.transferMode",
        choices=tuple(
            Choice(value=value, label=label)
            for value, label in labels.items()
            if limits.transfer_modes.issuperset(value.split(","))
        ),
    )
    as_json = Field(
        key="json_captions",
        kind=FieldKind.FLAG,
        section=Section.ADVANCED,
        label=T("Captions as JSON"),
        help=T("Compressed JSON instead of protobuf. The receiving app must expect it."),
        path="rtcConfig.enableJsonProtocol",
    )
    return (mode, as_json) if limits.transfer_modes else (as_json,)


def _encryption() -> tuple[Field, ...]:
    encrypted = tuple(range(1, len(ENCRYPTION_MODES) + 1))
    return (
        Field(
            key="encryption",
            kind=FieldKind.CHOICE,
            section=Section.ADVANCED,
            label=T("Encryption"),
            help=T("Must be the same as the channel's own encryption, or the bot hears nothing."),
            path="rtcConfig.cryptionMode",
            default=NO_ENCRYPTION,
            choices=(
                Choice(value=NO_ENCRYPTION, label=T("None")),
                *(Choice(value=mode, label=Text(ENCRYPTION_MODES[mode - 1])) for mode in encrypted),
            ),
        ),
        Field(
            key="encryption_secret",
            kind=FieldKind.TEXT,
            section=Section.ADVANCED,
            label=T("Encryption secret"),
            help=T("The channel's encryption key."),
            path="rtcConfig.secret",
            required=True,
            secret=True,
            shown_when=(When(key="encryption", among=encrypted),),
        ),
        Field(
            key="encryption_salt",
            kind=FieldKind.TEXT,
            section=Section.ADVANCED,
            label=T("Encryption salt"),
            help=T("The channel's salt: 32 bytes, written as base64."),
            path="rtcConfig.salt",
            required=True,
            secret=True,
            shown_when=(When(key="encryption", among=SALTED_ENCRYPTION),),
        ),
    )


def _own_id(limits: AgoraLimits) -> Field:
    named = limits.id_path == "name"
    unique = T("No two running tasks may have the same. Leave it empty to let the console make one.")
    return Field(
        key="instance_id",
        kind=FieldKind.TEXT,
        section=Section.ADVANCED,
        label=T("Name") if named else T("Instance id"),
        help=unique if named else T("A name for your own records. Leave it empty to let the console make one."),
        path=limits.id_path,
        placeholder=T("made by the console"),
        limits=Limits(
            max_length=limits.id_length,
            pattern=limits.id_pattern,
            pattern_hint=T("Use English letters, digits, hyphens and underscores only."),
        ),
    )
