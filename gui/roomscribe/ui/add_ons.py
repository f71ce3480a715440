"""What the window says about vendors of other distributions that can't be used."""

from __future__ import annotations

from collections.abc import Sequence

from roomscribe.domain.text import T
from roomscribe.ui.notices import Grade, Notice
from roomscribe.vendors.registry import BrokenAddOn


def broken_add_ons(add_ons: Sequence[BrokenAddOn]) -> list[Notice]:
    """One notice about all of them, each by its name; none where all are well."""
    if not add_ons:
        return []
    text, remedy = T("A vendor add-on can't be used."), T("Everything else works. Update it, or remove it.")
    if len(add_ons) > 1:
        text = T("{count} vendor add-ons can't be used.", count=len(add_ons))
        remedy = T("Everything else works. Update them, or remove them.")
    return [
        Notice(
            grade=Grade.WARN,
            text=text,
            remedy=remedy,
            details="\n".join(f"{each.name}: {each.reason}" for each in add_ons),
            key="add-ons",
        )
    ]
