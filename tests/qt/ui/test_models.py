"""Every model of the program meets Qt's own tester in some test."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel

import roomscribe.ui

TESTS = Path(__file__).parents[1]


def subclasses(of: type) -> set[type]:
    return {deeper for each in of.__subclasses__() for deeper in (each, *subclasses(each))}


def models() -> list[type]:
    """Those that are made: not the ones that others derive from."""
    for module in pkgutil.walk_packages(roomscribe.ui.__path__, "roomscribe.ui."):
        importlib.import_module(module.name)
    ours = {each for each in subclasses(QAbstractItemModel) if each.__module__.startswith("roomscribe.")}
    bases = {base for each in ours for base in each.__mro__[1:]}
    return sorted(ours - bases, key=lambda each: each.__name__)


@pytest.fixture(scope="module")
def marked() -> set[str]:
    """The classes in `@makes(…)`."""
    calls = (
        node
        for path in TESTS.rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "makes"
    )
    return {argument.id for call in calls for argument in call.args if isinstance(argument, ast.Name)}


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_qts_tester_looks_at_it(model: type, marked: set[str]) -> None:
    assert model.__name__ in marked


def test_there_are_models() -> None:
    assert len(models()) > 15
