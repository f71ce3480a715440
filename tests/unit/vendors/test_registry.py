"""Vendors of other distributions are found by their entry points; a broken one is named and harms nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from roomscribe.vendors.registry import BUILT_IN, ENTRY_POINT_GROUP, Registry, load_registry

BLANK = "from roomscribe.vendors.blank.record import VENDOR as BLANK\n"
CALLED = (
    BLANK
    + """\
from dataclasses import replace
def called(vendor, *generations):
    return replace(BLANK, id=vendor, generations=tuple(replace(BLANK.generations[0], id=each) for each in generations))
"""
)
OURS = tuple(each.id for each in load_registry().vendors)


class Packages:
    """A folder of installed distributions."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def install(self, name: str, code: str, target: str = "") -> None:
        """A distribution with one module and one entry point, both of its name."""
        (self._folder / f"{name}.py").write_text(code)
        facts = self._folder / f"{name}-1.0.dist-info"
        facts.mkdir()
        (facts / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (facts / "entry_points.txt").write_text(f"[{ENTRY_POINT_GROUP}]\n{name} = {target or f'{name}:VENDOR'}\n")


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Packages:
    monkeypatch.syspath_prepend(tmp_path)
    return Packages(tmp_path)


def test_ours_are_all_there_and_none_is_broken() -> None:
    registry = load_registry()
    assert len(registry.vendors) == len(BUILT_IN)
    assert registry.broken == ()


def test_a_distributions_vendor_stands_behind_ours(packages: Packages) -> None:
    packages.install("plugged_a", BLANK + "VENDOR = BLANK\n")
    registry = load_registry()
    assert tuple(each.id for each in registry.vendors) == (*OURS, "blank")
    assert registry.generation("blank-1").id == "blank-1"
    assert registry.broken == ()


@pytest.mark.parametrize(
    ("name", "code", "target", "reason"),
    [
        ("plugged_b", "", "no_such_module:VENDOR", "ModuleNotFoundError: No module named 'no_such_module'"),
        ("plugged_c", "", "", "AttributeError: module 'plugged_c' has no attribute 'VENDOR'"),
        ("plugged_d", "VENDOR = 1 / 0\n", "", "ZeroDivisionError: division by zero"),
        ("plugged_e", "import sys\nsys.exit('not here')\n", "", "SystemExit: not here"),
        ("plugged_f", "VENDOR = (\n", "", "SyntaxError: '(' was never closed"),
        ("plugged_g", "VENDOR = 'text'\n", "", "TypeError: plugged_g:VENDOR is a str and not a Vendor"),
        (
            "plugged_h",
            CALLED + f"VENDOR = called({OURS[0]!r}, 'h-1')\n",
            "",
            f"ValueError: the id {OURS[0]!r} is taken",
        ),
        ("plugged_i", CALLED + "VENDOR = called('i', 'i-1', 'trtc-1')\n", "", "ValueError: the id 'trtc-1' is taken"),
        ("plugged_j", CALLED + "VENDOR = called('j', 'j-1', 'j-1')\n", "", "ValueError: two of its generations"),
    ],
)
def test_a_broken_one_is_named_and_left_out(packages: Packages, name: str, code: str, target: str, reason: str) -> None:
    packages.install(name, code, target)
    packages.install("plugged_well_" + name[-1], BLANK + "VENDOR = BLANK\n")
    registry = load_registry()
    assert tuple(each.id for each in registry.vendors) == (*OURS, "blank")
    (broken,) = registry.broken
    assert broken.name == f"{name} 1.0 ({name})"
    assert broken.reason.startswith(reason)


def test_of_two_with_one_id_the_first_by_name_is_kept(packages: Packages) -> None:
    packages.install("plugged_l", CALLED + "VENDOR = called('twin', 'twin-2')\n")
    packages.install("plugged_k", CALLED + "VENDOR = called('twin', 'twin-1')\n")
    registry = load_registry()
    assert registry.knows("twin-1")
    assert not registry.knows("twin-2")
    assert registry.find("twin-1") is registry.generation("twin-1")
    assert registry.find("twin-2") is None
    assert [each.name for each in registry.broken] == ["plugged_l 1.0 (plugged_l)"]


def test_a_registry_refuses_two_generations_of_one_id() -> None:
    vendor = load_registry().vendors[0]
    with pytest.raises(ValueError, match=vendor.generations[0].id):
        Registry([vendor, vendor])
