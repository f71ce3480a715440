"""Turns drafts and tasks into what a client needs, and keeps the secrets of one task apart from its row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from roomscribe.domain.fields import Field, Values
from roomscribe.domain.tasks import Task
from roomscribe.services.vault import Vault
from roomscribe.vendors.protocol import Generation, StartOrder, TaskRef
from roomscribe.vendors.registry import Registry


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
    """The secrets of single tasks: typed signatures, tokens the vendor gave. Dropped once a task has ended.

    One vault entry per secret: the smallest keyring takes 1280 characters, and each value must be known for redaction.
    """

    def __init__(self, vault: Vault, registry: Registry) -> None:
        self._vault = vault
        self._registry = registry

    async def keep_typed(self, task: Task, values: Values, *, session_only: bool) -> None:
        """Keep what was typed into secret fields, for restarts and for settling."""
        await self._keep(task.id, {key: values.get(key) for key in self._typed_keys(task)}, session_only)

    async def keep(self, task: Task, kept: Mapping[str, str], *, session_only: bool) -> None:
        """Keep what `prepare` brought."""
        await self._keep(task.id, kept, session_only)

    async def typed(self, task: Task) -> dict[str, str]:
        """What was typed into secret fields."""
        return await self._read(task.id, self._typed_keys(task))

    async def order(self, task: Task, *, runs_for: float) -> StartOrder:
        """The order a task was started with, for settling it."""
        return StartOrder(
            values={**task.values, **await self.typed(task)},
            idempotency_key=task.idempotency_key,
            runs_for=runs_for,
            kept=await self._kept(task),
        )

    async def ref(self, task: Task) -> TaskRef:
        """What identifies the task at its vendor; `kept` lacks what an earlier session held in memory alone."""
        return TaskRef(
            vendor_task_id=task.vendor_task_id, idempotency_key=task.idempotency_key, kept=await self._kept(task)
        )

    async def drop(self, task: Task) -> None:
        """Forget a task's secrets."""
        await self._vault.delete_all(task_owner(task.id), self._typed_keys(task))
        # What the vendor gave for this one task opens nothing any more; what was typed may.
        await self._vault.delete_all(task_owner(task.id), self._kept_keys(task), lapsed=True)

    async def _kept(self, task: Task) -> dict[str, str]:
        return await self._read(task.id, self._kept_keys(task))

    def _kept_keys(self, task: Task) -> tuple[str, ...]:
        return self._registry.generation(task.generation).kept_keys

    def _typed_keys(self, task: Task) -> tuple[str, ...]:
        return tuple(each.key for each in self._registry.generation(task.generation).fields if each.secret)

    async def _keep(self, task_id: str, secrets: Mapping[str, object], session_only: bool) -> None:
        for key, value in secrets.items():
            if value:
                await self._vault.set(task_owner(task_id), key, str(value), session_only=session_only)

    async def _read(self, task_id: str, keys: Iterable[str]) -> dict[str, str]:
        found = {key: await self._vault.get(task_owner(task_id), key) for key in keys}
        return {key: value for key, value in found.items() if value}
