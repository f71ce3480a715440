"""The commands as people and scripts use them: real processes, what they say, how they end, what they leave on disk."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from roomscribe import __version__
from tests.e2e.children import Child, child
from tests.e2e.screen import Screen
from tests.support.consoles import until
from tests.support.display import Display

ACCOUNTS = {
    "trtc": {"secret_id", "secret_key", "sdk_app_id", "sdk_secret_key", "region"},
    "agora": {"app_id", "app_certificate", "customer_id", "customer_secret"},
}


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """A home of its own, to see what is written there."""
    folders = {
        "HOME": "home",
        "XDG_CONFIG_HOME": "home/config",
        "XDG_DATA_HOME": "home/data",
        "XDG_STATE_HOME": "home/state",
        "XDG_CACHE_HOME": "home/cache",
        "XDG_RUNTIME_DIR": "run",
    }
    for folder in folders.values():
        (tmp_path / folder).mkdir(mode=0o700, exist_ok=True)
    return {name: str(tmp_path / folder) for name, folder in folders.items()}


async def announced(simulator: Child) -> dict[str, Any]:
    """The line that tells scripts where the simulator is."""
    await simulator.says("\n")
    (line,) = simulator.out.read_text().splitlines()
    return json.loads(line)


async def test_simulate_announces_one_line_serves_and_ends_on_sigterm(tmp_path: Path) -> None:
    with child(tmp_path, "roomscribe", "simulate", "--json") as simulator:
        told = await announced(simulator)
        assert told.keys() == {"url", *ACCOUNTS}
        for vendor, keys in ACCOUNTS.items():
            assert told[vendor].keys() == keys
            assert all(isinstance(value, str) and value for value in told[vendor].values())
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", told["url"])
        agora = told["agora"]
        async with httpx.AsyncClient(
            base_url=told["url"], auth=(agora["customer_id"], agora["customer_secret"]), trust_env=False
        ) as client:
            path = f"/v1/projects/{agora['app_id']}/rtsc/speech-to-text/builderTokens"
            answer = await client.post(path, json={"instanceId": "x"})
        assert answer.status_code == 200
        assert answer.json()["tokenName"]
        simulator.process.send_signal(signal.SIGTERM)
        assert await simulator.ended() == 0
    assert len(simulator.out.read_text().splitlines()) == 1
    assert simulator.err.read_text() == ""


@contextmanager
def reserved_port() -> Iterator[int]:
    """A port that the system gives to nobody who asks for any; who asks for this one and reuses addresses gets it."""
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]


async def test_simulate_listens_where_it_is_told_and_says_so_to_people(tmp_path: Path) -> None:
    with reserved_port() as port:
        arguments = ["simulate", "--port", str(port), "--speed", "10"]
        with child(tmp_path, "roomscribe", *arguments) as simulator:
            assert (await announced(simulator))["url"] == f"http://127.0.0.1:{port}"
            await until(lambda: "Ctrl-C" in simulator.err.read_text())
            simulator.process.send_signal(signal.SIGINT)
            assert await simulator.ended() == 0


async def test_simulate_says_that_a_port_is_in_use(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with child(tmp_path, "roomscribe", "simulate", "--port", str(port)) as simulator:
            assert await simulator.ended() == 1
    assert simulator.out.read_text() == ""
    assert re.fullmatch(rf"roomscribe: port {port} of 127\.0\.0\.1 can't be used: .+\n", simulator.err.read_text())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["simulate", "--port", "70000"], "no port; use a number from 0 to 65535"),
        (["simulate", "--port", "-1"], "no port"),
        (["simulate", "--speed", "fast"], "no speed; use a number from 0.01 to 10000"),
        (["simulate", "--speed", "nan"], "no speed"),
        (["tour"], "--out"),
        (["--no-such-option"], "unrecognized arguments"),
        (["fly"], "invalid choice: 'fly'"),
    ],
)
async def test_bad_arguments_are_refused_in_words(tmp_path: Path, arguments: list[str], words: str) -> None:
    with child(tmp_path, "roomscribe", *arguments) as program:
        assert await program.ended() == 2
    assert program.out.read_text() == ""
    assert words in program.err.read_text()
    assert "Traceback" not in program.err.read_text()


async def test_version(tmp_path: Path) -> None:
    with child(tmp_path, "roomscribe", "--version") as program:
        assert await program.ended() == 0
    assert program.out.read_text() == f"RoomScribe {__version__}\n"


async def test_the_demo_opens_a_window_on_a_screen_keeps_everything_in_its_folder_and_ends_quietly(
    tmp_path: Path, xvfb: Display, home: dict[str, str]
) -> None:
    data_dir = tmp_path / "kept here"
    arguments = ["roomscribe", "--demo", "--data-dir", str(data_dir)]
    with child(tmp_path, *arguments, env={**xvfb.env, **home}) as program, Screen(xvfb.name) as screen:
        await until(lambda: "RoomScribe" in screen.windows() or program.process.poll() is not None, 20)
        assert program.process.poll() is None, program.err.read_text()
        # The register is there once everything is open.
        await until((data_dir / "ledger.sqlite3").exists, 20)
        program.process.send_signal(signal.SIGTERM)
        assert await program.ended() == 128 + signal.SIGTERM
    assert (program.out.read_text(), program.err.read_text()) == ("", "")
    assert (data_dir / "settings.json").exists()
    assert not (data_dir / "profiles.json").exists()  # demo accounts live in memory
    assert files_below(tmp_path / "home") == []


def files_below(folder: Path) -> list[str]:
    """What the program left in a home. Qt's and the graphics driver's own caches are not its data."""
    found = (Path(at) / name for at, _, names in os.walk(folder) for name in names)
    return sorted(str(path.relative_to(folder)) for path in found if "cache" not in path.relative_to(folder).parts)
