"""Tasks for the benchmarks of the table: as many as wanted, all different, with real generations and clocks."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import replace

from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import Receipt, Task

SEED = 7
PER_SECOND = 1000
"""Changes, as two thousand tasks bring them that are asked every two seconds."""
BEAT_MS = 10
"""Between two bunches of them."""
SECONDS = 6.0
"""How long that lasts."""
LIVE = (TaskState.STARTING, TaskState.RUNNING, TaskState.RUNNING, TaskState.RECOVERING, TaskState.STOPPING)
SPOKEN = (("zh-en",), ("en-US",), ("de-DE", "en-US"), ("ja-JP",))
TARGETS = ((), ("en",), ("ja", "en"), ("es-ES",))
GENERATIONS = ("trtc-1", "trtc-2", "agora-5", "agora-7")


def many_tasks(count: int, *, live: float = 0.7) -> list[Task]:
    """The newest last; `live` is the share of those that run."""
    chance, now = random.Random(SEED), time.time()
    return [_task(number, count, now, chance, live) for number in range(count)]


def _task(number: int, count: int, now: float, chance: random.Random, live: float) -> Task:
    generation = GENERATIONS[number % len(GENERATIONS)]
    created = now - (count - number) * 0.7 - 60
    runs = chance.random() < live
    task = Task(
        id=f"{number:032x}",
        profile_id=f"profile-{number % 5}",
        profile_name=f"Profile {number % 5}",
        vendor=generation.partition("-")[0],
        generation=generation,
        site="intl",
        room=f"{5000 + number * 7919 % count}",
        bot=f"caption-bot-{number % 97}",
        spoken=SPOKEN[number % 4],
        targets=TARGETS[number // 4 % 4],
        state=chance.choice(LIVE) if runs else TaskState.STOPPED,
        vendor_state="InProgress" if runs else "Stopped",
        vendor_task_id=f"v2_{chance.getrandbits(160):040x}",
        idempotency_key=f"rs-{number}",
        created_at=created,
        started_at=created + 1,
        ends_at=now + chance.uniform(600, 7200),
        asked_at=now - 1,
        answered_at=now - chance.uniform(0, 5),
        owner=chance.choice(("you", "qa-matrix", "kim", "root")),
    )
    if runs:
        return task
    return replace(task, ended_at=created + 300, receipt=Receipt(word="Stopped", at=created + 300))


def changes(tasks: list[Task]) -> Iterator[Task]:
    """News without an end: nine of ten only fresher, one with another state."""
    chance = random.Random(SEED + 1)
    current = {task.id: task for task in tasks if task.live}
    ids = list(current)
    while True:
        old = current[chance.choice(ids)]
        now = time.time()
        new = replace(old, asked_at=now - 0.1, answered_at=now)
        if chance.random() < 0.1:
            state = chance.choice(LIVE)
            new = replace(new, state=state, vendor_state=state.value)
        current[old.id] = new
        yield new
