"""Where asyncio and Qt meet: the event loop, the owner of all tasks, awaitable dialogs."""
