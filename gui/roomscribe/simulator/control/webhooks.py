"""`/_sim/webhooks`: where the vendors' notifications go, and what became of the latest ones."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.routing import BaseRoute

from roomscribe.simulator.control.mount import BadControl, control_route
from roomscribe.simulator.control.reading import read_object
from roomscribe.simulator.webhooks import EVERY_APPLICATION, BadTarget, Delivery, Webhooks

MEMBERS = ("application", "url", "key")


def webhook_routes(webhooks: Webhooks) -> Sequence[BaseRoute]:
    """The routes of this concern."""

    async def show(request: Request) -> object:
        """Targets of the notifications, without their keys, and what became of the latest ones."""
        return _shown(webhooks)

    async def put(request: Request) -> object:
        """Send notifications to a URL on this computer: {"url": …, "key": …, "application": … or "*"}."""
        wish = await _texts(request)
        application = wish.get("application", EVERY_APPLICATION)
        try:
            webhooks.set_target(application, wish.get("url", ""), wish.get("key", ""))
        except BadTarget as error:
            raise BadControl(error.error, at=error.at) from None
        return _shown(webhooks)

    async def delete(request: Request) -> object:
        """Send no notifications any more, or none of ?application=…"""
        asked = request.query_params.get("application")
        for application in [asked] if asked is not None else list(webhooks.targets()):
            webhooks.remove_target(application)
        return _shown(webhooks)

    return control_route("/webhooks", {"GET": show, "PUT": put, "DELETE": delete})


async def _texts(request: Request) -> dict[str, str]:
    wish = await read_object(request, MEMBERS)
    for name, value in wish.items():
        if not isinstance(value, str):
            raise BadControl("It must be a text.", at=name)
    return wish


def _shown(webhooks: Webhooks) -> dict[str, object]:
    targets = [
        {"application": application, "url": target.url, "signed": target.key != ""}
        for application, target in webhooks.targets().items()
    ]
    return {"targets": targets, "latest": [_fate(each) for each in webhooks.deliveries()]}


def _fate(delivery: Delivery) -> dict[str, object]:
    return {
        "number": delivery.number,
        "application": delivery.notice.app_id,
        "event": delivery.notice.event,
        "fate": delivery.fate,
        "tries": delivery.tries,
        "status": delivery.status,
    }
