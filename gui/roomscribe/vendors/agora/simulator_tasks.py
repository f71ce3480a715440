"""The simulated cloud's projects, builder tokens and tasks, and how a task lives and ends (agora.md §5)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from enum import StrEnum

from roomscribe.simulator.inside import TaskFacts
from roomscribe.simulator.live import LiveTask
from roomscribe.simulator.world import World
from roomscribe.vendors.agora.limits import AGORA_5, AGORA_7, AgoraLimits
from roomscribe.vendors.agora.simulator_bodies import Pairs, SpeakerLanguages, StartRequest
from roomscribe.vendors.agora.simulator_settings import LifeSettings, StopReaction


class End(StrEnum):
    """Why a task ended, in the vendor's words for 7.x (agora.md §10.2)."""

    ASKED = "OK"
    IDLE = "Idle for too long"
    LIFETIME = "Task exceeded maximum lifetime"
    CONNECTION = "RTC connection error"
    RECOGNITION = "Fatal ASR error"
    TRANSLATION = "Fatal Translation error"

    @property
    def failure(self) -> bool:
        """Whether the task ends as failed (agora.md §6.6)."""
        return self in (End.CONNECTION, End.RECOGNITION, End.TRANSLATION)


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
    generation: str
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
    runs_again_at: float | None = None
    """When a stop that is ending it comes to nothing."""
    ended_at: float | None = None
    end: End = End.ASKED
    end_word: str = "STOPPED"
    longest_life: float | None = None
    """Seconds, where its owner chose them; None for the settings' own."""
    token_expires_at: float | None = None
    """World time when its bot may no longer be in the channel; None without a token."""

    def settle(self, world: World, settings: LifeSettings) -> None:
        """End the task if its time has come."""
        if self.ended_at is not None:
            return
        now, most_idle = world.clock.now(), self.request.max_idle_time  # 0 in 7.x: never
        if self.runs_again_at is not None and now >= self.runs_again_at:
            self.stopping_at = self.runs_again_at = None
        life = settings.session_life if self.longest_life is None else self.longest_life
        due, end = self.started_at + life, End.LIFETIME
        if settings.token_end_ends_task and self.token_expires_at is not None:
            due, end = min((due, end), (self.token_expires_at, End.CONNECTION), key=lambda each: each[0])
        if most_idle and now >= self.started_at + most_idle:  # who sleeps there need not be looked at before
            quiet = world.quiet_since(self.app_id, self.request.channel)
            if quiet is not None:
                idle = max(quiet, self.started_at) + most_idle
                due, end = min((due, end), (idle, End.IDLE), key=lambda each: each[0])
        if self.failing and self.started_at + settings.failing_seconds <= due:
            due, end = self.started_at + settings.failing_seconds, End.CONNECTION
        if now >= due:
            self.finish(due, end, settings)

    def finish(self, at: float, end: End, settings: LifeSettings) -> None:
        """End, for another reason than somebody's wish."""
        self.ended_at, self.end = at, end
        failed = end.failure or (end is End.LIFETIME and settings.lifetime_fails)
        self.end_word = settings.failed_word if failed else "STOPPED"

    def stop(self, now: float, settings: LifeSettings) -> None:
        """Begin to end, or to seem so."""
        if settings.stop_reaction is StopReaction.IGNORED:
            return
        self.stopping_at = now
        if settings.stop_reaction is StopReaction.TAKEN_BACK:
            self.runs_again_at = now + settings.stopping_seconds
            return
        self.ended_at = now + settings.stopping_seconds

    def joins_at(self, settings: LifeSettings) -> float:
        """World time when its bot is in the channel, unless it ends before."""
        return self.started_at + settings.walk_step * (len(settings.walk) - 1)

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

    def hears(self, user_id: str) -> bool:
        """Whether it transcribes what this user says."""
        subscribed = self.configuration.subscribed
        return user_id not in self.request.excluded and (subscribed is None or user_id in subscribed)

    def spoken_by(self, user_id: str) -> tuple[str, ...]:
        """The languages that it expects of this user."""
        return dict(self.configuration.speakers).get(user_id, self.configuration.languages)

    def targets_of(self, language: str) -> tuple[str, ...]:
        """The languages into which it translates this one."""
        return dict(self.configuration.pairs).get(language, ()) if self.configuration.translating else ()

    def facts(self, now: float, settings: LifeSettings) -> TaskFacts:
        """What there is to know of it."""
        return TaskFacts(
            generation=self.generation,
            task_id=self.id,
            app_id=self.app_id,
            room=self.request.channel,
            bot=self.request.pub_bot_uid,
            word=self.status(now, settings),
            started_at=self.started_at,
            ended_at=self.ended_at if self.ended(now) else None,
        )

    def shown(self, settings: LifeSettings) -> LiveTask:
        """The task as the world sees it; what an update changes, changes in it, too."""
        return LiveTask(
            generation=self.generation,
            task_id=self.id,
            app_id=self.app_id,
            room=self.request.channel,
            bot=self.request.pub_bot_uid,
            accepted_at=self.started_at,
            running_since=self.joins_at(settings),
            hears=self.hears,
            spoken_by=self.spoken_by,
            targets_of=self.targets_of,
            options={"json": self.request.json_protocol},
        )

    @classmethod
    def begun(
        cls, project: Project, limits: AgoraLimits, request: StartRequest, now: float, *, failing: bool
    ) -> SimulatedTask:
        """A new task of the generation that has these limits."""
        return cls(
            id=secrets.token_hex(16),
            app_id=project.app_id,
            generation=limits.generation,
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
    instance_id: str = ""
    hours: int | None = None
    """The longest life of its task, where the acquire chose it."""
    text: str = field(default_factory=lambda: secrets.token_urlsafe(240))
    """As long as the samples of agora.md §3.1."""
    task: SimulatedTask | None = None
