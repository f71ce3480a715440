"""What parts of the window work with: each gets the console's services that it declares."""

from __future__ import annotations

import inspect
import pkgutil
from dataclasses import dataclass, fields, is_dataclass
from importlib import import_module
from typing import Any, get_type_hints

import pytest

import roomscribe.ui
from roomscribe.domain.clock import Clock
from roomscribe.services.console import ConsoleServices
from roomscribe.services.store import TaskStore
from roomscribe.ui.tools import picked
from tests.qt.ui.window_examples import Memory


def tools_of_the_window() -> list[Any]:
    modules = (each.name for each in pkgutil.walk_packages(roomscribe.ui.__path__, "roomscribe.ui."))
    found = [vars(import_module(name)).items() for name in modules if name.endswith("tools")]
    return [kind for each in found for name, kind in each if name.endswith("Tools") and is_dataclass(kind)]


async def test_every_part_is_given_what_it_declares(console, theme):
    around = {"services": console.services, "settings": Memory(), "spawner": console.spawner, "theme": theme}
    offered, declared = vars(console.services), get_type_hints(ConsoleServices)
    kinds = tools_of_the_window()
    assert len(kinds) > 10
    for kind in kinds:
        made = kind.of(**{name: around[name] for name in inspect.signature(kind.of).parameters})
        wished = get_type_hints(kind)
        for name in (each.name for each in fields(kind)):
            if name in around:
                assert getattr(made, name) is around[name], (kind, name)
            elif getattr(made, name) is offered.get(name):
                # No type checker sees that they fit.
                assert wished[name] in (declared[name], declared[name] | None), (kind, name)


@dataclass(frozen=True, kw_only=True)
class Part:
    store: TaskStore
    clock: Clock


@dataclass(frozen=True, kw_only=True)
class Mistaken:
    store: TaskStore
    colck: Clock
    open: bool


async def test_a_part_gets_nothing_else(console):
    services = console.services
    assert picked(Part, services) == Part(store=services.store, clock=services.clock)
    own = TaskStore()
    assert picked(Part, services, store=own).store is own, "what is given by name goes before the console's"


async def test_a_field_that_nobody_fills_is_named(console):
    with pytest.raises(TypeError, match=r"no service for these fields of Mistaken: colck, open"):
        picked(Mistaken, console.services)
    with pytest.raises(TypeError, match="spawner"):
        picked(Part, console.services, spawner=console.spawner)
