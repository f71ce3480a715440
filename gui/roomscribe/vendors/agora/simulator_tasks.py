"""The simulated cloud's projects, builder tokens and tasks, and how a task lives and ends (agora.md §5)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from roomscribe.simulator.world import World
from roomscribe.vendors.agora.limits import AGORA_5, AGORA_7, AgoraLimits
from roomscribe.vendors.agora.simulator_bodies import Pairs, SpeakerLanguages, StartRequest
from roomscribe.vendors.agora.simulator_settings import LifeSettings


@dataclass(frozen=True, kw_only=True)
class Project:
    """One App ID."""

    app_id: str
    certificate: str = ""
    """Empty: the App Certificate is off, and bots join without tokens."""
    speech_to_text: bool = True
    limits: AgoraLimits = AGORA_5
    """5.x and 6.x share their paths, so the project decides which of their limits hold."""
    agent_limits: AgoraLimits = AGORA_7
    """Those of the 7.x paths."""


@dataclass
class Configuration:
    """What an update can change."""

    languages: tuple[str, ...]
    subscribed: tuple[str, ...] | None
    translating: bool
    pairs: Pairs
    speakers: SpeakerLanguages = ()
    keywords: tuple[str, ...] = ()

    @classmethod
    def of(cls, request: StartRequest) -> Configuration:
        """What a start asked for."""
        return cls(
            request.languages,
            request.subscribed,
            bool(request.pairs),
            request.pairs,
            request.speakers,
            request.keywords,
        )


@dataclass
class SimulatedTask:
    """One task."""

    id: str
    app_id: str
    request: StartRequest
    configuration: Configuration
    started_at: float
    """World time, as all times here."""
    failing: bool = False
    """Its bot can't join."""
    sequence: int = -1
    """The largest sequenceId seen."""
    changed_at: float = 0.0
    """Of the start or the last update that took effect."""
    stopping_at: float | None = None
    ended_at: float | None = None
    end_word: str = "STOPPED"

    def settle(self, world: World, settings: LifeSettings) -> None:
        """End the task if its time has come."""
        if self.ended_at is not None:
            return
        due = self.started_at + settings.session_life
        quiet = world.quiet_since(self.app_id, self.request.channel)
        if quiet is not None and self.request.max_idle_time:  # 0 in 7.x: never
            due = min(due, max(quiet, self.started_at) + self.request.max_idle_time)
        if self.failing and self.started_at + settings.failing_seconds <= due:
            due, self.end_word = self.started_at + settings.failing_seconds, settings.failed_word
        if world.clock.now() >= due:
            self.ended_at = due

    def stop(self, now: float, settings: LifeSettings) -> None:
        """Begin to end."""
        self.stopping_at = now
        self.ended_at = now + settings.stopping_seconds

    def running(self, now: float) -> bool:
        """Whether it has not ended, and nobody stopped it."""
        return self.stopping_at is None and not self.ended(now)

    def ended(self, now: float) -> bool:
        """Whether it has ended."""
        return self.ended_at is not None and now >= self.ended_at

    def readable(self, now: float, settings: LifeSettings) -> bool:
        """Whether a query still answers for it."""
        return self.ended_at is None or now < self.ended_at + settings.ended_readable_for

    def status(self, now: float, settings: LifeSettings) -> str:
        """The vendor's word for how it is doing."""
        if self.ended(now):
            return self.end_word
        if self.stopping_at is not None:
            return "STOPPING"
        steps = int((now - self.started_at) / settings.walk_step)
        return settings.walk[min(steps, len(settings.walk) - 1)]

    @classmethod
    def begun(cls, project: Project, request: StartRequest, now: float, *, failing: bool) -> SimulatedTask:
        """A new task."""
        return cls(
            id=secrets.token_hex(16),
            app_id=project.app_id,
            request=request,
            configuration=Configuration.of(request),
            started_at=now,
            changed_at=now,
            failing=failing,
        )


@dataclass
class BuilderToken:
    """What acquire hands out: good for one start within five minutes, and for all later calls of that task."""

    app_id: str
    acquired_at: float
    text: str = field(default_factory=lambda: secrets.token_urlsafe(240))
    """As long as the samples of agora.md §3.1."""
    task: SimulatedTask | None = None
