"""The fields about saving captions to the customer's own cloud storage."""

from __future__ import annotations

from roomscribe.domain.fields import Choice, Column, Field, FieldKind, Limits, Section, When
from roomscribe.domain.text import T, Text
from roomscribe.vendors.agora.limits import ENDPOINT_PATTERN, PREFIX_PATTERN, AgoraLimits
from roomscribe.vendors.agora.storage import (
    ALIBABA,
    AMAZON_S3,
    REGION_KEYS,
    REGIONS,
    S3_COMPATIBLE,
    STORAGE_VENDORS,
    TENCENT,
)

SAVED = (When(key="save_captions", among=(True,)),)


def storage_fields(limits: AgoraLimits) -> tuple[Field, ...]:
    """Where captions are saved (agora.md §3.2, §6.1, §12.2)."""
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
            unit=T("s"),
            limits=Limits(minimum=limits.slice_seconds[0], maximum=limits.slice_seconds[1]),
            shown_when=SAVED,
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
            choices=tuple(_vendor(number, limits) for number in STORAGE_VENDORS if number in _vendors(limits)),
            shown_when=SAVED,
        ),
        *((_beyond(),) if limits.storage_vendors_doubtful else ()),
        *(_region(vendor) for vendor in REGIONS if vendor in _vendors(limits)),
        _needed("storage_bucket", "bucket", T("Bucket"), T("Name of the bucket or container.")),
        _needed("storage_access_key", "accessKey", T("Access key"), T("Key id of the storage account."), secret=True),
        _needed("storage_secret_key", "secretKey", T("Secret key"), T("Secret of the access key."), secret=True),
        Field(
            key="storage_prefix",
            kind=FieldKind.TEXTS,
            section=Section.ADVANCED,
            label=T("Folders"),
            help=T("Folders inside the bucket, outermost first. Letters and digits only."),
            path="captionConfig.storage.fileNamePrefix",
            limits=Limits(pattern=PREFIX_PATTERN, pattern_hint=T("Use English letters and digits only.")),
            shown_when=SAVED,
        ),
        *(_extension() if limits.storage_extension else ()),
    )


def _vendors(limits: AgoraLimits) -> frozenset[int]:
    return limits.storage_vendors | limits.storage_vendors_doubtful


def _vendor(number: int, limits: AgoraLimits) -> Choice:
    if number in limits.storage_vendors:
        return Choice(value=number, label=Text(STORAGE_VENDORS[number]))
    return Choice(value=number, label=T("{storage} (not in Agora's table)", storage=STORAGE_VENDORS[number]))


def _beyond() -> Field:
    return Field(
        key="storage_vendor_beyond",
        kind=FieldKind.FLAG,
        section=Section.ADVANCED,
        label=T("Storage outside Agora's table"),
        help=T(
            "For this version Agora's table has Amazon, Azure and Google, while its example names Alibaba. Switch it "
            "on to send another one all the same; the vendor may refuse it."
        ),
        shown_when=SAVED,
    )


def _region(vendor: int) -> Field:
    only_s3 = vendor == AMAZON_S3
    return Field(
        key=REGION_KEYS[vendor],
        kind=FieldKind.CHOICE,
        section=Section.ADVANCED,
        label=T("Storage region"),
        help=T("Where the bucket is. Azure and Google need none.") if only_s3 else T("Where the bucket is."),
        path="captionConfig.storage.region",
        required=True,
        choices=tuple(Choice(value=number, label=Text(name)) for number, name in REGIONS[vendor].items()),
        shown_when=_stored_at(vendor),
    )


def _stored_at(*vendors: int) -> tuple[When, ...]:
    return (*SAVED, When(key="storage_vendor", among=vendors))


def _needed(key: str, name: str, label: Text, explanation: Text, *, secret: bool = False) -> Field:
    return _text(key, f"captionConfig.storage.{name}", label, explanation, SAVED, required=True, secret=secret)


def _extension() -> tuple[Field, ...]:
    """agora.md §6.1, `extensionParams`."""
    return (*_service(), *_tags(), *_files())


def _service() -> tuple[Field, ...]:
    """Which service it is, where the vendor's number does not say so."""
    compatible = _stored_at(S3_COMPATIBLE)
    return (
        _text(
            "storage_endpoint",
            "extensionParams.endpoint",
            T("Storage address"),
            T("The whole address of the storage service, with https:// at the start."),
            compatible,
            required=True,
            limits=Limits(
                pattern=ENDPOINT_PATTERN, pattern_hint=T("Enter a whole address that begins with https:// or http://.")
            ),
        ),
        _text(
            "storage_type",
            "extensionParams.type",
            T("Storage type"),
            T("The protocol that the storage service speaks."),
            compatible,
            placeholder=T("s3"),
        ),
        _text(
            "storage_provider",
            "extensionParams.provider",
            T("Storage provider"),
            T("The maker of the storage service, for example Minio. Capital and small letters differ."),
            compatible,
        ),
        _text(
            "storage_region_name",
            "extensionParams.region",
            T("Region name"),
            T("The region as the storage service calls it. It wins over the storage region above."),
            SAVED,
        ),
    )


def _tags() -> tuple[Field, ...]:
    tagged = _stored_at(AMAZON_S3, ALIBABA, TENCENT)
    return (
        _text("storage_tag", "extensionParams.tag", T("File tag"), T("A tag that every saved file gets."), tagged),
        _text(
            "storage_tag_by_rule",
            "extensionParams.tagByRule",
            T("File tags by rule"),
            T(
                "Wins over the file tag. Agora documents that it is a list of objects, and not what is in them: enter "
                "JSON, which is sent as it stands."
            ),
            tagged,
            placeholder=T("[{…}]"),
        ),
    )


def _files() -> tuple[Field, ...]:
    """How files are kept and called, and where all of these settings stand in a request."""
    return (
        Field(
            key="storage_sse",
            kind=FieldKind.CHOICE,
            section=Section.ADVANCED,
            label=T("Encryption of files"),
            help=T("How Amazon S3 encrypts the saved files."),
            path="extensionParams.sse",
            choices=(Choice(value="aes256", label=Text("AES-256")), Choice(value="kms", label=Text("KMS"))),
            shown_when=_stored_at(AMAZON_S3),
        ),
        Field(
            key="storage_names",
            kind=FieldKind.TABLE,
            section=Section.ADVANCED,
            label=T("File names"),
            help=T("Gives the saved files of a kind a name of your own. Leave it empty for the vendor's names."),
            path="extensionParams.overwritekeys",
            columns=(
                Column(key="extension", kind=FieldKind.TEXT, label=T("File extension")),
                Column(key="name", kind=FieldKind.TEXT, label=T("File name")),
            ),
            shown_when=SAVED,
        ),
        Field(
            key="storage_extension_inside",
            kind=FieldKind.FLAG,
            section=Section.ADVANCED,
            label=T("Send these beside the storage"),
            help=T("Agora's pages disagree about the place of these settings. Change it when they have no effect."),
            path="captionConfig.extensionParams",
            shown_when=SAVED,
        ),
    )


def _text(
    key: str,
    path: str,
    label: Text,
    explanation: Text,
    shown_when: tuple[When, ...],
    *,
    required: bool = False,
    secret: bool = False,
    limits: Limits | None = None,
    placeholder: Text | None = None,
) -> Field:
    return Field(
        key=key,
        kind=FieldKind.TEXT,
        section=Section.ADVANCED,
        label=label,
        help=explanation,
        path=path,
        required=required,
        secret=secret,
        limits=limits or Limits(),
        placeholder=placeholder,
        shown_when=shown_when,
    )
