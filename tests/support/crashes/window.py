"""The whole program with its window as a console of the campaign: `python -m tests.support.crashes.window`.

Its order comes on standard input.
"""

from __future__ import annotations

import sys

from roomscribe import app
from tests.support.crashes.console import add_accounts, live, prepare
from tests.support.crashes.order import Order, Teller


def main() -> int:
    """Run the program until somebody kills it."""
    order = Order.read(sys.stdin.readline())
    prepare(order)
    teller = Teller(order.said)

    async def script(console: app.Console) -> int:
        await add_accounts(console.services, order)
        await live(console.services, order, teller)
        return 0

    return app.run(app.Options(data_dir=order.data, theme="light", watchdog=order.watchdog), script)


if __name__ == "__main__":
    sys.exit(main())
