"""The simulator's settings on the command line: listed, read from a file, refused with file and key."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.e2e.children import child

SETTINGS = """
speed = 4
[trtc]
stopped_seconds = 30
[[faults]]
kind = "http"
call = "acquire"
"""


async def told(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Exit code and both outputs of `roomscribe simulate …`."""
    with child(folder, "roomscribe", "simulate", *arguments) as program:
        code = await program.ended()
    return code, program.out.read_text(), program.err.read_text()


async def test_every_switch_is_listed_for_people_and_for_programs(tmp_path: Path) -> None:
    code, listing, complaints = await told(tmp_path, "--list-switches")
    assert (code, complaints) == (0, "")
    code, text, complaints = await told(tmp_path, "--list-switches", "--json")
    assert (code, complaints) == (0, "")
    switches = json.loads(text)["switches"]
    assert len(switches) > 100
    for each in switches:
        value = str(each["value"]).lower() if isinstance(each["value"], bool) else each["value"]
        assert f"  {each['name']} = {value}\n" in listing
        assert f"Takes {each['takes']}.\n" in listing


async def test_a_printed_file_can_be_used_and_is_told_by_the_listing(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(SETTINGS, encoding="utf-8")
    code, printed, _ = await told(tmp_path, "--settings", str(file), "--print-settings")
    assert code == 0
    assert "\nspeed = 4.0\n" in printed
    assert '\n[[faults]]\nkind = "http"\ncall = "acquire"\n' in printed
    assert "\nstopped_seconds = 30.0\n" in printed
    file.write_text(printed, encoding="utf-8")
    _, listing, _ = await told(tmp_path, "--settings", str(file), "--list-switches")
    assert "  trtc.stopped_seconds = 30.0  (default: 5.0)\n" in listing


async def test_a_printed_file_is_utf_8_whatever_the_terminal_writes(tmp_path: Path) -> None:
    other = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252"}
    with child(tmp_path, "roomscribe", "simulate", "--print-settings", env=other) as program:
        assert await program.ended() == 0
    assert "§" in program.out.read_text(encoding="utf-8")
    file = program.out.rename(tmp_path / "settings.toml")
    code, _, complaints = await told(tmp_path, "--settings", str(file), "--list-switches")
    assert (code, complaints) == (0, "")


async def test_the_listing_shows_what_the_terminal_can(tmp_path: Path) -> None:
    with child(tmp_path, "roomscribe", "simulate", "--list-switches", env={"PYTHONIOENCODING": "ascii"}) as program:
        assert await program.ended() == 0
    assert "(tencent.md ?" in program.out.read_text()


async def test_a_file_is_obeyed_from_the_first_call_on(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(SETTINGS, encoding="utf-8")
    with child(tmp_path, "roomscribe", "simulate", "--json", "--settings", str(file)) as simulator:
        await simulator.says("url")
        url: Any = json.loads(simulator.out.read_text())["url"]
        async with httpx.AsyncClient(base_url=f"{url}/_sim", trust_env=False) as control:
            switches = {each["name"]: each["value"] for each in (await control.get("/switches")).json()["switches"]}
            assert switches["trtc.stopped_seconds"] == 30.0
            assert [each["call"] for each in (await control.get("/faults")).json()["faults"]] == ["acquire"]
            assert (await control.get("/clock")).json()["speed"] == 4.0
        simulator.process.send_signal(signal.SIGTERM)
        assert await simulator.ended() == 0


async def test_the_command_lines_speed_wins(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(SETTINGS, encoding="utf-8")
    with child(tmp_path, "roomscribe", "simulate", "--json", "--speed", "9", "--settings", str(file)) as simulator:
        await simulator.says("url")
        url: Any = json.loads(simulator.out.read_text())["url"]
        async with httpx.AsyncClient(base_url=f"{url}/_sim", trust_env=False) as control:
            assert (await control.get("/clock")).json()["speed"] == 9.0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[trtc]\nno_such = 1", "trtc.no_such: There is no switch “trtc.no_such”"),
        ("[agora]\nstop_body = 5", "agora.stop_body: 5 is not allowed; use empty, object, task."),
        ("speed = 1\nspeed = 2", "The file is no TOML: Cannot overwrite a value"),
        ('[[faults]]\nkind = "boom"', "faults[0].kind: 'boom' is no kind; use error, http,"),
    ],
)
async def test_a_bad_file_starts_nothing(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text, encoding="utf-8")
    code, out, complaints = await told(tmp_path, "--settings", str(file))
    assert (code, out) == (2, "")
    assert complaints.startswith(f"roomscribe: {file}: {words}")
    assert complaints.count("\n") == 1


async def test_a_missing_file_is_named(tmp_path: Path) -> None:
    code, out, complaints = await told(tmp_path, "--settings", str(tmp_path / "none.toml"))
    assert (code, out) == (2, "")
    assert complaints == f"roomscribe: {tmp_path}/none.toml: The file can't be read: No such file or directory.\n"
