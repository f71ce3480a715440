"""A ledger in a folder of its own, under a name that no address takes as it is."""

from __future__ import annotations

import pytest

from roomscribe.domain.clock import SystemClock
from roomscribe.ledger.ledger import Ledger


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "ledger 100% #1? 任务.sqlite3"


@pytest.fixture
async def ledger(path):
    ledger = Ledger(path, SystemClock())
    await ledger.open()
    yield ledger
    await ledger.close()
