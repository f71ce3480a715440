"""Turns drafts and tasks into what a client needs, and keeps the secrets of one task apart from its row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from roomscribe.domain.fields import Field, Values
from roomscribe.domain.tasks import Task
from roomscribe.services.vault import Vault
from roomscribe.vendors.protocol import Generation, StartOrder, TaskRef

KEPT = "kept"
"""Vault key for what `prepare` brought."""
TYPED = "typed"
"""Vault key for the secret fields somebody typed into the form."""


def task_owner(task_id: str) -> str:
    """The vault's name for one task's secrets."""
    return f"task/{task_id}"


def without_secrets(fields: Iterable[Field], values: Values) -> dict[str, object]:
    """The values that may be written down."""
    secret = {each.key for each in fields if each.secret}
    return {key: value for key, value in values.items() if key not in secret}


def shown_values(generation: Generation, values: Values, site: str) -> dict[str, object]:
    """The values of the fields that are shown: what is hidden is not sent."""
    return {each.key: values.get(each.key) for each in generation.fields if each.shown(values, site)}


class TaskSecrets:
    """The secrets of single tasks: typed signatures, tokens the vendor gave. Dropped once a task has ended."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def keep_typed(self, generation: Generation, task_id: str, values: Values, *, session_only: bool) -> None:
        """Keep what was typed into secret fields, for restarts and for settling."""
        typed = {each.key: values[each.key] for each in generation.fields if each.secret and values.get(each.key)}
        if typed:
            await self._vault.set(task_owner(task_id), TYPED, json.dumps(typed), session_only=session_only)

    async def keep(self, task_id: str, kept: Mapping[str, str], *, session_only: bool) -> None:
        """Keep what `prepare` brought."""
        if kept:
            await self._vault.set(task_owner(task_id), KEPT, json.dumps(dict(kept)), session_only=session_only)

    async def kept(self, task_id: str) -> dict[str, str]:
        """What `prepare` brought; empty when it is lost (session memory of an earlier session)."""
        return await self._read(task_id, KEPT)

    async def order(self, task: Task, *, runs_for: float) -> StartOrder:
        """The order a task was started with, for settling it."""
        typed = await self._read(task.id, TYPED)
        return StartOrder(
            values={**task.values, **typed},
            idempotency_key=task.idempotency_key,
            runs_for=runs_for,
            kept=await self.kept(task.id),
        )

    async def ref(self, task: Task) -> TaskRef:
        """What identifies the task at its vendor."""
        return TaskRef(
            vendor_task_id=task.vendor_task_id,
            idempotency_key=task.idempotency_key,
            kept=await self.kept(task.id),
        )

    async def typed(self, task_id: str) -> dict[str, str]:
        """What was typed into secret fields."""
        return await self._read(task_id, TYPED)

    async def drop(self, task_id: str) -> None:
        """Forget a task's secrets."""
        await self._vault.delete_all(task_owner(task_id), (KEPT, TYPED))

    async def _read(self, task_id: str, key: str) -> dict[str, str]:
        text = await self._vault.get(task_owner(task_id), key)
        return dict(json.loads(text)) if text else {}
