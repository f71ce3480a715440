"""UserSig, a bot's password for a room (TLSSigAPIv2): made, read and verified offline (tencent.md §7)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import zlib
from dataclasses import dataclass

VERSION = "2.0"
LONGEST_JSON = 64 * 1024
"""Bytes a token may unpack to; a pasted text must not be able to fill the memory."""

_TO_TOKEN = str.maketrans("+/=", "*-_")
_FROM_TOKEN = str.maketrans("*-_", "+/=")


class UnreadableUserSig(ValueError):
    """The text is no UserSig: cut off, or something else altogether."""


@dataclass(frozen=True, kw_only=True)
class UserSig:
    """What a token says; whether it says so truly is another question (`signed_with`)."""

    identifier: str
    sdk_app_id: int
    issued_at: int
    """UTC seconds."""
    lifetime: int
    """Seconds."""
    signature: str
    """Base64, as it stands in the token."""
    version: str = VERSION
    userbuf: bytes | None = None

    @property
    def expires_at(self) -> int:
        """UTC seconds from which on the vendor refuses it."""
        return self.issued_at + self.lifetime


def make_user_sig(
    *, sdk_app_id: int, key: str, identifier: str, lifetime: int, now: int, userbuf: bytes | None = None
) -> str:
    """A token that lets `identifier` into the application's rooms for `lifetime` seconds (tencent.md §7.1).

    `key` is the SDKSecretKey as text: its hex digits are the bytes, they are not decoded.
    """
    sig = UserSig(
        identifier=identifier, sdk_app_id=sdk_app_id, issued_at=now, lifetime=lifetime, signature="", userbuf=userbuf
    )
    content: dict[str, object] = {
        "TLS.ver": VERSION,
        "TLS.identifier": identifier,
        "TLS.sdkappid": sdk_app_id,
        "TLS.expire": lifetime,
        "TLS.time": now,
    }
    if userbuf is not None:
        content["TLS.userbuf"] = base64.b64encode(userbuf).decode()
    content["TLS.sig"] = _sign(sig, key)
    packed = zlib.compress(json.dumps(content).encode())
    return base64.b64encode(packed).decode().translate(_TO_TOKEN)


def read_user_sig(token: str) -> UserSig:
    """What a token says; raises `UnreadableUserSig`."""
    try:
        packed = base64.b64decode(token.translate(_FROM_TOKEN), validate=True)
        content = json.loads(_unpack(packed))
        userbuf = content.get("TLS.userbuf")
        return UserSig(
            version=str(content["TLS.ver"]),
            identifier=str(content["TLS.identifier"]),
            sdk_app_id=int(content["TLS.sdkappid"]),
            issued_at=int(content["TLS.time"]),
            lifetime=int(content["TLS.expire"]),
            signature=str(content["TLS.sig"]),
            userbuf=None if userbuf is None else base64.b64decode(userbuf),
        )
    except (binascii.Error, zlib.error, ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise UnreadableUserSig(type(error).__name__) from error


def signed_with(sig: UserSig, key: str) -> bool:
    """Whether this key made the token."""
    return hmac.compare_digest(_sign(sig, key).encode(), sig.signature.encode())


def _sign(sig: UserSig, key: str) -> str:
    text = (
        f"TLS.identifier:{sig.identifier}\n"
        f"TLS.sdkappid:{sig.sdk_app_id}\n"
        f"TLS.time:{sig.issued_at}\n"
        f"TLS.expire:{sig.lifetime}\n"
    )
    if sig.userbuf is not None:
        text += f"TLS.userbuf:{base64.b64encode(sig.userbuf).decode()}\n"
    return base64.b64encode(hmac.digest(key.encode(), text.encode(), hashlib.sha256)).decode()


def _unpack(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    content = unpacker.decompress(packed, LONGEST_JSON)
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise ValueError("too long or cut off")
    return content
