"""The three calls of transcription 2.0 in the simulated cloud (tencent.md §4, §8)."""

from __future__ import annotations

from dataclasses import replace

from roomscribe.simulator.world import World
from roomscribe.vendors.trtc.simulator_access import Action, Perform, actions, owned_app, seen_by, signature_lasts
from roomscribe.vendors.trtc.simulator_gateway import ApiError, Caller
from roomscribe.vendors.trtc.simulator_shapes import Part
from roomscribe.vendors.trtc.simulator_start import SimulatedCalls
from roomscribe.vendors.trtc.simulator_tasks import Course, LeaveCode, SimulatedTask, TaskRegister
from roomscribe.vendors.trtc.v2.simulator_checks import check_create, user_ids
from roomscribe.vendors.trtc.v2.simulator_settings import CloudTranscriptionSettings, SameBot
from roomscribe.vendors.trtc.v2.simulator_shapes import CALLS, RULES


class CloudTranscriptionCalls(SimulatedCalls[CloudTranscriptionSettings]):
    """Creates, describes and deletes tasks of version 2.0."""

    def __init__(self, world: World, tasks: TaskRegister, settings: CloudTranscriptionSettings) -> None:
        course = Course(
            generation="trtc-2",
            before=lambda: (("Idle", settings.idle_seconds),),
            ended="Exited",
            lingers=lambda: settings.leaving_seconds,
        )
        super().__init__(world, tasks, settings, course)

    def actions(self) -> dict[str, Action]:
        """The calls by name."""
        perform: dict[str, Perform] = {
            "CreateCloudTranscription": self._create,
            "DescribeCloudTranscription": self._describe,
            "DeleteCloudTranscription": self._delete,
        }
        describing = replace(RULES, calls_per_second=self._describe_rate)
        return actions(perform, CALLS, {**dict.fromkeys(CALLS, RULES), "DescribeCloudTranscription": describing})

    def _describe_rate(self, site: str) -> int:
        return self._settings.mainland_describe_rate if site == "cn" else RULES.calls_per_second(site)

    def streams(self, task: SimulatedTask) -> tuple[int, int]:
        """How many voices it recognises now, and how many translations it makes (tencent.md §2)."""
        people = self._world.room(str(task.sdk_app_id), task.room).people.values()
        speaking = sum(each.publishing and task.hears(each.user_id) for each in people)
        heard = speaking if self._settings.streams_per_person else 1
        return heard, heard * len(task.targets)

    def _create(self, body: Part, caller: Caller) -> dict[str, object]:
        """The order of these checks is that of tencent.md §5.3."""
        check_create(body, caller.account.site, self._settings)
        app = owned_app(body, caller, "InvalidParameter.SdkAppId")
        task = self._task(body, caller.region)
        if not app.speech_to_text or (task.targets and not app.translation):
            raise ApiError("FailedOperation.CTUnsupportMethod", "The application does not support this method.")
        params = body.part("TranscriptionParam") or Part(None)
        seconds_left = signature_lasts(app, task.bot, params.text("UserSig"), self._world.clock.wall())
        if not seconds_left:
            message = "The value of parameter `TranscriptionParam.UserSig` is expired or wrong."
            raise ApiError(self._settings.bad_user_sig_code, message)
        self._let_the_bot_in(task, seconds_left)
        same = [other for other in self._tasks.all() if other.live and other.same_bot(task)]
        if same and self._settings.same_bot is SameBot.REFUSED:
            raise ApiError(self._settings.same_bot_code, "The user is in the room already.")
        if app.full or not self._has_room_for(task):
            raise ApiError(self._settings.capacity_code, "The number of tasks or streams exceeds the limit.")
        if self._settings.same_bot is SameBot.TAKES_OVER:
            for other in same:
                self._tasks.end(other, LeaveCode.REMOVED_BY_SERVER)
        self._tasks.add(task)
        return {"TaskId": task.task_id}

    def _describe(self, body: Part, caller: Caller) -> dict[str, object]:
        task = self._known(body, caller)
        started = int(task.accepted_at * 1000)
        return {"TaskId": task.task_id, "Status": self._tasks.status(task), "StartTime": started}

    def _delete(self, body: Part, caller: Caller) -> dict[str, object]:
        task = self._known(body, caller)
        if task.live:
            if self._settings.stop_works:
                self._tasks.end(task, LeaveCode.STOPPED)
        elif not self._settings.stops_twice:
            raise _unknown()
        return {"TaskId": task.task_id}

    def _known(self, body: Part, caller: Caller) -> SimulatedTask:
        """The task a request names."""
        if not body.text("TaskId"):
            raise ApiError("MissingParameter.TaskId", "The request is missing a required parameter `TaskId`.")
        app = owned_app(body, caller, "InvalidParameter.SdkAppId")
        found = self._tasks.get(body.text("TaskId"))
        task = seen_by(caller, found, self.course, same_region=self._settings.same_region)
        if task is None or task.sdk_app_id != app.sdk_app_id:
            raise _unknown()
        return task

    def _has_room_for(self, wanted: SimulatedTask) -> bool:
        tasks = [*self._tasks.live_in(wanted.sdk_app_id, self.course), wanted]
        speech, translations = (sum(kind) for kind in zip(*map(self.streams, tasks), strict=True))
        limits = self._settings
        return (
            len(tasks) <= limits.capacity
            and speech <= limits.most_speech_streams
            and translations <= limits.most_translation_streams
        )

    def _task(self, body: Part, region: str) -> SimulatedTask:
        params = body.part("TranscriptionParam") or Part(None)
        heard = user_ids(params, "SubscribeList")
        recognition = body.part("AsrParam") or Part(None)
        return self._new_task(
            body,
            params,
            region,
            whole_room=not heard,
            only=heard,
            never=user_ids(params, "UnSubscribeList"),
            languages=(recognition.text("Lang"), *recognition.texts("AlternativeLanguage")),
            targets=tuple((body.part("TranslationParam") or Part(None)).texts("TargetLang")),
            captions_in_room=bool(params.integer("SendCustomMode")),
        )


def _unknown() -> ApiError:
    return ApiError("ResourceNotFound", "The task does not exist.")
