"""Tasks, entries and hypothesis strategies for the ledger's tests."""

from __future__ import annotations

import dataclasses
from typing import Any

from hypothesis import strategies as st

from roomscribe.domain.errors import ErrorNote, FailureKind
from roomscribe.domain.exchange import Exchange
from roomscribe.domain.states import TaskState
from roomscribe.domain.tasks import EntryKind, JournalEntry, Origin, Receipt, Restart, Task
from roomscribe.domain.text import Text


def make_task(task_id: str = "t1", **changes: Any) -> Task:
    """A plausible task."""
    task = Task(
        id=task_id,
        profile_id="p1",
        profile_name="Demo – 演示 🎧",
        vendor="trtc",
        generation="trtc-1",
        site="intl",
        room="房间-500123",
        bot="bot_1",
        spoken=("zh",),
        targets=("en", "ja"),
        values={
            "room": "房间-500123",
            "targets": ("en", "ja"),
            "hot_words": ({"word": "腾讯", "weight": 11},),
            "empty": (),
        },
        created_at=1_700_000_000.25,
    )
    return dataclasses.replace(task, **changes)


def make_entry(task_id: str = "t1", **changes: Any) -> JournalEntry:
    """A plausible journal line."""
    return dataclasses.replace(JournalEntry(task_id=task_id, at=1_700_000_000.5, kind=EntryKind.WRITTEN), **changes)


words = st.text(max_size=30)
numbers = st.integers(-(2**53), 2**53)
seconds = st.floats(0, 4e9)
scalars = st.none() | st.booleans() | numbers | st.floats(allow_nan=False) | words


def _nested(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    keys = words | st.sampled_from(["$tuple", "$text", "$dict", "$"])
    return (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(keys, inner, max_size=3)
        | st.builds(Text, words, st.dictionaries(words, scalars, max_size=2))
    )


anything = st.recursive(scalars, _nested, max_leaves=12)
texts = st.builds(Text, words, st.dictionaries(words, scalars | st.builds(Text, words), max_size=3))
mappings = st.dictionaries(words, anything, max_size=4)
# What vendors and people put in ids, in all the length the vendors allow.
ids = st.text("abcXYZ0189+-._", min_size=1, max_size=300)

errors = st.builds(
    ErrorNote,
    kind=st.sampled_from(FailureKind),
    code=words,
    vendor_message=words,
    meaning=texts,
    remedy=texts,
    request_id=words,
    retryable=st.booleans(),
    field=words,
)
exchanges = st.builds(
    Exchange,
    call=words,
    method=st.sampled_from(["GET", "POST"]),
    url=words,
    request=anything,
    request_headers=st.dictionaries(words, words, max_size=3),
    sent_at=seconds,
    answered_at=st.none() | seconds,
    status=st.none() | st.integers(100, 599),
    response=anything,
    request_id=words,
    clock_skew=st.none() | st.floats(-1e6, 1e6),
)
restarts = st.builds(Restart, profile_id=words, minutes=st.integers(0, 10_000), values=mappings, by=words)
receipts = st.builds(Receipt, word=words, at=seconds, request_id=words)
tasks = st.builds(
    Task,
    id=ids,
    profile_id=words,
    profile_name=words,
    vendor=words,
    generation=words,
    site=words,
    room=words,
    bot=words,
    spoken=st.lists(words, max_size=3).map(tuple),
    targets=st.lists(words, max_size=3).map(tuple),
    values=mappings,
    idempotency_key=words,
    dedupe_key=words,
    state=st.sampled_from(TaskState),
    vendor_state=words,
    vendor_task_id=ids,
    created_at=seconds.filter(bool),
    started_at=st.none() | seconds,
    ends_at=st.none() | seconds,
    ended_at=st.none() | seconds,
    asked_at=st.none() | seconds,
    answered_at=st.none() | seconds,
    stop_wished_at=st.none() | seconds,
    sequence=st.integers(0, 2**62),
    updated_at=st.none() | seconds,
    epoch=st.integers(0, 2**31),
    owner=words,
    origin=st.sampled_from(Origin),
    error=st.none() | errors,
    receipt=st.none() | receipts,
    unclear=st.lists(words, max_size=3).map(tuple),
    restart=st.none() | restarts,
    watched_by=words,
    note=words,
    tags=st.lists(words, max_size=3).map(tuple),
)
entries = st.builds(
    JournalEntry,
    task_id=ids,
    at=seconds,
    kind=st.sampled_from(EntryKind),
    state=st.none() | st.sampled_from(TaskState),
    vendor_state=words,
    request_id=words,
    exchange=st.none() | exchanges,
    error=st.none() | errors,
    detail=mappings,
    seq=st.just(0),
)
