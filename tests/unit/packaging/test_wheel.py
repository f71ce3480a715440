"""A built package holds every file of both source folders, and the installed project finds them."""

import importlib.resources
import zipfile
from pathlib import Path

from tests.support.wheels import ROOT, SOURCES, build_wheels, copy_project


def test_the_wheel_has_everything_and_nothing_else(tmp_path: Path):
    source = copy_project(tmp_path / "source")
    expected = set()
    for folder, package in SOURCES.items():
        nested = source / folder / "some" / "deep" / "folder"
        nested.mkdir(parents=True)
        (nested / "script.py.mako").write_text("a file that no pattern knows")
        (nested / "module.py").write_text("")
        for path in (source / folder).rglob("*"):
            inside = path.relative_to(source / folder)
            # Hidden files are for editors and git.
            if path.is_file() and not path.name.startswith("."):
                expected.add(f"{package}/{inside.as_posix()}")
    (wheel,) = build_wheels([source], tmp_path)
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        entry_points = archive.read("roomscribe-0.1.0.dist-info/entry_points.txt").decode()
    assert names == expected
    assert "roomscribe = roomscribe.__main__:main" in entry_points


def test_resources_are_found_where_they_are_edited():
    assert Path(str(importlib.resources.files("roomscribe.resources"))) == ROOT / "resources"
    assert importlib.resources.files("roomscribe.resources").joinpath("__init__.py").is_file()
