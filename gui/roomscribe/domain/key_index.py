"""Finds who shares a key with whom without looking at everybody."""

from __future__ import annotations

from collections.abc import Hashable, Iterable


class KeyIndex:
    """Members by their ids, each with any number of keys. Every act costs as much as the keys it is about."""

    def __init__(self) -> None:
        self._keys: dict[str, frozenset[Hashable]] = {}
        self._members: dict[Hashable, dict[str, None]] = {}
        """Ids by key, in the order in which they came."""

    def put(self, member: str, keys: Iterable[Hashable]) -> None:
        """The member has these keys from now on, and no others."""
        new = frozenset(keys)
        if self._keys.get(member) != new:
            self.drop(member)
            self._keys[member] = new
            for key in new:
                self._members.setdefault(key, {})[member] = None

    def drop(self, member: str) -> None:
        """Forget the member, if it is known."""
        for key in self._keys.pop(member, ()):
            members = self._members[key]
            del members[member]
            if not members:
                del self._members[key]

    def sharing(self, keys: Iterable[Hashable]) -> list[str]:
        """The ids of those with one of these keys at least, each once."""
        return list({member: None for key in keys for member in self._members.get(key, ())})
