"""A whole window on a console without a window: what tests of its commands stand on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from roomscribe.domain.profiles import Profile
from roomscribe.runtime.supervisor import Supervisor
from roomscribe.services.settings import Settings
from roomscribe.services.watchdog.link import WatchdogLink
from roomscribe.ui.desk import Desk
from roomscribe.ui.theme import Theme
from tests.support.consoles import TestConsole


@asynccontextmanager
async def opened_desk(console: TestConsole, theme: Theme) -> AsyncIterator[Desk]:
    """The window over the console's services, opened and not yet shown."""
    services, supervisor = console.services, Supervisor()
    folder = services.ledger.path.parent

    async def start_demo() -> list[Profile]:
        return []

    settings = Settings(folder / "settings.json")
    watchdog = WatchdogLink(
        folder,
        registry=services.registry,
        store=services.store,
        vault=services.vault,
        spawner=supervisor,
        clock=services.clock,
    )
    desk = Desk(
        services, settings=settings, theme=theme, supervisor=supervisor, watchdog=watchdog, start_demo=start_demo
    )
    desk.open()
    try:
        yield desk
    finally:
        await supervisor.aclose()
        desk.close()
        await settings.aclose()
