"""Faults as data: read, refused, counted, and by chance."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.simulator.faults import ALWAYS, BadFault, Fault, FaultKind, Faults, members_of, read_fault, read_faults

CALLS = ("acquire", "start")


def spoilt(faults: Faults, calls: int, call: str = "start") -> str:
    """Which of the next calls go wrong: an x for each, a dot for those that work."""
    return "".join("x" if faults.next_for(call) else "." for _ in range(calls))


def with_faults(*each: Fault) -> Faults:
    faults = Faults()
    for fault in each:
        faults.add(fault)
    return faults


def test_a_fault_happens_as_often_as_it_is_told() -> None:
    assert spoilt(with_faults(Fault(FaultKind.HANG, count=2)), 4) == "xx.."
    assert spoilt(with_faults(Fault(FaultKind.HANG, count=None)), 4) == "xxxx"
    assert spoilt(with_faults(Fault(FaultKind.HANG, count=1, after=2)), 4) == "..x."
    assert spoilt(with_faults(Fault(FaultKind.HANG, call="acquire")), 2) == ".."


def test_several_faults_happen_one_after_the_other() -> None:
    faults = with_faults(Fault(FaultKind.HANG), Fault(FaultKind.DELAY, seconds=1), Fault(FaultKind.RESET, after=3))
    kinds = [fault.kind if (fault := faults.next_for("start")) else None for _ in range(5)]
    assert kinds == [FaultKind.HANG, FaultKind.DELAY, None, FaultKind.RESET, None]


def test_chance_repeats_itself() -> None:
    def run(seed: int) -> str:
        return spoilt(with_faults(Fault(FaultKind.RESET, count=None, probability=0.4, seed=seed)), 50)

    assert run(1) == run(1) != run(2)
    assert 8 <= run(1).count("x") <= 32


def test_chance_uses_up_only_what_happened() -> None:
    faults = with_faults(Fault(FaultKind.RESET, count=3, probability=0.3))
    assert spoilt(faults, 200).count("x") == 3
    assert faults.waiting() == ()


def test_waiting_faults_can_be_seen_and_taken_back() -> None:
    faults = with_faults(Fault(FaultKind.HANG), Fault(FaultKind.RESET, count=5))
    first, second = faults.waiting()
    assert (first.id, second.id) == (1, 2)
    faults.remove(1)
    assert spoilt(faults, 2) == "xx"
    assert (second.happened, second.count) == (2, 3)
    with pytest.raises(KeyError):
        faults.remove(1)
    faults.clear()
    assert spoilt(faults, 1) == "."


def test_a_fault_is_read_with_everything_it_can_have() -> None:
    fault = read_fault(
        {
            "kind": "error",
            "call": "start",
            "count": ALWAYS,
            "after": 3,
            "probability": 0.25,
            "seed": 7,
            "code": "InternalError",
            "message": "later",
            "status": 500,
            "content_type": "text/plain",
        },
        CALLS,
    )
    assert (fault.kind, fault.call, fault.count, fault.after) == (FaultKind.ERROR, "start", None, 3)
    assert (fault.probability, fault.seed) == (0.25, 7)
    assert (fault.code, fault.message, fault.status, fault.content_type) == (
        "InternalError",
        "later",
        500,
        "text/plain",
    )


@pytest.mark.parametrize(
    ("data", "at", "error"),
    [
        (
            {"kind": "boom"},
            "kind",
            "'boom' is no kind; use error, http, delay, hang, drop-after, half-body, reset.",
        ),
        ({}, "kind", "None is no kind; use error, http, delay, hang, drop-after, half-body, reset."),
        ([], "", "A fault is an object with at least a kind."),
        (
            {"kind": "hang", "seconds": 3},
            "seconds",
            "A fault of kind hang has no such member; use after, call, count, kind, probability, seed.",
        ),
        ({"kind": "error"}, "code", "A fault of kind error needs it."),
        ({"kind": "delay"}, "seconds", "A fault of kind delay needs it."),
        ({"kind": "delay", "seconds": 0}, "seconds", "It must be a number above 0, at most 3600."),
        ({"kind": "delay", "seconds": float("nan")}, "seconds", "It must be a number above 0, at most 3600."),
        ({"kind": "delay", "seconds": 10**400}, "seconds", "It must be a number above 0, at most 3600."),
        ({"kind": "hang", "call": "sart"}, "call", "There is no call 'sart'; use * or acquire, start."),
        ({"kind": "hang", "count": 0}, "count", "It must be a whole number from 1 to 1000000, or 'always'."),
        ({"kind": "hang", "count": True}, "count", "It must be a whole number from 1 to 1000000, or 'always'."),
        ({"kind": "hang", "after": -1}, "after", "It must be a whole number from 0 to 1000000."),
        ({"kind": "hang", "probability": 1.5}, "probability", "It must be a number above 0, at most 1."),
        ({"kind": "http", "status": 99}, "status", "It must be a whole number from 200 to 599."),
        ({"kind": "http", "body": 5}, "body", "It must be a text of at most 100000 characters."),
        (
            {"kind": "http", "content_type": "a\r\nb"},
            "content_type",
            "It must be one line of 1 to 200 plain characters.",
        ),
    ],
)
def test_a_bad_fault_is_refused_with_its_mistake(data: object, at: str, error: str) -> None:
    with pytest.raises(BadFault) as refused:
        read_fault(data, CALLS)
    assert (refused.value.at, refused.value.error) == (at, error)


def test_the_place_of_a_mistake_is_named_in_a_list() -> None:
    with pytest.raises(BadFault) as refused:
        read_faults([{"kind": "hang"}, {"kind": "hang", "after": "x"}], CALLS)
    assert refused.value.at == "faults[1].after"
    with pytest.raises(BadFault, match="Faults are a list"):
        read_faults({"kind": "hang"}, CALLS)


FAULTS = st.builds(
    Fault,
    kind=st.sampled_from(FaultKind),
    call=st.sampled_from(["*", *CALLS]),
    count=st.none() | st.integers(1, 1000),
    after=st.integers(0, 1000),
    probability=st.floats(0, 1, exclude_min=True),
    seed=st.integers(0, 2**31 - 1),
    code=st.text("abcXYZ.019", min_size=1, max_size=40),
    message=st.text(max_size=40),
    status=st.none() | st.integers(200, 599),
    body=st.text(max_size=100),
    content_type=st.sampled_from(["", "text/plain"]),
    seconds=st.floats(0.001, 3600),
)


@given(FAULTS)
def test_what_is_told_of_a_fault_can_be_read_again(fault: Fault) -> None:
    own = members_of(fault.kind)
    clean = Fault(fault.kind, **{name: getattr(fault, name) for name in own - {"kind"}})
    assert read_fault(json.loads(json.dumps(clean.as_data())), CALLS) == clean


PLAIN = st.none() | st.booleans() | st.floats() | st.text() | st.integers()
NAMES = st.sampled_from(sorted({each for kind in FaultKind for each in members_of(kind)}))
ANYTHING = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner))


@given(ANYTHING | st.dictionaries(NAMES, PLAIN).map(lambda data: {**data, "kind": "error"}))
def test_no_data_does_more_than_be_refused(data: object) -> None:
    try:
        fault = read_fault(data, CALLS)
    except BadFault as refused:
        said = refused.error
    else:
        said = f"{fault.kind}."
    assert said.endswith(".")
