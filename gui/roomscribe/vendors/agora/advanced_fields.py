"""The advanced fields of a start request: how captions travel, encryption, storage, the instance id."""

from __future__ import annotations

from roomscribe.domain.fields import Choice, Field, FieldKind, Limits, Section, When
from roomscribe.domain.text import T, Text
from roomscribe.vendors.agora.limits import INSTANCE_ID_PATTERN, PREFIX_PATTERN, AgoraLimits
from roomscribe.vendors.agora.storage import AMAZON_S3, S3_REGIONS, STORAGE_VENDORS

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
    """What few tasks need (agora.md §3.1, §3.2, §3.5)."""
    return (*_delivery(limits), *_encryption(), *_storage(limits), _instance_id(limits))


def _delivery(limits: AgoraLimits) -> tuple[Field, ...]:
    labels = {
        "RTC": T("Data stream (RTC)"),
        "RTM": T("Signaling (RTM)"),
        "RTC,RTM": T("Both"),
    }
    return (
        Field(
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
        ),
        Field(
            key="json_captions",
            kind=FieldKind.FLAG,
            section=Section.ADVANCED,
            label=T("Captions as JSON"),
            help=T("Compressed JSON instead of protobuf. The receiving app must expect it."),
            path="rtcConfig.enableJsonProtocol",
        ),
    )


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


def _storage(limits: AgoraLimits) -> tuple[Field, ...]:
    saved = (When(key="save_captions", among=(True,)),)
    return (
        Field(
            key="save_captions",
            kind=FieldKind.FLAG,
            section=Section.ADVANCED,
            label=T("Save captions to cloud storage"),
            help=T("Writes WebVTT files into your own storage while the task runs."),
            path="captionConfig",
        ),
        Field(
            key="slice_duration",
            kind=FieldKind.INTEGER,
            section=Section.ADVANCED,
            label=T("Length of one file"),
            help=T("A new WebVTT file begins after this time."),
            path="captionConfig.sliceDuration",
            placeholder=T("60"),
            unit=T("seconds"),
            limits=Limits(minimum=limits.slice_seconds[0], maximum=limits.slice_seconds[1]),
            shown_when=saved,
        ),
        Field(
            key="storage_vendor",
            kind=FieldKind.CHOICE,
            section=Section.ADVANCED,
            label=T("Storage"),
            help=T("Whose cloud storage the files go to."),
            path="captionConfig.storage.vendor",
            required=True,
            default=AMAZON_S3,
            choices=tuple(
                Choice(value=number, label=Text(name))
                for number, name in STORAGE_VENDORS.items()
                if number in limits.storage_vendors
            ),
            shown_when=saved,
        ),
        Field(
            key="storage_region",
            kind=FieldKind.CHOICE,
            section=Section.ADVANCED,
            label=T("Storage region"),
            help=T("Where the bucket is. Azure and Google need none."),
            path="captionConfig.storage.region",
            required=True,
            choices=tuple(Choice(value=number, label=Text(name)) for number, name in S3_REGIONS.items()),
            shown_when=(*saved, When(key="storage_vendor", among=(AMAZON_S3,))),
        ),
        _storage_text("storage_bucket", "bucket", T("Bucket"), T("Name of the bucket or container.")),
        _storage_text(
            "storage_access_key", "accessKey", T("Access key"), T("Key id of the storage account."), secret=True
        ),
        _storage_text("storage_secret_key", "secretKey", T("Secret key"), T("Secret of the access key."), secret=True),
        Field(
            key="storage_prefix",
            kind=FieldKind.TEXTS,
            section=Section.ADVANCED,
            label=T("Folders"),
            help=T("Folders inside the bucket, outermost first. Letters and digits only."),
            path="captionConfig.storage.fileNamePrefix",
            limits=Limits(pattern=PREFIX_PATTERN, pattern_hint=T("Use English letters and digits only.")),
            shown_when=saved,
        ),
    )


def _storage_text(key: str, name: str, label: Text, explanation: Text, *, secret: bool = False) -> Field:
    return Field(
        key=key,
        kind=FieldKind.TEXT,
        section=Section.ADVANCED,
        label=label,
        help=explanation,
        path=f"captionConfig.storage.{name}",
        required=True,
        secret=secret,
        shown_when=(When(key="save_captions", among=(True,)),),
    )


def _instance_id(limits: AgoraLimits) -> Field:
    return Field(
        key="instance_id",
        kind=FieldKind.TEXT,
        section=Section.ADVANCED,
        label=T("Instance id"),
        help=T("A name for your own records. Leave it empty to let the console make one."),
        path="instanceId",
        placeholder=T("made by the console"),
        limits=Limits(
            max_length=limits.instance_id_length,
            pattern=INSTANCE_ID_PATTERN,
            pattern_hint=T("Use English letters, digits, hyphens and underscores only."),
        ),
    )
