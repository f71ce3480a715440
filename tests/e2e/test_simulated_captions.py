"""The simulator as a program of its own: somebody starts a task, and reads what the bot writes."""

from __future__ import annotations

from pathlib import Path

from websockets.asyncio.client import connect

from roomscribe.domain.clock import SystemClock
from roomscribe.domain.profiles import Account
from roomscribe.net.http import HttpFactory
from roomscribe.services.demo import DemoAccount, demo_profile
from roomscribe.vendors.protocol import StartOrder
from roomscribe.vendors.registry import load_registry
from tests.contract.captions_stage import read_as_stranger, scenario_texts
from tests.e2e.children import child
from tests.e2e.test_command_line import announced


async def test_the_people_of_a_scenario_are_read_by_web_socket(tmp_path: Path) -> None:
    with child(tmp_path, "roomscribe", "simulate", "--json", "--scenario", "meeting", "--speed", "20") as simulator:
        told = await announced(simulator)
        generation = load_registry().generation("agora-7")
        demo = DemoAccount(generation, "agora", told["agora"])
        secrets = {each.key: demo.values[each.key] for each in generation.account_fields if each.secret}
        account = Account(profile=demo_profile(demo, told["url"]), secrets=secrets)
        client = generation.make_client(account, HttpFactory(), SystemClock())
        pairs = ({"source": "zh-CN", "target": ("en-US",)},)
        values = {each.key: each.initial() for each in generation.fields} | dict(generation.example)
        values |= {"languages": ("zh-CN",), "translations": pairs}
        try:
            async with connect(told["url"].replace("http:", "ws:") + "/_sim/captions?raw=1", proxy=None) as reader:
                order = StartOrder(values=values, idempotency_key="captions", runs_for=600.0, kept={})
                await client.start(order)
                finals: dict[str, str] = {}
                while len(finals) < 2:
                    payload = await reader.recv(decode=False)
                    finals |= {each.language: each.text for each in read_as_stranger("protobuf", payload) if each.final}
        finally:
            await client.aclose()
    assert {"zh": finals[""], "en": finals["en-US"]} in [
        {tag: texts[tag] for tag in ("zh", "en")} for texts in scenario_texts("meeting", "factory")
    ]


async def test_an_unknown_scenario_is_refused_in_words(tmp_path: Path) -> None:
    with child(tmp_path, "roomscribe", "simulate", "--scenario", "opera") as program:
        assert await program.ended() == 2
    assert "'opera' is no scenario; use default or meeting" in program.err.read_text()
    assert "Traceback" not in program.err.read_text()
