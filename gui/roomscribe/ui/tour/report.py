"""What the tour did and saw, as `tour.json`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(kw_only=True)
class Step:
    """One step and what came of it."""

    vendor: str
    generation: str
    name: str
    did: str
    saw: str = ""
    picture: str = ""
    vendor_task_id: str = ""
    vendor_state: str = ""
    """The vendor's own status word after the step."""
    state: str = ""
    """Ours."""
    request_id: str = ""
    error: str = ""


@dataclass(kw_only=True)
class TourReport:
    """Every step in order."""

    program: str
    started_at: str
    """UTC, ISO 8601."""
    steps: list[Step] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether every step came to its end."""
        return bool(self.steps) and not any(step.error for step in self.steps)

    def save(self, path: Path) -> None:
        """Write the report."""
        path.write_text(json.dumps({"ok": self.ok, **asdict(self)}, indent=2, ensure_ascii=False) + "\n", "utf-8")
