from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support.order import LONGEST, dealt

E2E = Path(__file__).parents[2] / "e2e"


def found_in(folder: str, names: list[str]) -> list[SimpleNamespace]:
    return [SimpleNamespace(path=Path("tests") / folder / f"{name}.py") for name in names]


def begun_by_each(items: list[SimpleNamespace], workers: int) -> list[list[str]]:
    """The names that xdist's `worksteal` hands to each worker at first."""
    names, found = [each.path.stem for each in items], []
    for worker in range(workers):
        part = len(names) // (workers - worker)
        found.append(names[:part])
        del names[:part]
    return found


def test_every_second_worker_begins_with_tests_of_the_whole_program_the_longest_first() -> None:
    quick, whole = [f"quick_{number}" for number in range(17)], ["test_a", "test_b", "test_plug_in", "test_tour"]
    parts = begun_by_each(dealt(found_in("unit", quick) + found_in("e2e", whole), 4), 4)
    assert [part[:2] for part in parts[:2]] == [["test_tour", "test_a"], ["test_plug_in", "test_b"]]
    assert [name for part in parts for name in part if name in quick] == quick


@pytest.mark.parametrize("workers", [2, 3, 5, 30])
@pytest.mark.parametrize(("quick", "whole"), [(0, 0), (1, 0), (0, 7), (2, 9), (40, 6)])
def test_no_test_is_lost_or_run_twice(workers: int, quick: int, whole: int) -> None:
    items = found_in("qt", [f"q{number}" for number in range(quick)]) + found_in("e2e", [f"e{n}" for n in range(whole)])
    in_order = dealt(items, workers)
    assert sorted(each.path.stem for each in in_order) == sorted(each.path.stem for each in items)


def test_the_longest_are_there() -> None:
    assert [name for name in LONGEST if not (E2E / f"{name}.py").is_file()] == []
