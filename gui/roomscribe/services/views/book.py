"""The table's views: the built-in ones and somebody's own, in their order, kept in the settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import uuid4

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.text import T, Text
from roomscribe.services.settings import TABLE_VIEW, TABLE_VIEWS, SavedView, Settings, ShownView, SortOrder, TableViews

NAME, FILTER = "name", "filter"
"""Fields that a `BadRequest` names."""
LONGEST_NAME = 60
MOST = 30
"""Views of one's own: each is counted all the time."""


@dataclass(frozen=True, kw_only=True)
class View:
    """One tab."""

    id: str
    name: Text
    filter: str
    own: SavedView | None = None
    """None for a built-in one: that keeps the sorting and the groups that are there."""


ALL = View(id="all", name=T("All"), filter="")
BUILT_IN = (
    ALL,
    View(id="live", name=T("Live"), filter="state:live"),
    View(id="trouble", name=T("Trouble"), filter="state:trouble"),
)


class ViewBook:
    """Answers which views there are; every change is in the settings at once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def _kept(self) -> TableViews:
        return self._settings.get(TABLE_VIEWS)

    def _keep(self, kept: TableViews) -> None:
        if kept != self._kept:
            self._settings.set(TABLE_VIEWS, kept)

    @property
    def _shown(self) -> ShownView:
        return self._settings.get(TABLE_VIEW)

    def _show(self, shown: ShownView) -> None:
        if shown != self._shown:
            self._settings.set(TABLE_VIEW, shown)

    async def refresh(self) -> bool:
        """Take over what other windows have done to the views; whether they have done anything."""
        return await self._settings.refresh(TABLE_VIEWS)

    def views(self) -> list[View]:
        """All of them from the left."""
        kept = self._kept
        own = (View(id=each.id, name=T("{name}", name=each.name), filter=each.filter, own=each) for each in kept.own)
        found = {each.id: each for each in (*BUILT_IN, *own)}
        order = dict.fromkeys([*(each for each in kept.order if each in found), *found])
        return [found[each] for each in order]

    def view(self, view_id: str) -> View:
        """The view with this id; the first built-in one where there is none."""
        return next((each for each in self.views() if each.id == view_id), ALL)

    @property
    def current(self) -> View:
        """The view that is shown."""
        return self.view(self._shown.current)

    def choose(self, view_id: str, sort: SortOrder, groups: str) -> tuple[SortOrder, str]:
        """Show another view. `sort` and `groups` are those of this moment; returns those of the chosen view.

        The built-in views share theirs, which are remembered while one of somebody's own is shown.
        """
        chosen = self.view(view_id)
        self._choose(chosen.id, sort, groups)
        if chosen.own is not None:
            return chosen.own.sort, chosen.own.groups
        return self._shown.usual_sort, self._shown.usual_groups

    def problem(self, name: str, view_id: str = "") -> Text | None:
        """Why a view (that with `view_id`, else a new one) can't have this name."""
        name = name.strip()
        if not name:
            return T("Give the view a name.")
        if len(name) > LONGEST_NAME:
            return T("The name is too long; {limit} characters are enough.", limit=LONGEST_NAME)
        if any(str(each.name).casefold() == name.casefold() for each in self.views() if each.id != view_id):
            return T("There is a view of that name already.")
        if self._secret(name):
            return T("A secret of an account stands in the name. Take it out: views are kept in a plain file.")
        if not view_id and len(self._kept.own) >= MOST:
            return T("There are {limit} views already; delete one first.", limit=MOST)
        return None

    def filter_problem(self, wanted: str) -> Text | None:
        """Why a view can't keep this filter."""
        if self._secret(wanted):
            return T("A secret of an account stands in the filter. Take it out: views are kept in a plain file.")
        return None

    def add(self, name: str, wanted: str, sort: SortOrder, groups: str) -> View:
        """Keep a new view behind the others; it is the current one then. `BadRequest` as `problem` says."""
        self._check(name)
        self._refuse_secret(wanted)
        made = SavedView(id=uuid4().hex, name=name.strip(), filter=wanted, sort=sort, groups=groups)
        kept = self._kept
        self._keep(replace(kept, own=(*kept.own, made), order=(*self._order(), made.id)))
        self._choose(made.id, sort, groups)
        return self.current

    def save(self, view_id: str, wanted: str, sort: SortOrder, groups: str) -> None:
        """Let one of somebody's own views be this from now on. `BadRequest` where a secret stands in it."""
        self._refuse_secret(wanted)
        self._change(view_id, lambda each: replace(each, filter=wanted, sort=sort, groups=groups))

    def rename(self, view_id: str, name: str) -> None:
        """Call one of somebody's own views otherwise. `BadRequest` as `problem` says."""
        self._check(name, view_id)
        self._change(view_id, lambda each: replace(each, name=name.strip()))

    def delete(self, view_id: str) -> None:
        """Forget one of somebody's own views."""
        kept = self._kept
        self._keep(replace(kept, own=tuple(each for each in kept.own if each.id != view_id)))

    def arrange(self, order: list[str]) -> None:
        """Bring the views into this order."""
        self._keep(replace(self._kept, order=tuple(order)))

    def _choose(self, view_id: str, sort: SortOrder, groups: str) -> None:
        shown = self._shown
        if self.current.own is None:
            shown = replace(shown, usual_sort=sort, usual_groups=groups)
        self._show(replace(shown, current=view_id))

    def _secret(self, text: str) -> bool:
        try:
            self._settings.guard(text)
        except ValueError:
            return True
        return False

    def _refuse_secret(self, wanted: str) -> None:
        if (problem := self.filter_problem(wanted)) is not None:
            raise BadRequest(problem, field=FILTER)

    def _order(self) -> tuple[str, ...]:
        return tuple(each.id for each in self.views())

    def _check(self, name: str, view_id: str = "") -> None:
        if (problem := self.problem(name, view_id)) is not None:
            raise BadRequest(problem, field=NAME)

    def _change(self, view_id: str, change: Callable[[SavedView], SavedView]) -> None:
        kept = self._kept
        self._keep(replace(kept, own=tuple(change(each) if each.id == view_id else each for each in kept.own)))
