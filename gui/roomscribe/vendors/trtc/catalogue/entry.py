"""How one of TRTC's codes is written down in the catalogue."""

from __future__ import annotations

from roomscribe.domain.error_catalogue import CatalogueEntry, Spelling
from roomscribe.domain.errors import FailureKind
from roomscribe.domain.text import Text

START, DESCRIBE, STOP = "StartAITranscription", "DescribeAITranscription", "StopAITranscription"
"""The calls of version 1.0."""
CREATE, DESCRIBE_2, DELETE = "CreateCloudTranscription", "DescribeCloudTranscription", "DeleteCloudTranscription"
"""The calls of version 2.0."""


def entry(
    code: str,
    meaning: Text,
    remedy: Text,
    *,
    source: str,
    kind: FailureKind = FailureKind.REJECTED,
    calls: tuple[str, ...] = (),
    retryable: bool = False,
    field: str = "",
    said: tuple[str, ...] = (),
    name: str = "",
) -> CatalogueEntry:
    """A code that the vendor answers to a call; `name` tells meanings apart that have the same code."""
    return CatalogueEntry(
        key=f"trtc/{code}/{name}" if name else f"trtc/{code}",
        vendor="trtc",
        code=code,
        spelling=Spelling.CODE,
        kind=kind,
        meaning=meaning,
        remedy=remedy,
        source=f"tencent.md {source}",
        calls=calls,
        retryable=retryable,
        field=field,
        said=said,
    )
