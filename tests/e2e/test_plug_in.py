"""A vendor of another distribution: installed into a fresh environment, it is one like ours; a broken one is named."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from tests.support.processes import end
from tests.support.wheels import build_wheels, copy_project, run

PLUG_INS = Path(__file__).with_name("plug_ins")
PROGRAM = Path(__file__).with_name("plug_in_program.py")
GENERATION = "harbour-1"


class Environment:
    """A virtual environment with this project and some add-ons, and of the running one only the dependencies."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        run([sys.executable, "-m", "venv", "--without-pip", str(folder)])
        windows = sys.platform == "win32"
        self.python = folder / ("Scripts/python.exe" if windows else "bin/python")

    def install(self, wheels: list[Path]) -> None:
        """Install wheels as anybody would, except that no index is asked."""
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(self.python)]
        run([*pip, "install", "--no-index", "--no-deps", "--no-compile", *map(str, wheels)])

    def borrow_dependencies(self) -> None:
        """Find the running environment's packages behind its own. Its `.pth` files are not read: one is this tree."""
        paths = sysconfig.get_paths()
        own = sysconfig.get_path("purelib", "venv", {"base": str(self._folder), "platbase": str(self._folder)})
        lines = dict.fromkeys((paths["purelib"], paths["platlib"]))
        (Path(own) / "borrowed.pth").write_text("\n".join(lines) + "\n")

    def take_tour(self, folder: Path) -> tuple[int, str, str]:
        """The program's exit code and what it said."""
        env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        done = subprocess.run(
            [str(self.python), "-P", str(PROGRAM), GENERATION, str(folder / "data"), str(folder)],
            env={**env, "QT_QPA_PLATFORM": "offscreen", "QT_API": "pyside6"},
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=150,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """With a vendor that works and a distribution of such that do not."""
    folder = tmp_path_factory.mktemp("plug-in")
    sources = [copy_project(folder / "project")]
    for name in ("harbour", "broken"):
        sources.append(folder / name)
        shutil.copytree(PLUG_INS / name, sources[-1], ignore=shutil.ignore_patterns("__pycache__"))
    environment = Environment(folder / "environment")
    environment.install(build_wheels(sources, folder / "wheels"))
    environment.borrow_dependencies()
    return environment


@pytest.mark.timeout(300)  # building, installing and a tour: 20 s where nothing else runs
def test_a_task_runs_at_an_installed_vendor_and_broken_ones_are_named(environment: Environment, tmp_path: Path) -> None:
    code, out, err = environment.take_tour(tmp_path)
    assert code == 0, err
    seen: dict[str, Any] = json.loads(out)
    assert Path(seen["program"]).is_relative_to(environment.python.parents[1])
    assert seen["vendors"][-1] == "Harbour Captions"

    report = json.loads((tmp_path / "tour.json").read_text())
    names = [step["name"] for step in report["steps"]]
    assert names == ["profile", "form", "start", "running", "change", "changed", "stop", "stopped"]
    assert {step["generation"] for step in report["steps"]} == {GENERATION}
    assert not [step["error"] for step in report["steps"] if step["error"]]
    assert {"Berth", "Ship", "Spoken language", "Translate into"} <= {
        label.partition("\N{NO-BREAK SPACE}")[0] for label in seen["labels"]
    }
    # It can't be changed in place, so the second task is the first one with its changes.
    assert sorted(seen["tasks"]) == [
        [GENERATION, "stopped", ["fr", "de"], "gone"],
        [GENERATION, "stopped", ["ja", "ko"], "gone"],
    ]

    ((text, details),) = seen["notices"]
    assert text == "3 vendor add-ons can't be used."
    assert details.splitlines() == [
        "broken-captions 0.3 (double): ValueError: the id 'trtc' is taken by another vendor",
        "broken-captions 0.3 (lost): ModuleNotFoundError: No module named 'broken_captions.lost'",
        "broken-captions 0.3 (mistyped): TypeError: broken_captions:MISTYPED is a str and not a Vendor",
    ]


def test_the_simulator_alone_names_them_too(environment: Environment) -> None:
    with subprocess.Popen(
        [str(environment.python), "-P", "-m", "roomscribe", "simulate"],
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            announced = json.loads(process.stdout.readline())
        finally:
            end(process)
        complaints = process.stderr.read().decode().splitlines()
    assert announced["harbour"] == {"pass_key": "ahoy-ahoy-ahoy"}
    assert [line.partition(":")[2] for line in complaints if "add-on" in line] == [
        " the vendor add-on broken-captions 0.3 (double) can't be used: ValueError: the id 'trtc' is taken by another "
        "vendor",
        " the vendor add-on broken-captions 0.3 (lost) can't be used: ModuleNotFoundError: No module named "
        "'broken_captions.lost'",
        " the vendor add-on broken-captions 0.3 (mistyped) can't be used: TypeError: broken_captions:MISTYPED is a str "
        "and not a Vendor",
    ]
