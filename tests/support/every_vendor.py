"""Every vendor's names of what tests of all of them do: calls, refusals, and the simulator's switches."""

from __future__ import annotations

from roomscribe.vendors.blank.record import VENDOR as BLANK
from roomscribe.vendors.registry import Registry, load_registry

REGISTRY = Registry([*load_registry().vendors, BLANK])
GENERATIONS = ("blank-1", "trtc-1", "trtc-2", "agora-5", "agora-7")
LISTING = ("blank-1", "agora-7")
"""Those whose vendor lists its tasks."""
START = {
    "blank-1": "StartTask",
    "trtc-1": "StartAITranscription",
    "trtc-2": "CreateCloudTranscription",
    "agora-5": "start",
    "agora-7": "join",
}
"""The call that starts a task."""
ASK = {
    "blank-1": ("GetTask", "no-task", ""),
    "trtc-1": ("DescribeAITranscription", "FailedOperation.TaskNotExist", "Task does not exist."),
    "trtc-2": ("DescribeCloudTranscription", "ResourceNotFound", "The task does not exist."),
    "agora-5": ("query", "404", "The task is not found"),
    "agora-7": ("query", "404", "The task is not found"),
}
"""The call that asks how a task is, and the code and words with which a vendor says that it knows no such task."""
STOPS_ARE_IGNORED = {
    "trtc.stop_works": False,
    "trtc-2.stop_works": False,
    "agora.stop_reaction": "taken-back",
    "agora.stopping_seconds": 20.0,
    "agora-7.stop_reaction": "taken-back",
    "agora-7.stopping_seconds": 20.0,
}
"""Switches with which every vendor accepts a stop, and the task goes on."""
