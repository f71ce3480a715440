"""Tencent Cloud's request signature TC3-HMAC-SHA256 as pure functions (tencent.md §6)."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

ALGORITHM = "TC3-HMAC-SHA256"
TERMINATOR = "tc3_request"
SERVICE = "trtc"
SIGNED_HEADERS = ("content-type", "host", "x-tc-action")
"""What our client signs; the vendor asks for the first two (tencent.md §6.1)."""

_AUTHORIZATION = re.compile(
    ALGORITHM + r" Credential=(?P<id>[^/\s,]+)/(?P<date>\d{4}-\d\d-\d\d)/(?P<service>[^/\s,]+)/" + TERMINATOR + r"\s*,"
    r"\s*SignedHeaders=(?P<headers>[a-z0-9;-]+)\s*,\s*Signature=(?P<signature>[0-9a-f]{64})"
)


@dataclass(frozen=True, kw_only=True)
class Authorization:
    """The parts of an `Authorization` header (tencent.md §6.1, step 7)."""

    secret_id: str
    date: str
    service: str
    signed_headers: tuple[str, ...]
    signature: str

    def __str__(self) -> str:
        names = ";".join(self.signed_headers)
        credential = f"{self.secret_id}/{self.date}/{self.service}/{TERMINATOR}"
        return f"{ALGORITHM} Credential={credential}, SignedHeaders={names}, Signature={self.signature}"


def parse_authorization(text: str) -> Authorization | None:
    """The parts of a header's text, or None when it does not have the form."""
    match = _AUTHORIZATION.fullmatch(text.strip())
    if match is None:
        return None
    return Authorization(
        secret_id=match["id"],
        date=match["date"],
        service=match["service"],
        signed_headers=tuple(match["headers"].split(";")),
        signature=match["signature"],
    )


def authorize(
    *, secret_id: str, secret_key: str, timestamp: int, headers: Mapping[str, str], body: bytes
) -> Authorization:
    """The authorization of a `POST /` to TRTC with these headers (names in lower case) and this body."""
    return Authorization(
        secret_id=secret_id,
        date=scope_date(timestamp),
        service=SERVICE,
        signed_headers=SIGNED_HEADERS,
        signature=signature(
            secret_key=secret_key,
            timestamp=timestamp,
            service=SERVICE,
            canonical=canonical_request(headers, SIGNED_HEADERS, body),
        ),
    )


def canonical_request(headers: Mapping[str, str], signed: Iterable[str], body: bytes) -> str:
    """A `POST /` in the one spelling that is signed (tencent.md §6.1, steps 1 and 2).

    `headers` has names in lower case; a signed header that is missing raises `KeyError`.
    """
    names = sorted(signed)
    lines = "".join(f"{name}:{headers[name].strip().lower()}\n" for name in names)
    return "\n".join(["POST", "/", "", lines, ";".join(names), sha256(body)])


def signature(*, secret_key: str, timestamp: int, service: str, canonical: str) -> str:
    """The signature of a canonical request in lower-case hex (tencent.md §6.1, steps 3 to 6)."""
    date = scope_date(timestamp)
    scope = f"{date}/{service}/{TERMINATOR}"
    text = "\n".join([ALGORITHM, str(timestamp), scope, sha256(canonical.encode())])
    return _hmac(derive_keys(secret_key, date, service)[-1], text).hex()


def derive_keys(secret_key: str, date: str, service: str) -> tuple[bytes, bytes, bytes]:
    """The chain of keys for one day and one service; the last one signs (tencent.md §6.1, step 5)."""
    day = _hmac(f"TC3{secret_key}".encode(), date)
    day_and_service = _hmac(day, service)
    return day, day_and_service, _hmac(day_and_service, TERMINATOR)


def scope_date(timestamp: int) -> str:
    """The UTC date of a timestamp: a local date would fail around midnight."""
    return datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%d")


def sha256(data: bytes) -> str:
    """The digest in lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")
