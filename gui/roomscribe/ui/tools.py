"""Gives a part of the window the services that it works with, and no others."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from roomscribe.services.console import ConsoleServices

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Tools = TypeVar("Tools", bound="DataclassInstance")


def picked(kind: type[Tools], services: ConsoleServices, **others: Any) -> Tools:
    """The tools of one console: each field of `kind` is the console's service of the same name.

    `others` are the fields that come from elsewhere. `TypeError`: the console has no service of a field's name, or
    `kind` no field for one of the others.
    """
    offered = vars(services)
    names = [each.name for each in fields(kind) if each.name not in others]
    if missing := [name for name in names if name not in offered]:
        raise TypeError(f"the console has no service for these fields of {kind.__name__}: {', '.join(missing)}")
    return kind(**{name: offered[name] for name in names}, **others)
