"""The three calls of transcription 1.0 in the simulated cloud (tencent.md §3, §8)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from roomscribe.simulator.world import World
from roomscribe.vendors.trtc.simulator_access import (
    Action,
    Perform,
    actions,
    malformed,
    owned_app,
    seen_by,
    signature_lasts,
)
from roomscribe.vendors.trtc.simulator_accounts import SimulatedApp
from roomscribe.vendors.trtc.simulator_checks import check_start
from roomscribe.vendors.trtc.simulator_gateway import ActionRules, ApiError, Caller
from roomscribe.vendors.trtc.simulator_settings import NewAccounts, SessionScope, StartTimeOf, TrtcSettings
from roomscribe.vendors.trtc.simulator_shapes import CALLS, Part
from roomscribe.vendors.trtc.simulator_start import SimulatedCalls
from roomscribe.vendors.trtc.simulator_tasks import Course, LeaveCode, SimulatedTask, TaskRegister

ONE_PERSON = 1
"""TranscriptionMode."""
USUAL_LANGUAGE = "zh"
"""What is recognised where a start names no language (tencent.md §3.3)."""
_REGIONS = frozenset({"ap-guangzhou", "ap-singapore", "ap-tokyo", "na-siliconvalley"})


def _rules(intl: int, cn: int) -> ActionRules:
    """tencent.md §1.2, §2"""
    return ActionRules(
        calls_per_second={"intl": intl, "cn": cn}.__getitem__,
        regions={"intl": _REGIONS, "cn": _REGIONS},
        region_required=frozenset({"intl"}),
    )


RULES: Mapping[str, ActionRules] = {
    "StartAITranscription": _rules(50, 50),
    "DescribeAITranscription": _rules(20, 50),
    "StopAITranscription": _rules(20, 50),
}


class TranscriptionCalls(SimulatedCalls[TrtcSettings]):
    """Starts, describes and stops tasks of version 1.0."""

    def __init__(self, world: World, tasks: TaskRegister, settings: TrtcSettings) -> None:
        course = Course(
            generation="trtc-1",
            before=lambda: (("Idle", settings.idle_seconds), ("Preparing", settings.preparing_seconds)),
            ended="Stopped",
            lingers=lambda: settings.stopped_seconds,
        )
        super().__init__(world, tasks, settings, course)

    def actions(self) -> dict[str, Action]:
        """The calls by name."""
        perform: dict[str, Perform] = {
            "StartAITranscription": self._start,
            "DescribeAITranscription": self._describe,
            "StopAITranscription": self._stop,
        }
        return actions(perform, CALLS, RULES)

    def _start(self, body: Part, caller: Caller) -> dict[str, object]:
        """The order of these checks is that of tencent.md §5.3."""
        check_start(body, self._settings)
        app = owned_app(body, caller, "FailedOperation.SdkAppIdNotUnderAppId")
        params = body.part("TranscriptionParams") or Part(None)
        self._check_abilities(app, body)
        seconds_left = signature_lasts(app, params.text("UserId"), params.text("UserSig"), self._world.clock.wall())
        if not seconds_left:
            raise ApiError("InvalidParameter.UserSig", "UserSig is expired or wrong")
        self._check_chat_admin(app, params)
        task = self._task(body, params, caller.region)
        self._let_the_bot_in(task, seconds_left)
        if not app.translation:
            task.targets = ()
        self._check_room(task)
        if self.clash(task):
            raise ApiError("FailedOperation.TaskExist", "Task already exists")
        if app.full or len(self._tasks.live_in(app.sdk_app_id, self.course)) >= self._settings.capacity:
            raise ApiError(self._settings.capacity_code, "Insufficient resources.")
        self._tasks.add(task)
        return {"TaskId": task.task_id}

    def _describe(self, body: Part, caller: Caller) -> dict[str, object]:
        task_id, session = body.text("TaskId"), body.text("SessionId")
        if task_id:
            task = self._known(task_id, caller)
        elif body.integer("SdkAppId") is not None and session:
            app = owned_app(body, caller, "FailedOperation.SdkAppIdNotUnderAppId")
            task = self._present(self.by_session(app.sdk_app_id, session))
        else:
            raise ApiError("InvalidParameter.TaskId", "TaskId is invalid.")
        answer: dict[str, object] = {"Status": self._tasks.status(task), "StartTime": self.start_time(task)}
        if self._settings.describe_names_task:
            answer["TaskId"] = task.task_id
        if task.session_id:
            answer["SessionId"] = task.session_id
        return answer

    def _stop(self, body: Part, caller: Caller) -> dict[str, object]:
        if not body.text("TaskId"):
            raise ApiError("InvalidParameter.TaskId", "TaskId is invalid.")
        task = self._known(body.text("TaskId"), caller)
        if not task.live:
            raise ApiError("FailedOperation.TaskNotExist", "Task does not exist.")
        if self._settings.stop_works:
            self._tasks.end(task, LeaveCode.STOPPED)
        return {}

    def _known(self, task_id: str, caller: Caller) -> SimulatedTask:
        """The caller's task with this id."""
        task = self._tasks.get(task_id)
        unheard_of = task is None and not self._tasks.was_here(task_id)
        if unheard_of and self._settings.tells_malformed_ids and malformed(task_id, self._settings.longest_task_id):
            raise ApiError("InvalidParameter.TaskId", "TaskId is invalid.")
        return self._present(seen_by(caller, task, self.course, same_region=self._settings.same_region))

    def by_session(self, sdk_app_id: int, session_id: str) -> SimulatedTask | None:
        """The youngest task of an application with this SessionId."""
        for task in reversed(self._tasks.of(self.course)):
            if (task.sdk_app_id, task.session_id) == (sdk_app_id, session_id):
                return task
        return None

    def clash(self, wanted: SimulatedTask) -> SimulatedTask | None:
        """The task because of which `wanted` is refused (tencent.md §8.2).

        Key A: same bot in the same room. Key B: same SessionId in the same application.
        """
        for task in self._tasks.of(self.course):
            same = task.same_bot(wanted) or self._same_session(task, wanted)
            if same and (task.live or self._settings.refuses_while_stopped):
                return task
        return None

    def _same_session(self, task: SimulatedTask, wanted: SimulatedTask) -> bool:
        anywhere = self._settings.session_scope is SessionScope.APPLICATION
        return task.same_session(wanted) and (anywhere or task.room == wanted.room)

    def start_time(self, task: SimulatedTask) -> str:
        """StartTime as the vendor writes it: a zone is not named (tencent.md §3.6)."""
        began = task.joins_at if self._settings.start_time_of is StartTimeOf.JOINING else task.accepted_at
        local = began + self._settings.time_zone_hours * 3600
        return datetime.fromtimestamp(local, UTC).strftime("%Y-%m-%d %H:%M:%S.%f")

    def _present(self, task: SimulatedTask | None) -> SimulatedTask:
        if task is None:
            raise ApiError("FailedOperation.TaskNotExist", "Task does not exist.")
        return task

    def _check_abilities(self, app: SimulatedApp, body: Part) -> None:
        new = self._settings.new_accounts
        if app.barred or new is NewAccounts.NOT_ALLOWED:
            raise ApiError(
                "FailedOperation.NotAllowed", "This operation is not allowed. Submit a ticket to contact us."
            )
        untranslated = self._settings.translation_needs_ability and not app.translation
        off = not app.speech_to_text or new is NewAccounts.NOT_ABILITY
        if off or (untranslated and body.part("TranslationConfig")):
            raise ApiError("FailedOperation.NotAbility", "Unlock the required capability bit.")

    def _check_chat_admin(self, app: SimulatedApp, params: Part) -> None:
        admin = params.text("IMAdminUserId")
        if not admin:
            return
        lasts = signature_lasts(app, admin, params.text("IMAdminUserSig"), self._world.clock.wall())
        if not lasts or admin not in app.chat_admins:
            raise ApiError("InvalidParameter.UserSigNotAdmin", "UserSig is not a super administrator.")

    def _check_room(self, task: SimulatedTask) -> None:
        if self._settings.room_must_exist and not self._world.room(str(task.sdk_app_id), task.room).people:
            raise ApiError("FailedOperation", "The room does not exist.")

    def _task(self, body: Part, params: Part, region: str) -> SimulatedTask:
        recognition = body.part("RecognizeConfig") or Part(None)
        one_person = params.integer("TranscriptionMode") == ONE_PERSON
        chosen = {params.text("TargetUserId"), *params.texts("TargetUserIdList")} - {""}
        people = frozenset(chosen if params.integer("TranscriptionMode") else ())
        return self._new_task(
            body,
            params,
            region,
            whole_room=not one_person,
            only=people if one_person and self._settings.only_target_keeps_awake else frozenset(),
            transcribed=people,
            languages=(recognition.text("Language") or USUAL_LANGUAGE, *recognition.texts("AlternativeLanguage")),
            targets=tuple((body.part("TranslationConfig") or Part(None)).texts("TargetLanguages")),
            session_id=body.text("SessionId"),
        )
