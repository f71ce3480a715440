"""What a client needs can be loaded before anybody waits for it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from dataclasses import replace

from roomscribe.vendors.blank.record import VENDOR
from tests.support.consoles import TestConsole


def test_after_loading_ahead_no_client_loads_anything_more() -> None:
    program = """if 1:
        import sys
        from roomscribe.domain.clock import SystemClock
        from roomscribe.domain.profiles import Account, Profile
        from roomscribe.net.http import HttpFactory, load_ahead
        from roomscribe.vendors.registry import load_registry

        registry = load_registry()
        load_ahead()
        for each in registry.generations():
            each.load_client()
        loaded = set(sys.modules)
        for each in registry.generations():
            vendor, site = registry.vendor_of(each.id).id, each.sites[0].id
            texts = {field.key: "1400000000" for field in each.account_fields}
            profile = Profile(id="1", name="", vendor=vendor, generation=each.id, site=site, account=texts)
            each.make_client(Account(profile=profile, secrets=texts), HttpFactory(), SystemClock())
        print(len(registry.generations()), sorted(set(sys.modules) - loaded))
    """
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    count, _, loaded = done.stdout.strip().partition(" ")
    assert (int(count or 0) > 4, loaded) == (True, "[]"), done.stderr


async def test_a_generation_is_loaded_ahead_on_a_thread(console: TestConsole) -> None:
    loaded, threads = threading.Event(), []

    def load() -> None:
        threads.append(threading.current_thread())
        loaded.set()

    console.services.clients.load_ahead(replace(VENDOR.generations[0], load_client=load))
    assert await asyncio.to_thread(loaded.wait, 10)
    assert threads[0] is not threading.main_thread()
