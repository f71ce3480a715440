"""Faults as data: what should go wrong, on which calls, how often."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum

ANY_CALL = "*"
ALWAYS = "always"
"""As data: the fault goes on until it is cleared."""
LONGEST_WAIT = 3600.0
LONGEST_BODY = 100_000
LONGEST_LINE = 200


class FaultKind(StrEnum):
    """The ways in which a call can go wrong."""

    ERROR = "error"
    """The vendor's own error: `code` and `message` in the vendor's shape; `status` where its errors have several."""
    HTTP = "http"
    """An HTTP status with a body that is not the vendor's: `status`, `body`, `content_type`."""
    DELAY = "delay"
    """The right answer, `seconds` later (real seconds)."""
    HANG = "hang"
    """No answer at all, and nothing takes effect."""
    DROP_AFTER = "drop-after"
    """The call takes effect, then the connection breaks without an answer."""
    HALF_BODY = "half-body"
    """The call takes effect; the right answer begins, and the connection breaks in the middle of its body."""
    RESET = "reset"
    """The connection is reset before anything takes effect."""


class BadFault(Exception):
    """What was given makes no fault."""

    def __init__(self, error: str, *, at: str) -> None:
        super().__init__(f"{at}: {error}")
        self.error = error
        """One sentence: what is wrong, and what is allowed."""
        self.at = at
        """The member it concerns, e.g. `faults[0].kind`."""


@dataclass
class Fault:
    """One thing that goes wrong."""

    kind: FaultKind
    call: str = ANY_CALL
    """The vendor's name of the call (`StartAITranscription`, `acquire`, `update` …); `*` for every call."""
    count: int | None = 1
    """How many calls it still spoils; None for all until it is cleared."""
    after: int = 0
    """How many matching calls still pass before it may begin."""
    probability: float = 1.0
    """How likely each matching call is spoilt; 1 for certainly."""
    seed: int = 0
    """Where chance begins: the same seed spoils the same calls again."""
    code: str = ""
    message: str = ""
    status: int | None = None
    """None for the usual one: 502, or what belongs to the error."""
    body: str = "<html><body>502 Bad Gateway</body></html>"
    content_type: str = ""
    """"" for the usual one: text/html, or what the vendor's answers have."""
    seconds: float = 0.0
    happened: int = 0
    """How many calls it has spoilt."""
    id: int = 0
    """Given when it is added; 0 before."""
    _chance: random.Random | None = field(default=None, repr=False, compare=False)

    def strikes(self) -> bool:
        """Whether chance lets it happen now."""
        if self.probability >= 1:
            return True
        if self._chance is None:
            self._chance = random.Random(self.seed)  # noqa: S311
        return self._chance.random() < self.probability

    def as_data(self) -> dict[str, object]:
        """What `read_fault` reads, without what has its usual value; and what became of it."""
        usual = Fault(self.kind)
        changed = {
            each.name: getattr(self, each.name)
            for each in fields(self)
            if each.name in _MEMBERS and getattr(self, each.name) != getattr(usual, each.name)
        }
        told: dict[str, object] = {"kind": self.kind.value, "call": self.call, "count": self.count, **changed}
        if self.count is None:
            told["count"] = ALWAYS
        return told


class Faults:
    """The faults that wait to happen."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._added = 0

    def add(self, fault: Fault) -> None:
        """Let it happen from the next matching call on."""
        self._added += 1
        fault.id = self._added
        self._waiting.append(fault)

    def waiting(self) -> tuple[Fault, ...]:
        """What is still to happen, the oldest first."""
        return tuple(self._waiting)

    def remove(self, fault_id: int) -> None:
        """Take one back; KeyError for an id that none has."""
        for fault in self._waiting:
            if fault.id == fault_id:
                self._waiting.remove(fault)
                return
        raise KeyError(fault_id)

    def clear(self) -> None:
        """Let everything work again."""
        self._waiting.clear()

    def next_for(self, call: str) -> Fault | None:
        """The fault for this call, used up by one; None when it should work.

        Of several the oldest happens; all of them have seen the call pass.
        """
        due = [fault for fault in self._waiting if fault.call in (ANY_CALL, call) and _is_due(fault)]
        if not due:
            return None
        fault = due[0]
        fault.happened += 1
        if fault.count is not None:
            fault.count -= 1
            if fault.count <= 0:
                self._waiting.remove(fault)
        return fault


def _is_due(fault: Fault) -> bool:
    if fault.after > 0:
        fault.after -= 1
        return False
    return fault.strikes()


_COMMON = frozenset({"kind", "call", "count", "after", "probability", "seed"})
_OWN: Mapping[FaultKind, frozenset[str]] = {
    FaultKind.ERROR: frozenset({"code", "message", "status", "content_type"}),
    FaultKind.HTTP: frozenset({"status", "body", "content_type"}),
    FaultKind.DELAY: frozenset({"seconds"}),
}
"""The members that only some kinds have."""
_MEMBERS = frozenset.union(_COMMON, *_OWN.values())
_NEEDED = {FaultKind.ERROR: "code", FaultKind.DELAY: "seconds"}


def members_of(kind: FaultKind) -> frozenset[str]:
    """The members that a fault of this kind may have."""
    return _COMMON | _OWN.get(kind, frozenset())


def read_fault(data: object, calls: Collection[str], at: str = "") -> Fault:
    """The fault that JSON or TOML describes; `BadFault` where it describes none.

    `calls` are the calls there are; `at` is where `data` stands.
    """
    reader = _Reader(at)
    if not isinstance(data, Mapping):
        raise reader.bad("", "A fault is an object with at least a kind.")
    kind = reader.kind(data.get("kind"))
    own = members_of(kind)
    for name in data:
        if name not in own:
            raise reader.bad(str(name), f"A fault of kind {kind} has no such member; use {', '.join(sorted(own))}.")
    if (needed := _NEEDED.get(kind)) and needed not in data:
        raise reader.bad(needed, f"A fault of kind {kind} needs it.")
    fault = Fault(kind)
    for name, value in data.items():
        if name != "kind":
            setattr(fault, name, _READ[name](reader, name, value))
    if fault.call not in (ANY_CALL, *calls):
        raise reader.bad("call", f"There is no call {fault.call!r}; use {ANY_CALL} or {', '.join(calls)}.")
    return fault


def read_faults(data: object, calls: Collection[str], at: str = "faults") -> list[Fault]:
    """The same for a list of them."""
    if not isinstance(data, list):
        raise BadFault("Faults are a list.", at=at)
    return [read_fault(each, calls, f"{at}[{number}]") for number, each in enumerate(data)]


@dataclass(frozen=True)
class _Reader:
    at: str

    def bad(self, name: str, error: str) -> BadFault:
        return BadFault(error, at=".".join(each for each in (self.at, name) if each))

    def kind(self, value: object) -> FaultKind:
        try:
            return FaultKind(str(value))
        except ValueError:
            raise self.bad("kind", f"{value!r} is no kind; use {', '.join(FaultKind)}.") from None

    def text(self, name: str, value: object) -> str:
        if not isinstance(value, str) or len(value) > LONGEST_BODY:
            raise self.bad(name, f"It must be a text of at most {LONGEST_BODY} characters.")
        return value

    def line(self, name: str, value: object) -> str:
        text = self.text(name, value)
        if not 0 < len(text) <= LONGEST_LINE or not text.isascii() or not text.isprintable():
            raise self.bad(name, f"It must be one line of 1 to {LONGEST_LINE} plain characters.")
        return text

    def whole(self, name: str, value: object, least: int, most: int) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self.bad(name, f"It must be a whole number from {least} to {most}.")
        return value

    def number(self, name: str, value: object, most: float) -> float:
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value <= most:
            raise self.bad(name, f"It must be a number above 0, at most {most:g}.")
        return float(value)

    def count(self, name: str, value: object) -> int | None:
        if value == ALWAYS:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 1_000_000:
            raise self.bad(name, f"It must be a whole number from 1 to 1000000, or {ALWAYS!r}.")
        return value


_READ: Mapping[str, Callable[[_Reader, str, object], object]] = {
    "call": _Reader.line,
    "count": _Reader.count,
    "after": lambda reader, name, value: reader.whole(name, value, 0, 1_000_000),
    "probability": lambda reader, name, value: reader.number(name, value, 1.0),
    "seed": lambda reader, name, value: reader.whole(name, value, 0, 2**31 - 1),
    "code": _Reader.line,
    "message": _Reader.text,
    "status": lambda reader, name, value: reader.whole(name, value, 200, 599),
    "body": _Reader.text,
    "content_type": _Reader.line,
    "seconds": lambda reader, name, value: reader.number(name, value, LONGEST_WAIT),
}
