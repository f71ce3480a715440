"""Faults at calls, alone and in pairs: a small cover of the campaign that `dev.py bench --faults` runs in full."""

from __future__ import annotations

from pathlib import Path

import pytest

from roomscribe.vendors.registry import load_registry
from tests.support.fault_campaign import run_cases
from tests.support.fault_cases import Case, few_on_sockets, few_pairs, few_singles

REGISTRY = load_registry()
GENERATIONS = REGISTRY.generations()
pytestmark = pytest.mark.timeout(300)
BY_GENERATION = pytest.mark.parametrize("generation", [each.id for each in GENERATIONS])


def held(directory: Path, cases: list[Case], generation: str, *, sockets: bool = False) -> None:
    """Play this generation's cases, and hold what is found against the promises."""
    mine = [case for case in cases if case.generation == generation]
    found = run_cases(mine, REGISTRY, directory, sockets=sockets)
    assert (found.violations, found.hangs, found.unhandled) == ([], [], [])
    assert found.runs == len(mine)
    assert len(found.idle) <= len(mine) / 5, "faults that nothing meets prove nothing"


@BY_GENERATION
def test_no_fault_breaks_a_promise(tmp_path: Path, generation: str) -> None:
    held(tmp_path, few_singles(GENERATIONS), generation)


@BY_GENERATION
def test_no_pair_of_faults_breaks_a_promise(tmp_path: Path, generation: str) -> None:
    held(tmp_path, few_pairs(GENERATIONS), generation)


@BY_GENERATION
def test_no_broken_socket_breaks_a_promise(tmp_path: Path, generation: str) -> None:
    held(tmp_path, few_on_sockets(GENERATIONS), generation, sockets=True)
