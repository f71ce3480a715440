"""Finishes a restore of the register that was killed halfway, before anybody opens it."""

from __future__ import annotations

import asyncio

from roomscribe.domain.text import T
from roomscribe.ledger.files import finish_replacing, is_half_replaced
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.ledger.ledger import Ledger
from roomscribe.services.presence import alone


async def finish_restore(ledger: Ledger) -> None:
    """Put what was restored in its place, and say so. Raises `LedgerUnusable` where that can't be done."""
    try:
        if await asyncio.to_thread(_finished, ledger):
            ledger.notices.append(
                T(
                    "A restore of the register of tasks was broken off, and is finished now. Where there was one "
                    "before, it is kept beside {path}.",
                    path=ledger.path,
                )
            )
    except OSError as error:
        why = error.strerror or error
        raise LedgerUnusable(
            T("A restore of {path} was broken off and can't be finished: {why}.", path=ledger.path, why=why)
        ) from error


def _finished(ledger: Ledger) -> bool:
    if not is_half_replaced(ledger.path):
        return False
    try:
        door = alone(ledger.path.parent)
    except LedgerUnusable:
        return False  # whoever is in there has seen to it, or is restoring; coming in tells the latter
    try:
        return finish_replacing(ledger.path)
    finally:
        door.release()
