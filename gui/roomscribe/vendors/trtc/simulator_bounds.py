"""Bounds that values of simulated requests keep to, whatever code a generation answers outside them (tencent.md §3)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Protocol

from roomscribe.vendors.trtc.simulator_gateway import ApiError
from roomscribe.vendors.trtc.simulator_shapes import Part

_LONGEST_HOT_WORD = 30
_MOST_CHINESE = 10
_WEIGHTS = frozenset(str(weight) for weight in (*range(1, 12), 100))
LONGEST_USER_ID = 32
"""Bytes (tencent.md §7.1)."""
LISTED_VOICES = {
    "zh": ("v-male-s5NqE0rZ", "v-female-R2s4N9qJ"),
    "en": ("v-male-X6h4TvP9", "v-female-P6q9LmR2"),
    "ja": ("v-male-J3n8DxK2", "v-female-J3k7NxR2"),
    "yue": ("v-male-D7p4XcL2", "v-female-C5t1QxH9"),
    "id": ("v-male-B5f2CnS3", "v-female-W5n8HgB2"),
    "th": ("v-male-B5f2CnS3", "v-female-W5n8HgB2"),
    "vi": ("v-male-B5f2CnS3", "v-female-W5n8HgB2"),
    "ms": ("v-male-Q6p8ZxL3", "v-female-C8k4NxL6"),
}
"""tencent.md §9.4"""
_USER_ID = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST_USER_ID}}}")


class RoomSettings(Protocol):
    """What the settings of either generation say about rooms."""

    longest_room: int
    """Bytes of a text room."""
    largest_room: int
    """The largest number room."""
    bad_room_code: str
    """The error for a number room that is no number."""


@dataclass(frozen=True)
class Bounds:
    """Every check raises `ApiError` with `code` when a value is out of bounds, and lets None pass."""

    code: str

    def bad(self, name: str) -> ApiError:
        """The refusal of a value."""
        return ApiError(self.code, f"The value of parameter `{name}` is out of range.")

    def within(self, name: str, number: float | None, low: float, high: float) -> None:
        """Both ends belong to the range."""
        if number is not None and not low <= number <= high:
            raise self.bad(name)

    def one_of(self, name: str, value: object, options: tuple[object, ...]) -> None:
        """It is one of the options."""
        if value is not None and value not in options:
            raise self.bad(name)

    def at_most(self, name: str, count: int, limit: int | None) -> None:
        """It is no more than `limit`; None stands for no limit."""
        if limit is not None and count > limit:
            raise self.bad(name)

    def fits(self, name: str, text: str, limit: int) -> None:
        """It has no more than `limit` bytes."""
        if len(text.encode()) > limit:
            raise self.bad(name)

    def user_id(self, name: str, text: str) -> None:
        """It can be a user's id (tencent.md §7.1)."""
        if not _USER_ID.fullmatch(text):
            raise self.bad(name)

    def room(self, body: Part, settings: RoomSettings) -> None:
        """RoomId of its RoomIdType (tencent.md §8.8)."""
        room_type, room = body.integer("RoomIdType"), body.text("RoomId")
        self.one_of("RoomIdType", room_type, (0, 1))
        if not room:
            raise self.bad("RoomId")
        if room_type == 1:
            self.fits("RoomId", room, settings.longest_room)
        elif not re.fullmatch(r"[1-9][0-9]*", room) or not 1 <= int(room[:11]) <= settings.largest_room:
            raise ApiError(settings.bad_room_code, "The value of parameter `RoomId` is not a room number.")

    def hot_words(self, name: str, text: str, *, most: int, spaces: bool) -> None:
        """`term|weight`, joined by commas (tencent.md §3.3)."""
        entries = text.split(",") if text else []
        self.at_most(name, len(entries), most)
        for entry in entries:
            term, _, weight = entry.partition("|")
            chinese = sum(unicodedata.name(char, "").startswith("CJK UNIFIED IDEOGRAPH") for char in term)
            if not 1 <= len(term) <= _LONGEST_HOT_WORD or chinese > _MOST_CHINESE or weight not in _WEIGHTS:
                raise self.bad(name)
            if not spaces and any(char.isspace() for char in term):
                raise self.bad(name)
