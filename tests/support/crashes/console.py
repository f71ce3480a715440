"""The console as a process of its own without a window: real files, real HTTP, a person's acts, and its own end."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import traceback
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any

from roomscribe.domain.clock import SteadyClock, SystemClock
from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import BadRequest, CallFailed
from roomscribe.domain.tasks import Task
from roomscribe.ledger import database
from roomscribe.net.call import Caller
from roomscribe.services import follower, lost_starts
from roomscribe.services.clients import profile_owner
from roomscribe.services.console import ConsoleServices, build_services
from roomscribe.services.watchdog.link import WatchdogLink
from roomscribe.vendors.registry import Registry, load_registry
from tests.support.consoles import PlainSpawner
from tests.support.crashes.order import Order, Teller, account_profile, room_of
from tests.support.crashes.scenario import LONGEST_DELAY, Act, Deed, Moment

SPEED = 5.0
"""World seconds per real second."""
SURE_AFTER = 3 * LONGEST_DELAY
"""As `lost_starts.SURE_AFTER`, which reckons with proxies that are slower than this network."""
FEWER_TARGETS = {"translations": ({"source": "en-US", "target": ("es-ES",)},)}
"""A change of the example of those generations that can be changed in place."""


def registry() -> Registry:
    """The vendors; between two changes the console waits for as long as this world does, which runs faster."""
    return Registry(
        [
            replace(
                vendor,
                generations=tuple(
                    replace(
                        each, abilities=replace(each.abilities, update_spacing=each.abilities.update_spacing / SPEED)
                    )
                    for each in vendor.generations
                ),
            )
            for vendor in load_registry().vendors
        ]
    )


REGISTRY = registry()


def run(order: Order) -> None:
    """Open the console, and go on until somebody kills it."""
    prepare(order)
    asyncio.run(_run(order, Teller(order.said)))


def prepare(order: Order) -> None:
    """Set up this process for the campaign: less patience with a network that is fast, and the end it brings about."""
    for module in (lost_starts, follower):
        vars(module)["SURE_AFTER"] = SURE_AFTER
    vars(follower)["SAID_AGAIN_AFTER"] = LONGEST_DELAY
    if order.moment is Moment.STATEMENT:
        _before_statements(_Countdown(order.number))
    elif order.moment is Moment.UNSENT:
        _before_sending(_Countdown(order.number))


async def _run(order: Order, teller: Teller) -> None:
    spawner = _Spawner(teller)
    clock = SteadyClock(SystemClock())
    services = build_services(order.data, REGISTRY, spawner, clock)
    await services.open()
    link = WatchdogLink(
        order.data, registry=REGISTRY, store=services.store, vault=services.vault, spawner=spawner, clock=clock
    )
    await add_accounts(services, order)
    await services.take_over()
    if order.watchdog:
        link.start()
    await live(services, order, teller)


async def add_accounts(services: ConsoleServices, order: Order) -> None:
    """Save the accounts and their secrets, unless an earlier session did."""
    known = {each.id for each in services.profiles.all()}
    for generation_id, values in order.accounts.items():
        generation = services.registry.generation(generation_id)
        vendor = services.registry.vendor_of(generation_id).id
        profile = account_profile(generation, vendor, values, order.url)
        if profile.id in known:
            continue
        for each in generation.account_fields:
            if each.secret and values.get(each.key):
                await services.vault.set(profile_owner(profile.id), each.key, values[each.key])
        await services.profiles.save(profile)


async def live(services: ConsoleServices, order: Order, teller: Teller) -> None:
    """Say what ends, do what the person does, and wait for the end."""
    services.store.subscribe(_Witness(teller))
    teller.say("ready")
    await asyncio.gather(*(_later(act, services, teller) for act in order.acts))
    teller.say("acted")
    await asyncio.Event().wait()


class _Spawner(PlainSpawner):
    """Tells of work that broke."""

    def __init__(self, teller: Teller) -> None:
        super().__init__()
        self._teller = teller

    def spawn(self, coro: Coroutine[Any, Any, Any], *, name: str) -> asyncio.Task[Any]:
        task = super().spawn(coro, name=name)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._teller.say("broken", name=task.get_name(), why="".join(traceback.format_exception(error)))


class _Witness:
    """Tells of every row that is shown as ended."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._told: set[str] = set()

    def task_added(self, task: Task) -> None:
        self.task_changed(task)

    def task_changed(self, task: Task) -> None:
        if task.state.ended and task.id not in self._told:
            self._told.add(task.id)
            self._teller.say("ended", task=task.id, state=task.state.value)


# A person's acts


async def _later(act: Act, services: ConsoleServices, teller: Teller) -> None:
    await asyncio.sleep(act.at)
    try:
        await _DEEDS[act.deed](services, act)
    except (BadRequest, CallFailed) as refusal:  # said to the person
        teller.say("refused", deed=act.deed.value, task=act.task, why=str(refusal))
    except KeyError:
        teller.say("refused", deed=act.deed.value, task=act.task, why="there is no such task")


def _draft(services: ConsoleServices, generation_id: str, act: Act) -> Draft:
    generation = services.registry.generation(generation_id)
    fresh = {each.key: each.initial() for each in generation.fields}
    values = {**fresh, **generation.example, generation.room_key: room_of(act.task)}
    # A form offers whole minutes; nothing below it depends on that, and a campaign can't wait for one.
    minutes: Any = act.seconds / 60
    return Draft(profile_id=f"account-{generation_id}", values=values, minutes=minutes)


def _row(services: ConsoleServices, act: Act) -> Task:
    """The last row in the act's room; KeyError where there is none."""
    rows = [each for each in services.store.tasks() if each.room == room_of(act.task)]
    if not rows:
        raise KeyError(act.task)
    return max(rows, key=lambda each: each.created_at)


async def _start(services: ConsoleServices, act: Act) -> None:
    await services.launcher.start(_draft(services, act.generation, act))


async def _stop(services: ConsoleServices, act: Act) -> None:
    task = _row(services, act)
    await services.stopper.wish(task.id)
    services.watcher.nudge(task.id)


async def _update(services: ConsoleServices, act: Act) -> None:
    task = _row(services, act)
    if services.updater.in_place(task) and services.updater.can_update(task):
        await services.updater.update(task.id, {**task.values, **FEWER_TARGETS})


async def _restart(services: ConsoleServices, act: Act) -> None:
    task = _row(services, act)
    await services.updater.restart(task.id, _draft(services, task.generation, replace(act, seconds=act.seconds + 3.0)))


async def _extend(services: ConsoleServices, act: Act) -> None:
    await services.extender.extend(_row(services, act).id, act.seconds)


_DEEDS: dict[Deed, Callable[[ConsoleServices, Act], Awaitable[None]]] = {
    Deed.START: _start,
    Deed.STOP: _stop,
    Deed.UPDATE: _update,
    Deed.RESTART: _restart,
    Deed.EXTEND: _extend,
}


# Its own end


class _Countdown:
    """Kills this process at a number of steps."""

    def __init__(self, number: int) -> None:
        self._left = number

    def step(self, *_: object) -> None:
        """One more."""
        self._left -= 1
        if self._left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


def _before_statements(countdown: _Countdown) -> None:
    connect = database._connect

    def traced(path: Any) -> sqlite3.Connection:
        connection = connect(path)
        # Those of opening it are behind it; each later one is told before it is carried out.
        connection.set_trace_callback(lambda statement: countdown.step() if _writes(statement) else None)
        return connection

    database._connect = traced


def _writes(statement: str) -> bool:
    return not statement.startswith(("SELECT", "BEGIN ", "PRAGMA")) or statement.startswith("BEGIN IMMEDIATE")


def _before_sending(countdown: _Countdown) -> None:
    send = Caller.send

    def counted(*arguments: Any, **named: Any) -> Coroutine[Any, Any, Any]:
        countdown.step()
        return send(*arguments, **named)

    Caller.send = counted  # type: ignore[method-assign]
