"""Faults as data: what should go wrong, on which call, how often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class FaultKind(StrEnum):
    """The ways in which a call can go wrong."""

    ERROR = "error"
    """The vendor's own error: `code` and `message` in the vendor's shape."""
    HTTP = "http"
    """An HTTP status with a body that is not the vendor's: `status`, `body`, `content_type`."""
    DELAY = "delay"
    """The right answer, `seconds` later (real seconds)."""
    HANG = "hang"
    """No answer at all."""
    DROP_AFTER = "drop-after"
    """The call takes effect, then the connection breaks without an answer."""


@dataclass
class Fault:
    """One thing that goes wrong."""

    kind: FaultKind
    call: str = "*"
    """The vendor's name of the call (`StartAITranscription`, `acquire`, `update` …); `*` for every call."""
    count: int | None = 1
    """How many calls it spoils; None for all until it is cleared."""
    code: str = ""
    message: str = ""
    status: int = 502
    body: str = "<html><body>502 Bad Gateway</body></html>"
    content_type: str = "text/html"
    seconds: float = 0.0
    detail: Mapping[str, object] = field(default_factory=dict)


class Faults:
    """The faults that wait to happen."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let it happen from the next matching call on."""
        self._waiting.append(fault)

    def clear(self) -> None:
        """Let everything work again."""
        self._waiting.clear()

    def next_for(self, call: str) -> Fault | None:
        """The fault for this call, used up by one; None when it should work."""
        for fault in self._waiting:
            if fault.call not in ("*", call):
                continue
            if fault.count is not None:
                fault.count -= 1
                if fault.count <= 0:
                    self._waiting.remove(fault)
            return fault
        return None
