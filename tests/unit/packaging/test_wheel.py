"""A built package holds every file of both source folders, and the installed project finds them."""

import importlib.resources
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FOLDERS = {"gui/roomscribe": "roomscribe", "resources": "roomscribe/resources"}


def test_the_wheel_has_everything_and_nothing_else(tmp_path: Path):
    # Built from a copy, because building leaves files beside the source.
    source = tmp_path / "source"
    expected = set()
    for folder, package in FOLDERS.items():
        shutil.copytree(ROOT / folder, source / folder)
        nested = source / folder / "some" / "deep" / "folder"
        nested.mkdir(parents=True)
        (nested / "script.py.mako").write_text("a file that no pattern knows")
        (nested / "module.py").write_text("")
        for path in (source / folder).rglob("*"):
            inside = path.relative_to(source / folder)
            # Hidden files are for editors and git.
            if path.is_file() and "__pycache__" not in inside.parts and not path.name.startswith("."):
                expected.add(f"{package}/{inside.as_posix()}")
    for name in ("pyproject.toml", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-build-isolation",
        "--no-deps",
        "-w",
        str(tmp_path),
        str(source),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        entry_points = archive.read("roomscribe-0.1.0.dist-info/entry_points.txt").decode()
    assert names == expected
    assert "roomscribe = roomscribe.__main__:main" in entry_points


def test_resources_are_found_where_they_are_edited():
    assert Path(str(importlib.resources.files("roomscribe.resources"))) == ROOT / "resources"
    assert importlib.resources.files("roomscribe.resources").joinpath("__init__.py").is_file()
