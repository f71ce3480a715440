"""Bounds that values of simulated requests keep to, whatever code a generation answers outside them (tencent.md §3)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from roomscribe.vendors.trtc.simulator_gateway import ApiError

LARGEST_ROOM = 4294967295
_LONGEST_HOT_WORD = 30
_MOST_CHINESE = 10
_WEIGHTS = frozenset(str(weight) for weight in (*range(1, 12), 100))
LONGEST_USER_ID = 32
"""Bytes (tencent.md §7.1)."""
_USER_ID = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST_USER_ID}}}")


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

    def room(self, room_type: int | None, room: str, longest: int, bad_number: str) -> None:
        """A room of its type (tencent.md §8.8); `bad_number` is the code for a number room that is none."""
        self.one_of("RoomIdType", room_type, (0, 1))
        if not room:
            raise self.bad("RoomId")
        if room_type == 1:
            self.fits("RoomId", room, longest)
        elif not re.fullmatch(r"[1-9][0-9]*", room) or not 1 <= int(room[:11]) <= LARGEST_ROOM:
            raise ApiError(bad_number, "The value of parameter `RoomId` is not a room number.")

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
