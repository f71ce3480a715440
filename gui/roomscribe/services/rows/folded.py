"""Which groups are collapsed: some of them, or all but some."""

from __future__ import annotations

from collections.abc import Iterable


class Folded:
    """Remembers the exceptions only, in the order in which they were made: there may be ten thousand groups."""

    def __init__(self) -> None:
        self.all = False
        """Whether groups are collapsed, also those that will come, unless they are among the others."""
        self._others: dict[str, None] = {}

    def __contains__(self, group_id: str) -> bool:
        return (group_id in self._others) is not self.all

    @property
    def others(self) -> tuple[str, ...]:
        """Ids of the groups that are not as all are, the latest last."""
        return tuple(self._others)

    def fold(self, group_ids: Iterable[str] | None, *, folded: bool) -> None:
        """Collapse or open some groups, or all where that is None."""
        if group_ids is None:
            self.all = folded
            self._others.clear()
            return
        for group_id in group_ids:
            self._others.pop(group_id, None)
            if folded is not self.all:
                self._others[group_id] = None
