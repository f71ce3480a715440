"""What the simulated 5.x and 6.x cloud tells: of recorded captions alone, not of starts and ends (agora.md §10.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from roomscribe.simulator.world import World
from roomscribe.vendors.agora.simulator_notice_settings import Storage
from roomscribe.vendors.agora.simulator_notices import Notifier, milliseconds
from roomscribe.vendors.agora.simulator_settings import AgoraSettings
from roomscribe.vendors.agora.simulator_uploads import Step, Uploads, UploadStep
from roomscribe.vendors.agora.simulator_watch import TaskWatch

PLAYLIST, STARTED, UPLOADED, BACKUPED, PROGRESS = 4, 30, 31, 32, 33
UPLOADER = 2
"""serviceType of all but the playlist."""
BROKEN = 1
"""`status` of an upload that failed; which numbers there are is not on record."""


class TaskNotices:
    """Tells of uploads."""

    def __init__(self, world: World, watch: TaskWatch, settings: Callable[[], AgoraSettings]) -> None:
        self._settings = settings
        self._notifier = Notifier(world, settings)
        self._uploads = Uploads(world, settings)
        self._uploads.steps.add(self._uploaded)
        self._told: Counter[str] = Counter()
        watch.joined.add(lambda task: self._uploads.begin(task, task.joins_at(settings())))

    def _uploaded(self, step: UploadStep) -> None:
        settings = self._settings()
        match step.step:
            case Step.STARTED:
                self._post(step, STARTED, UPLOADER, {"msgName": "uploader_started", "status": 0})
            case Step.PLAYLIST:
                playlist = {"msgName": settings.notice_playlist_name.value, "fileList": step.files[0]}
                self._post(step, PLAYLIST, settings.notice_playlist_service, playlist)
            case Step.PROGRESS:
                self._post(step, PROGRESS, UPLOADER, {"msgName": "uploading_progress", "progress": step.progress})
            case Step.FINISHED:
                event, name = (BACKUPED, "backuped") if settings.upload is Storage.BACKUP else (UPLOADED, "uploaded")
                status = BROKEN if settings.upload is Storage.FAILS else 0
                self._post(step, event, UPLOADER, {"msgName": name, "status": status, "fileList": _files(step)})
                del self._told[step.task.id]

    def _post(self, step: UploadStep, event: int, service: int, details: Mapping[str, object]) -> None:
        settings, task = self._settings(), step.task
        payload = {
            "cname": task.request.channel,
            "subBotUid": task.request.sub_bot_uid,
            "pubBotUid": task.request.pub_bot_uid,
            "taskId": task.id,
            "sequence": self._told[task.id],
            "serviceScene": settings.notice_scene,
            "sendts": self._notifier.moment(step.at),
            "serviceType": service,
            "details": details,
        }
        self._told[task.id] += 1
        self._notifier.post(task.app_id, event, step.at, payload, product=settings.notice_product)


def _files(step: UploadStep) -> list[dict[str, object]]:
    made = milliseconds(step.began_at)
    return [{"fileName": name, "trackType": "text", "mode": 1, "sliceStartTime": made} for name in step.files]
