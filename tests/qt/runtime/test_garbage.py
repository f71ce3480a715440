"""What a collection looks at."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from roomscribe.runtime import garbage


@pytest.fixture
def full_collection_due(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, 11))
    monkeypatch.setattr(gc, "get_threshold", lambda: (700, 10, 10))
    monkeypatch.setattr(garbage, "MANY", 10**9)
    gc.unfreeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("full_collection_due")
def test_what_a_long_collection_found_alive_is_not_looked_at_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(garbage, "LONGEST", 0.0)
    garbage.collect_what_is_due()
    assert gc.get_freeze_count() > 1000


@pytest.mark.usefixtures("full_collection_due")
def test_a_short_one_changes_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(garbage, "LONGEST", 60.0)
    before = gc.get_freeze_count()
    garbage.collect_what_is_due()
    assert gc.get_freeze_count() == before


@pytest.mark.usefixtures("full_collection_due")
def test_of_very_many_objects_the_young_ones_are_collected_and_the_others_left_out(monkeypatch: pytest.MonkeyPatch):
    collected: list[int] = []
    monkeypatch.setattr(garbage, "MANY", 100)
    monkeypatch.setattr(gc, "collect", collected.append)
    garbage.collect_what_is_due()
    assert collected == [1]
    assert gc.get_freeze_count() > 1000


def test_the_middle_generation_does_not_grow_large(monkeypatch: pytest.MonkeyPatch):
    collected: list[int] = []
    monkeypatch.setattr(gc, "get_count", lambda: (701, 2, 2))
    monkeypatch.setattr(gc, "get_threshold", lambda: (700, 10, 10))
    monkeypatch.setattr(gc, "collect", collected.append)
    for objects in ([], [None] * (garbage.SOME + 1)):
        monkeypatch.setattr(gc, "get_objects", lambda _generation, objects=objects: objects)
        garbage.collect_what_is_due()
    assert collected == [0, 1]


def test_young_objects_are_looked_at_also_where_as_many_old_ones_have_gone(monkeypatch: pytest.MonkeyPatch):
    collected: list[int] = []
    monkeypatch.setattr(gc, "get_count", lambda: (3, 2, 2))
    monkeypatch.setattr(gc, "get_threshold", lambda: (700, 10, 10))
    monkeypatch.setattr(gc, "collect", collected.append)
    for young in (700, 701):
        monkeypatch.setattr(gc, "get_objects", lambda generation, young=young: [None] * (0 if generation else young))
        garbage.collect_what_is_due()
    assert collected == [0]


def test_between_two_slices_objects_are_collected_where_they_are_many(monkeypatch: pytest.MonkeyPatch):
    collected: list[bool] = []
    monkeypatch.setattr(garbage, "collect_what_is_due", lambda: collected.append(True))
    for ours, young in ((False, garbage.YOUNG + 1), (True, garbage.YOUNG), (True, garbage.YOUNG + 1)):
        monkeypatch.setattr(garbage, "_collected_here", ours)
        monkeypatch.setattr(gc, "get_count", lambda: (0, 0, 0))
        monkeypatch.setattr(gc, "get_objects", lambda _generation, young=young: [None] * young)
        garbage.collect_between()
    assert collected == [True]
