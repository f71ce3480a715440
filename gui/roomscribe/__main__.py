"""The command line: what was asked for, and nothing else."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from roomscribe import __version__
from roomscribe.simulator.clock import FASTEST, SLOWEST


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    options = _parser().parse_args(argv)
    if options.command == "simulate":
        from roomscribe.simulate import simulate

        return simulate(
            port=options.port,
            speed=options.speed,
            scenario=options.scenario,
            as_json=options.json,
            webhook=options.webhook,
            webhook_key=options.webhook_key,
            settings_file=options.settings,
            show=options.show,
        )
    if options.command == "watchdog":
        from roomscribe.watchdog import watch

        return watch(options.data_dir)
    if options.command == "ledger":
        return _ledger(options)
    # Imported late: the simulator alone needs no window.
    from roomscribe.runtime.quick_start import quick_start

    quick_start()
    from roomscribe.app import open_console, tour

    if options.command == "tour":
        return tour(options.out, theme=options.theme)
    return open_console(demo=options.demo, data_dir=options.data_dir)


def _ledger(options: argparse.Namespace) -> int:
    from roomscribe.ledger_command import check_ledger, export_ledger, restore_ledger
    from roomscribe.places import data_directory

    directory = data_directory(options.data_dir, demo=options.demo)
    if options.act == "check":
        return check_ledger(directory)
    if options.act == "export":
        return export_ledger(directory, options.out)
    return restore_ledger(directory, options.source, anyway=options.anyway)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="roomscribe",
        description="A console for real-time transcription tasks in RTC rooms. Without a command it opens the window.",
    )
    parser.add_argument("--version", action="version", version=f"RoomScribe {__version__}")
    parser.add_argument("--demo", action="store_true", help="open on ready accounts of the built-in simulator")
    parser.add_argument("--data-dir", type=_directory, metavar="DIR", help="keep everything in DIR")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    simulate = commands.add_parser("simulate", help="run the simulator alone on 127.0.0.1")
    simulate.add_argument("--port", type=_port, default=0, metavar="N", help="port to listen on (default: a free one)")
    simulate.add_argument("--speed", type=_speed, metavar="X", help="how many times faster time passes (default: 1)")
    simulate.add_argument(
        "--scenario", type=_scenario, default="default", metavar="NAME", help="who is there and speaks"
    )
    simulate.add_argument("--webhook", default="", metavar="URL", help="send notifications to URL on this computer")
    simulate.add_argument("--webhook-key", default="", metavar="KEY", help="sign them with KEY")
    simulate.add_argument("--settings", type=Path, metavar="FILE", help="take switches, faults and speed from FILE")
    simulate.add_argument(
        "--list-switches", dest="show", action="store_const", const="switches", help="tell every switch, and end"
    )
    simulate.add_argument(
        "--print-settings", dest="show", action="store_const", const="settings", help="print a settings file, and end"
    )
    simulate.add_argument("--json", action="store_true", help="print nothing but JSON")
    ledger = commands.add_parser("ledger", help="check, export or restore the register of tasks")
    acts = ledger.add_subparsers(dest="act", metavar="ACT", required=True)
    acts.add_parser("check", help="tell whether it is whole, and whether its journal makes the table it holds")
    export = acts.add_parser("export", help="write it as JSON; secrets are not in it")
    export.add_argument(
        "--out", type=Path, metavar="FILE", help="write to FILE, which must not exist (default: stdout)"
    )
    restore = acts.add_parser("restore", help="put a copy or an export in its place; the present one is kept aside")
    restore.add_argument("--anyway", action="store_true", help="also where live tasks are forgotten by that")
    restore.add_argument("source", type=Path, metavar="FILE", help="a copy of a register, or an export")
    for each in acts.choices.values():
        each.add_argument("--data-dir", type=_directory, metavar="DIR", default=argparse.SUPPRESS, help="work on DIR")
    tour = commands.add_parser("tour", help="drive the real window through the main job and take pictures")
    tour.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the pictures and tour.json go")
    tour.add_argument("--theme", choices=("light", "dark"), default="light", help="colours of the pictures")
    # Without a help text, so that it is not listed: the console starts it.
    watchdog = commands.add_parser("watchdog", description="Stop tasks at their end while no window is open.")
    watchdog.add_argument("--data-dir", type=_directory, required=True, metavar="DIR", help="whose tasks to guard")
    return parser


def _directory(text: str) -> Path:
    if not text.strip():
        raise argparse.ArgumentTypeError("name a folder")
    return Path(text)


def _port(text: str) -> int:
    number = int(text) if text.isdecimal() else -1
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; use a number from 0 to 65535")
    return number


def _speed(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not SLOWEST <= number <= FASTEST:
        raise argparse.ArgumentTypeError(f"{text!r} is no speed; use a number from {SLOWEST:g} to {FASTEST:g}")
    return number


def _scenario(text: str) -> str:
    from roomscribe.simulator.scenario import scenario_names

    names = scenario_names()
    if text not in names:
        raise argparse.ArgumentTypeError(f"{text!r} is no scenario; use {' or '.join(names)}")
    return text


if __name__ == "__main__":
    sys.exit(main())
