"""Checks what a start says about saving captions: storage, region, folders, extensions (agora.md §3.2, §6.1, §12.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from roomscribe.vendors.agora.limits import ENDPOINT_PATTERN, PREFIX_LENGTH, PREFIX_PATTERN, AgoraLimits
from roomscribe.vendors.agora.simulator_answers import bad_body
from roomscribe.vendors.agora.simulator_doubts import ExtensionPlace
from roomscribe.vendors.agora.simulator_values import (
    a_text,
    a_whole,
    an_object,
    nullable,
    only,
    optional_text,
    some_objects,
    some_texts,
)
from roomscribe.vendors.agora.storage import AMAZON_S3, REGIONS, S3_COMPATIBLE

DOUBTFUL_REGIONS = ((AMAZON_S3, 18), (AMAZON_S3, 19))
"""They stand on another product's page (agora.md §12.2)."""
SERVER_SIDE_ENCRYPTION = ("aes256", "kms")
USUAL_SLICE = 60
"""Seconds (agora.md §3.2)."""


@dataclass(frozen=True)
class Recording:
    """How a task's captions are saved (agora.md §12.1)."""

    slice_seconds: int
    folder: str
    """What stands before every file's name, with its slash; "" for nothing."""


def recording(config: Mapping[str, object]) -> Recording:
    """What a checked `captionConfig` asks for."""
    seconds = config.get("sliceDuration", USUAL_SLICE)
    folders = an_object(config.get("storage"), "captionConfig.storage").get("fileNamePrefix") or []
    prefix = "".join(f"{folder}/" for folder in some_texts(folders, "captionConfig.storage.fileNamePrefix"))
    return Recording(slice_seconds=seconds if isinstance(seconds, int) else USUAL_SLICE, folder=prefix)


def check_captions(
    config: Mapping[str, object], limits: AgoraLimits, vendors: frozenset[int], *, lower_case_keys: bool
) -> None:
    """agora.md §3.2 and §6.1, `captionConfig`; a 7.x guide puts extensionParams in here (§14, C4).

    `vendors` are the storage vendors taken.
    """
    extension = ("extensionParams",) if limits.storage_extension else ()
    only(config, "captionConfig", ("sliceDuration", "storage", *extension))
    if "sliceDuration" in config:
        a_whole(config["sliceDuration"], "captionConfig.sliceDuration", *limits.slice_seconds)
    root = "captionConfig.storage"
    # The pages' tables print the two keys in lower case, their examples do not (agora.md §14, C2).
    spelling = {"accesskey": "accessKey", "secretkey": "secretKey"} if lower_case_keys else {}
    storage = {spelling.get(name, name): value for name, value in an_object(config.get("storage"), root).items()}
    only(storage, root, ("accessKey", "secretKey", "bucket", "vendor", "region", "fileNamePrefix"))
    for name in ("accessKey", "secretKey", "bucket"):
        a_text(storage.get(name), f"{root}.{name}")
    vendor = a_whole(storage.get("vendor"), f"{root}.vendor")
    if vendor not in vendors:
        raise bad_body(f"{root}.vendor", f"must be one of {sorted(vendors)}")
    region = a_whole(storage.get("region"), f"{root}.region", 0)
    if vendor in REGIONS and region not in REGIONS[vendor] and (vendor, region) not in DOUBTFUL_REGIONS:
        raise bad_body(f"{root}.region", "unknown region")
    if "fileNamePrefix" in storage:
        _check_prefix(some_texts(storage["fileNamePrefix"], f"{root}.fileNamePrefix"), f"{root}.fileNamePrefix")


def check_extension(body: Mapping[str, object], place: ExtensionPlace) -> None:
    """agora.md §6.1, `extensionParams`, in one of its places; storage vendor 11 can't do without an endpoint."""
    captions = nullable(body, "captionConfig")
    inside = "extensionParams" in captions
    path = "captionConfig.extensionParams" if inside else "extensionParams"
    if (inside and place is ExtensionPlace.TOP) or ("extensionParams" in body and place is ExtensionPlace.CAPTIONS):
        raise bad_body(path, "unknown")
    extension = nullable(captions if inside else body, "extensionParams")
    only(extension, path, ("endpoint", "type", "provider", "region", "tag", "tagByRule", "sse", "overwritekeys"))
    for name in ("type", "provider", "region", "tag"):
        optional_text(extension, path, name)
    if "tagByRule" in extension:
        some_objects(extension["tagByRule"], f"{path}.tagByRule")
    endpoint = optional_text(extension, path, "endpoint")
    if endpoint and not re.fullmatch(ENDPOINT_PATTERN, endpoint):
        raise bad_body("extensionParams.endpoint", "must be a full URL")
    if optional_text(extension, path, "sse") not in ("", *SERVER_SIDE_ENCRYPTION):
        raise bad_body("extensionParams.sse", f"must be one of {SERVER_SIDE_ENCRYPTION}")
    storage = nullable(captions, "storage")
    if storage.get("vendor") == S3_COMPATIBLE and not endpoint:
        raise bad_body("extensionParams.endpoint", f"required for vendor {S3_COMPATIBLE}")


def _check_prefix(folders: tuple[str, ...], path: str) -> None:
    if not all(re.fullmatch(PREFIX_PATTERN, folder) for folder in folders):
        raise bad_body(path, "letters and digits only")
    if len("/".join(folders)) > PREFIX_LENGTH:
        raise bad_body(path, f"at most {PREFIX_LENGTH} characters with slashes")
