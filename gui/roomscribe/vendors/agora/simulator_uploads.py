"""What the simulated uploader does with the captions of recorded tasks, step by step (agora.md §10.3, §12.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto

from roomscribe.simulator.live import Listeners
from roomscribe.simulator.world import World
from roomscribe.vendors.agora.simulator_notice_settings import NoticeSettings
from roomscribe.vendors.agora.simulator_tasks import SimulatedTask

PROGRESS_EVERY = 60.0
"""Seconds (agora.md §10.3)."""
COMPLETE = 10_000
"""Progress of a finished upload."""


class Step(Enum):
    """Where an upload is."""

    STARTED = auto()
    PLAYLIST = auto()
    """The first slice is complete, so that its playlist is there."""
    PROGRESS = auto()
    FINISHED = auto()


@dataclass(frozen=True)
class UploadStep:
    """One thing that the uploader tells."""

    step: Step
    task: SimulatedTask
    at: float
    """World time."""
    began_at: float
    """World time when the first slice began."""
    files: tuple[str, ...]
    """The playlists: of the speech, and of each language it is translated to."""
    progress: int = 0
    """0 to `COMPLETE`."""


@dataclass
class _Upload:
    task: SimulatedTask
    began_at: float
    slice_seconds: int
    told: set[Step] = field(default_factory=set)
    progress_told: int = 0
    """How many reports of progress there were."""


class Uploads:
    """The uploads of one cloud; their steps are told at the world's beats."""

    def __init__(self, world: World, settings: Callable[[], NoticeSettings]) -> None:
        self.steps: Listeners[UploadStep] = Listeners()
        self._world = world
        self._settings = settings
        self._running: list[_Upload] = []
        world.on_beat(self._advance)

    def begin(self, task: SimulatedTask, at: float) -> None:
        """Take in a task whose bot has come in at this time; those that are not recorded do not matter here."""
        if task.request.recording is not None:
            self._running.append(_Upload(task, at, task.request.recording.slice_seconds))

    def _advance(self) -> None:
        now = self._world.clock.now()
        for upload in list(self._running):
            for step in sorted(self._due(upload, now), key=lambda each: (each.at, each.step.value)):
                self.steps.tell(step)
            if Step.FINISHED in upload.told:
                self._running.remove(upload)

    def _due(self, upload: _Upload, now: float) -> list[UploadStep]:
        ended_at = upload.task.ended_at if upload.task.ended(now) else None
        until = now if ended_at is None else min(now, ended_at)
        found: list[UploadStep] = []
        if self._once(upload, Step.STARTED):
            found.append(self._step(upload, Step.STARTED, upload.began_at))
        first_slice = upload.began_at + upload.slice_seconds
        if ended_at is not None:
            first_slice = min(first_slice, ended_at)  # the last slice is closed with the task
        if now >= first_slice and self._once(upload, Step.PLAYLIST):
            found.append(self._step(upload, Step.PLAYLIST, first_slice))
        while (at := upload.began_at + PROGRESS_EVERY * (upload.progress_told + 1)) <= until:
            upload.progress_told += 1
            found.append(self._step(upload, Step.PROGRESS, at, self._progress(upload, at)))
        done = None if ended_at is None else ended_at + self._settings().upload_seconds
        if done is not None and now >= done and self._once(upload, Step.FINISHED):
            found.append(self._step(upload, Step.FINISHED, done, COMPLETE))
        return found

    def _once(self, upload: _Upload, step: Step) -> bool:
        first = step not in upload.told
        upload.told.add(step)
        return first

    def _progress(self, upload: _Upload, at: float) -> int:
        """How much of what was said by now is in complete slices, and so is stored."""
        spoken = at - upload.began_at
        return int(COMPLETE * (spoken // upload.slice_seconds) * upload.slice_seconds / spoken)

    def _step(self, upload: _Upload, step: Step, at: float, progress: int = 0) -> UploadStep:
        return UploadStep(step, upload.task, at, upload.began_at, playlists(upload.task), progress)


def playlists(task: SimulatedTask) -> tuple[str, ...]:
    """The names of a task's playlists with their folders (agora.md §12.1)."""
    folder = task.request.recording.folder if task.request.recording else ""
    name = f"{task.id}_{task.request.channel}.m3u8"
    targets = dict.fromkeys(each for source, _ in task.configuration.pairs for each in task.targets_of(source))
    return (f"{folder}{name}", *(f"{folder}{language}_{name}" for language in targets))
