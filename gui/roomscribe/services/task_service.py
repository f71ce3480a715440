"""What everything that acts on tasks is given: the registry, the ledger's pen, and the way to the vendors."""

from __future__ import annotations

from typing import TypedDict, Unpack

from roomscribe.domain.clock import Clock
from roomscribe.services.clients import ClientPool
from roomscribe.services.orders import TaskSecrets
from roomscribe.services.recorder import Recorder
from roomscribe.services.store import TaskStore
from roomscribe.vendors.registry import Registry


class TaskParts(TypedDict):
    """The parts by name, as the composition passes them on."""

    registry: Registry
    clients: ClientPool
    secrets: TaskSecrets
    recorder: Recorder
    store: TaskStore
    clock: Clock


class TaskService:
    """Holds the parts; what is done with them is each service's own."""

    def __init__(self, **parts: Unpack[TaskParts]) -> None:
        self._registry = parts["registry"]
        self._clients = parts["clients"]
        self._secrets = parts["secrets"]
        self._recorder = parts["recorder"]
        self._store = parts["store"]
        self._clock = parts["clock"]
