"""Agora's AccessToken2 ("007"): build, decode and verify it with the standard library alone (agora.md §13)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

VERSION = "007"
HIGHEST_SALT = 99_999_999
LONGEST_TOKEN = 65_536
"""Bytes a token may unpack to; a real one has 150. Guards against a few kilobytes that unpack to gigabytes."""


class ServiceType(IntEnum):
    """What a token is for."""

    RTC = 1
    RTM = 2
    STT = 10


class Privilege(IntEnum):
    """What the RTC service lets a user do."""

    JOIN_CHANNEL = 1
    PUBLISH_AUDIO = 2
    PUBLISH_VIDEO = 3
    PUBLISH_DATA = 4


SUBSCRIBER = (Privilege.JOIN_CHANNEL,)
PUBLISHER = tuple(Privilege)
"""The two roles of agora.md §13.1, as their privileges."""

_TEXTS = {ServiceType.RTC: 2, ServiceType.RTM: 1, ServiceType.STT: 0}
"""How many texts follow the privileges: channel and uid, user id, none."""


class TokenUnreadable(ValueError):
    """The text is no 007 token, or was cut."""


@dataclass(frozen=True, kw_only=True)
class Service:
    """One service of a token."""

    type: int
    privileges: Mapping[int, int]
    """Seconds from the issue on, by privilege; 0 means as long as the token."""
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Token:
    """A decoded token."""

    app_id: str
    issued_at: int
    """UTC seconds."""
    lives_for: int
    """Seconds."""
    salt: int
    services: tuple[Service, ...]
    signature: bytes
    signed: bytes
    """The bytes that the signature covers."""

    @property
    def expires_at(self) -> int:
        """UTC seconds."""
        return self.issued_at + self.lives_for

    @property
    def rtc(self) -> Service | None:
        """The part that admits to a channel."""
        return next((each for each in self.services if each.type == ServiceType.RTC), None)

    @property
    def channel(self) -> str:
        """The channel of the RTC part, "" without one."""
        return self.rtc.texts[0] if self.rtc else ""

    @property
    def uid(self) -> str:
        """The uid of the RTC part; "" admits any."""
        return self.rtc.texts[1] if self.rtc else ""

    def allows(self, privilege: Privilege, now: float) -> bool:
        """Whether the RTC part grants `privilege` at this UTC second."""
        return now < self.allows_until(privilege)

    def allows_until(self, privilege: Privilege) -> int:
        """The UTC second from which on the RTC part does not grant `privilege`; 0 where it never does."""
        seconds = self.rtc.privileges.get(privilege) if self.rtc else None
        return 0 if seconds is None else min(self.issued_at + (seconds or self.lives_for), self.expires_at)


def rtc_service(channel: str, uid: str, privileges: Iterable[Privilege], lives_for: int) -> Service:
    """The part that admits `uid` to `channel`."""
    return Service(type=ServiceType.RTC, privileges=dict.fromkeys(privileges, lives_for), texts=(channel, uid))


def build(
    *,
    app_id: str,
    certificate: str,
    services: Iterable[Service],
    issued_at: int,
    lives_for: int,
    salt: int | None = None,
) -> str:
    """A signed token. Without `salt` a random one is taken."""
    salt = salt if salt is not None else secrets.randbelow(HIGHEST_SALT) + 1
    ordered = sorted(services, key=lambda each: each.type)
    signed = _text(app_id) + struct.pack("<IIIH", issued_at, lives_for, salt, len(ordered))
    signed += b"".join(_pack(each) for each in ordered)
    signature = _sign(signed, certificate, issued_at, salt)
    packed = zlib.compress(_bytes(signature) + signed)
    return VERSION + base64.b64encode(packed).decode()


def decode(text: str) -> Token:
    """Read a token without checking its signature; raises `TokenUnreadable`."""
    content = unpack(text)
    try:
        signature, at = _read_bytes(content, 0)
        signed = content[at:]
        app_id, at = _read_text(signed, 0)
        issued_at, lives_for, salt, count = struct.unpack_from("<IIIH", signed, at)
        services = tuple(_read_services(signed, at + 14, count))
    except (struct.error, UnicodeDecodeError) as error:
        raise TokenUnreadable("the token was cut") from error
    return Token(
        app_id=app_id,
        issued_at=issued_at,
        lives_for=lives_for,
        salt=salt,
        services=services,
        signature=signature,
        signed=signed,
    )


def verify(token: Token, certificate: str) -> bool:
    """Whether the token was signed with this certificate."""
    expected = _sign(token.signed, certificate, token.issued_at, token.salt)
    return hmac.compare_digest(expected, token.signature)


def unpack(text: str) -> bytes:
    """The decompressed bytes: the same token may be compressed in several ways. Raises `TokenUnreadable`."""
    if not text.startswith(VERSION):
        raise TokenUnreadable("the token does not begin with 007")
    try:
        packed = base64.b64decode(text[len(VERSION) :], validate=True)
        inflate = zlib.decompressobj()
        content = inflate.decompress(packed, LONGEST_TOKEN)
    except (binascii.Error, zlib.error, ValueError) as error:
        raise TokenUnreadable("the token is damaged") from error
    if not inflate.eof:
        raise TokenUnreadable("the token was cut")
    return content


def _sign(signed: bytes, certificate: str, issued_at: int, salt: int) -> bytes:
    inner = _hmac(struct.pack("<I", issued_at), certificate.encode())
    return _hmac(_hmac(struct.pack("<I", salt), inner), signed)


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()


def _pack(service: Service) -> bytes:
    head = struct.pack("<HH", service.type, len(service.privileges))
    privileges = b"".join(struct.pack("<HI", key, life) for key, life in sorted(service.privileges.items()))
    return head + privileges + b"".join(_text(each) for each in service.texts)


def _read_services(data: bytes, at: int, count: int) -> Iterable[Service]:
    for _ in range(count):
        kind, granted = struct.unpack_from("<HH", data, at)
        if kind not in _TEXTS:
            return  # services stand in ascending order and ours comes first; what follows has an unknown length
        at += 4
        privileges = dict(struct.unpack_from("<HI", data, at + 6 * number) for number in range(granted))
        at += 6 * granted
        texts = []
        for _ in range(_TEXTS[ServiceType(kind)]):
            text, at = _read_text(data, at)
            texts.append(text)
        yield Service(type=kind, privileges=privileges, texts=tuple(texts))


def _text(text: str) -> bytes:
    return _bytes(text.encode())


def _bytes(content: bytes) -> bytes:
    return struct.pack("<H", len(content)) + content


def _read_text(data: bytes, at: int) -> tuple[str, int]:
    content, after = _read_bytes(data, at)
    return content.decode(), after


def _read_bytes(data: bytes, at: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from("<H", data, at)
    content = data[at + 2 : at + 2 + length]
    if len(content) != length:
        raise struct.error("too short")
    return content, at + 2 + length
