"""A whole window on a console without a window: what tests of its commands stand on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from roomscribe.domain.profiles import Profile
from roomscribe.runtime.supervisor import Supervisor
from roomscribe.services.console import ConsoleServices
from roomscribe.services.settings import Settings
from roomscribe.services.watchdog.link import WatchdogLink
from roomscribe.ui.desk import Desk
from roomscribe.ui.theme import Theme
from tests.support.consoles import TestConsole


async def no_demo() -> list[Profile]:
    return []


def make_desk(
    services: ConsoleServices, settings: Settings, supervisor: Supervisor, theme: Theme
) -> tuple[Desk, WatchdogLink]:
    """A desk on these services without a demo, not yet opened, and its way to the watchdog."""
    watchdog = WatchdogLink(
        services.ledger.path.parent,
        registry=services.registry,
        store=services.store,
        vault=services.vault,
        spawner=supervisor,
        clock=services.clock,
    )
    desk = Desk(services, settings=settings, theme=theme, supervisor=supervisor, watchdog=watchdog, start_demo=no_demo)
    return desk, watchdog


@asynccontextmanager
async def opened_desk(console: TestConsole, theme: Theme) -> AsyncIterator[Desk]:
    """The window over the console's services, opened and not yet shown."""
    services, supervisor = console.services, Supervisor()
    settings = Settings(services.ledger.path.parent / "settings.json")
    desk, watchdog = make_desk(services, settings, supervisor, theme)
    watchdog.wanted = False  # it would outlive the test
    desk.open()
    try:
        yield desk
    finally:
        await supervisor.aclose()
        desk.close()
        await settings.aclose()
