"""Vendors' packages that can't share the tests' environment: each is unpacked into a folder beside it.

Tencent's international SDK, and the whole one that `tccli` needs, install the same top-level package as the mainland's
for this product. Tests and benchmarks start a program of their own with such a folder as its only source of packages.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from dev_common import ROOT, environment, run_quietly, say
from dev_environment import VENV, file_digest, venv_program

ORACLES = {
    "tencent-intl": ROOT / "packaging" / "requirements-tencent-intl.lock.txt",
    "tccli": ROOT / "packaging" / "requirements-tccli.lock.txt",
}
"""The lock of each, by the name of its dependency group. A new `.venv` has none of their folders."""
FOR_TESTS = ("tencent-intl",)
FOR_BENCHES = {"launch_many": "tccli"}
"""What a benchmark is compared with. It is hundreds of megabytes, so nobody gets it who does not run that one."""
STAMP_NAME = "roomscribe-stamp"


def oracle_folder(name: str) -> Path:
    """Where an oracle's packages are."""
    return VENV / "oracles" / name


def ensure_oracles(names: Iterable[str]) -> None:
    """Bring these folders in step with their locks; nothing is done where one is already."""
    for name in names:
        folder, lock = oracle_folder(name), ORACLES[name]
        stamp, wanted = folder / STAMP_NAME, file_digest(lock)
        if not (stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted):
            _install(name, folder, lock)
            stamp.write_text(wanted, encoding="utf-8")


def _install(name: str, folder: Path, lock: Path) -> None:
    say(f"installing the oracle {name}, checked against its hashes")
    # Emptied first: pip leaves what an older version had and the newer one has not.
    if folder.exists():
        shutil.rmtree(folder)
    pip: list[str | Path] = [
        venv_program("python"),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--no-input",
        "install",
    ]
    # Hundreds of the SDK's services are never imported, so nothing is compiled ahead.
    options: list[str | Path] = [
        "--progress-bar",
        "off",
        "--no-compile",
        "--require-hashes",
        # What comes as source only is built with the locked setuptools, not with whatever the index offers today.
        "--no-build-isolation",
        "--target",
        folder,
        "-r",
        lock,
    ]
    hint = f"cannot install the oracle {name}; is the network there, and does pip reach its package index?"
    run_quietly([*pip, *options], hint, environment())
