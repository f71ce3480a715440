"""Every fault of the simulator at every call of every generation, alone and in pairs: what breaks a promise?

    python packaging/dev.py bench --faults [--some N] [--sets single pairs sockets]

Each run is a story of one task (`tests/support/fault_campaign.py`): it is started, changed, extended and ended while
calls go wrong, then everything works again and must settle. What must hold is in `tests/support/invariants.py`. Time
passes only while everything waits; a share of the stories runs over sockets, where bodies break off and connections are
reset.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from roomscribe.vendors.registry import load_registry
from tests.bench.measuring import figure
from tests.support.fault_campaign import Findings, run_cases
from tests.support.fault_cases import Case, all_on_sockets, all_pairs, all_singles

SETS = ("single", "pairs", "sockets")
SHOWN = 20
"""Findings of each kind that are printed."""


def main() -> int:
    """Play them; 1 where a promise was broken."""
    wish, registry = _wish(), load_registry()
    generations = registry.generations()
    sets: dict[str, list[Case]] = {
        "single": list(all_singles(generations)),
        "pairs": list(all_pairs(generations)),
        "sockets": all_on_sockets(generations),
    }
    clean = True
    with tempfile.TemporaryDirectory(prefix="roomscribe-faults-") as folder:
        for name in wish.sets:
            cases = sets[name][:: max(1, len(sets[name]) // wish.some) if wish.some else 1]
            directory = Path(folder) / name
            directory.mkdir()
            began = time.process_time()
            tell = _progress(len(cases))
            findings = run_cases(cases, registry, directory, sockets=name == "sockets", told=tell)
            _show(name, findings, time.process_time() - began)
            clean = clean and findings.clean
    return 0 if clean else 1


def _wish() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py bench --faults")
    parser.add_argument("--some", type=int, default=0, help="about so many of each set, spread over it; 0 for all")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=SETS)
    return parser.parse_args()


def _progress(total: int) -> Callable[[Findings], None]:
    """Says on stderr how far it has come."""

    def tell(findings: Findings) -> None:
        sys.stderr.write(f"\r  {findings.runs} of {total}" + ("\n" if findings.runs >= total else ""))
        sys.stderr.flush()

    return tell


def _show(name: str, findings: Findings, seconds: float) -> None:
    figure(f"faults {name}: runs", findings.runs, "")
    figure("  faults that happened", findings.struck, "")
    figure("  runs in which the call to spoil was never made", len(findings.idle), "")
    figure("  starts that nobody can be asked about, said so", findings.unknowable, "")
    figure("  violations", len(findings.violations), "", aim=0)
    figure("  hangs", len(findings.hangs), "", aim=0)
    figure("  unhandled exceptions and errors in the log", len(findings.unhandled), "", aim=0)
    figure("  processor time", seconds, "s")
    for each in (*findings.violations, *findings.hangs, *findings.unhandled)[:SHOWN]:
        sys.stdout.write(f"    {each}\n")


if __name__ == "__main__":
    sys.exit(main())
