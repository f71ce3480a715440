"""What a console of the campaign is told when it is started, and what it tells; both as JSON."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from roomscribe.domain.profiles import Profile
from roomscribe.services.demo import DemoAccount, demo_profile
from roomscribe.vendors.protocol import Generation
from tests.support.crashes.scenario import Act, Deed, Kill, Moment

ERRORS = "stderr.txt"
"""In the folder of a run: what its consoles complained of."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """One session of a console."""

    folder: Path
    """Of the run; `data` in it is the console's."""
    url: str
    accounts: Mapping[str, Mapping[str, str]]
    """By generation: what `SimulatedCloud.demo_account` tells."""
    watchdog: bool
    acts: tuple[Act, ...] = ()
    moment: Moment = Moment.TIME
    number: int = 0
    """Of the statement or call before which the console ends itself; for moments that it knows."""

    @property
    def data(self) -> Path:
        """The console's data directory."""
        return self.folder / "data"

    @property
    def said(self) -> Path:
        """Where it tells what happens."""
        return self.folder / "said.jsonl"

    def text(self) -> str:
        """As one line."""
        return json.dumps({**asdict(self), "folder": str(self.folder)})

    @classmethod
    def read(cls, line: str) -> Order:
        """What `text` has made."""
        found = json.loads(line)
        acts = tuple(Act(**{**each, "deed": Deed(each["deed"])}) for each in found["acts"])
        return cls(**{**found, "folder": Path(found["folder"]), "acts": acts, "moment": Moment(found["moment"])})

    def killed_by(self, kill: Kill) -> Order:
        """The same with the end that the console brings about itself."""
        return replace(self, moment=kill.moment, number=kill.number)


class Teller:
    """Tells what happens in a console, so that nothing said is lost when it is killed."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def say(self, what: str, **more: Any) -> None:
        """One line, in one write."""
        os.write(self._file, json.dumps({"what": what, "at": time.time(), **more}).encode() + b"\n")


def heard(path: Path) -> list[dict[str, Any]]:
    """Everything that the consoles of a run have told."""
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def account_profile(generation: Generation, vendor: str, values: Mapping[str, str], url: str) -> Profile:
    """A simulated account as somebody would have saved it: its tasks outlive the console."""
    demo = demo_profile(DemoAccount(generation, vendor, values), url)
    return replace(demo, id=f"account-{generation.id}", simulator=False)


def room_of(task: int) -> str:
    """The room of one task of a run."""
    return str(500_000 + task)
