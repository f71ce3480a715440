"""What both generations of the simulated cloud ask before an act: whose application, signature and task it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from roomscribe.vendors.trtc.simulator_accounts import SimulatedApp
from roomscribe.vendors.trtc.simulator_gateway import ActionRules, ApiError, Caller
from roomscribe.vendors.trtc.simulator_shapes import Parameters, Part
from roomscribe.vendors.trtc.simulator_tasks import Course, SimulatedTask
from roomscribe.vendors.trtc.usersig import VERSION, UnreadableUserSig, read_user_sig, signed_with

_TASK_ID_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_.=-")

Answer = dict[str, object]
Perform = Callable[[Part, Caller], Answer]
"""What a call does; raises `ApiError`."""


@dataclass(frozen=True, kw_only=True)
class Action:
    """One simulated call."""

    rules: ActionRules
    parameters: Parameters
    perform: Perform


def actions(
    perform: Mapping[str, Perform], parameters: Mapping[str, Parameters], rules: Mapping[str, ActionRules]
) -> dict[str, Action]:
    """A generation's calls by name, from what each does, takes and is bound to."""
    return {name: Action(rules=rules[name], parameters=parameters[name], perform=act) for name, act in perform.items()}


def owned_app(body: Part, caller: Caller, code: str) -> SimulatedApp:
    """The application a request names, if it is the caller's; `code` says that it is not."""
    app = caller.account.apps.get(body.integer("SdkAppId") or 0)
    if app is None:
        raise ApiError(code, "No resource belonging to this SdkAppId under the AppId.")
    return app


def signature_lasts(app: SimulatedApp, user_id: str, token: str, now: float) -> float:
    """How many seconds a user's signature is still good for; 0 for one that is not (tencent.md §7.1)."""
    try:
        sig = read_user_sig(token)
    except UnreadableUserSig:
        return 0.0
    names = (sig.version, sig.identifier, sig.sdk_app_id) == (VERSION, user_id, app.sdk_app_id)
    if not names or not signed_with(sig, app.sdk_secret_key):
        return 0.0
    return max(0.0, sig.expires_at - now)


def seen_by(caller: Caller, task: SimulatedTask | None, course: Course, *, same_region: bool) -> SimulatedTask | None:
    """The task, unless it is another generation's, somebody else's, or of another region (tencent.md §1.2)."""
    if task is None or task.course is not course or task.sdk_app_id not in caller.account.apps:
        return None
    return None if same_region and task.region != caller.region else task


def malformed(task_id: str, longest: int) -> bool:
    """Whether no task can have this id (tencent.md §5.2)."""
    return len(task_id) > longest or not set(task_id) <= _TASK_ID_CHARACTERS
