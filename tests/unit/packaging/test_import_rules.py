"""The import rules in pyproject.toml are not empty words: a program that breaks each of them is caught at each."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = ("domain", "net", "vendors", "vendors.trtc", "vendors.agora", "vendors.blank", "ledger", "services", "ui")
ALLOWED = {
    "net": "import httpx",
    "runtime.loop": "import qasync, PySide6",
    "ui.window": "import PySide6, roomscribe.services, roomscribe.runtime",
    "services.launcher": "import roomscribe.vendors.trtc.client, roomscribe.ledger",
    "vendors.trtc.client": "import roomscribe.net, roomscribe.domain",
    "vendors.trtc.simulator": "import roomscribe.simulator",
    "vendors.registry": "import roomscribe.vendors.trtc, roomscribe.vendors.agora, roomscribe.vendors.blank",
    "simulator.world": "import roomscribe.domain, starlette",
}
FORBIDDEN = {
    "Imports run one way": ("domain.task", "import roomscribe.net"),
    "No Qt below the interface": ("services.watcher", "import PySide6.QtCore"),
    "Only net imports httpx": ("services.watcher", "import httpx"),
    "Only runtime imports qasync": ("ui.window", "import qasync"),
    "The simulator knows the domain and nothing else": ("simulator.world", "import roomscribe.net"),
    "Vendors do not know each other": ("vendors.trtc.client", "import roomscribe.vendors.agora"),
}


def _make(folder: Path, modules: dict[str, str]) -> None:
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name in ("", *PACKAGES, "simulator", "runtime"):
        package = folder.joinpath("roomscribe", *name.split("."))
        package.mkdir(parents=True, exist_ok=True)
        (package / "__init__.py").write_text("")
    for name, text in modules.items():
        place = folder.joinpath("roomscribe", *name.split("."))
        file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        file.write_text(f"{text}\n")


def _verdicts(folder: Path) -> tuple[int, str]:
    program = Path(sys.executable).with_name("lint-imports")
    # The path comes before the installed project's own, so this skeleton is the one that is looked at.
    env = {**os.environ, "PYTHONPATH": str(folder)}
    command = [str(program), "--no-logo", "--no-cache"]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_what_the_design_wants_is_allowed(tmp_path: Path):
    _make(tmp_path, ALLOWED)
    code, said = _verdicts(tmp_path)
    assert code == 0, said
    assert f"{len(FORBIDDEN)} kept, 0 broken" in said


@pytest.mark.parametrize("rule", FORBIDDEN)
def test_each_rule_catches_what_it_is_for(tmp_path: Path, rule: str):
    module, text = FORBIDDEN[rule]
    _make(tmp_path, {**ALLOWED, module: f"{ALLOWED.get(module, '')}\n{text}"})
    code, said = _verdicts(tmp_path)
    assert code == 1, said
    assert f"{rule} BROKEN" in said
