"""The simulated cloud's answers in Agora's shapes (agora.md §8)."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response

from roomscribe.simulator.faults import Fault
from roomscribe.vendors.agora.simulator_doubts import AgentShapeSettings, FailureShape
from roomscribe.vendors.agora.simulator_settings import ErrorStyle, ServiceOff, SpeechToTextOff

SCHEMA = "body schema check fail"
INVALID_VALUE = "InvalidFieldValue"
"""What 5.x and 7.x say to a body that breaks a rule (agora.md §8.2, §8.5)."""
USUAL_STATUS = 400


class Refusal(Exception):
    """The vendor says no."""

    def __init__(
        self,
        status: int,
        message: str,
        code: int | None = None,
        style: ErrorStyle | None = None,
        *,
        reason: str = "",
        agent_id: str = "",
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.style = style
        """The shape this call documents; None for the simulator's setting."""
        self.reason = reason
        """The word that 7.x says; without one its gateway speaks."""
        self.agent_id = agent_id
        """The 7.x agent that is in the way."""

    def response(self, style: ErrorStyle) -> Response:
        """The answer in the shape that the vendor documents for it, else in `style`."""
        match self.style or style:
            case ErrorStyle.MESSAGE if self.code is None:
                body: dict[str, object] = {"message": self.message}
            case ErrorStyle.MESSAGE_CODE:
                body = {"message": self.message, "code": self.code if self.code is not None else self.status}
            case _:
                body = {"code": self.code if self.code is not None else self.status, "reason": self.message}
        return JSONResponse(body, status_code=self.status)

    def agent_response(self, doubts: AgentShapeSettings) -> Response:
        """The answer in the shape of 7.x (agora.md §6.1, §8.4)."""
        detail = self.message.removeprefix(f"{SCHEMA}, ")
        body: dict[str, object] = {"message": detail if self.reason else self.message}
        if self.reason and doubts.failure_shape is FailureShape.DETAIL:
            body = {"detail": detail, "reason": self.reason}
        if self.agent_id:
            body["agent_id"] = self.agent_id
        if self.reason and doubts.failure_shape is FailureShape.AGENT:
            body |= {"agent_id": self.agent_id, "create_ts": None, "status": "FAILED"}
        bad_value = self.reason == INVALID_VALUE and self.status == USUAL_STATUS
        return JSONResponse(body, status_code=doubts.bad_value_status if bad_value else self.status)


def wrong_credentials() -> Refusal:
    """agora.md §2.1."""
    return Refusal(401, "Invalid authentication credentials")


def no_speech_to_text(setting: SpeechToTextOff) -> Refusal:
    """agora.md §5.4, point 2."""
    if setting is SpeechToTextOff.CODE_62:
        return Refusal(400, "Real-Time STT is not enabled", 62)
    return Refusal(400, "invalid_appid!")


def bad_acquire(why: str) -> Refusal:
    """agora.md §3.1: this call alone documents `{message, code}`."""
    return Refusal(400, f"Acquire: {why}", 2, ErrorStyle.MESSAGE_CODE)


def bad_body(path: str, why: str) -> Refusal:
    """agora.md §8.2."""
    return Refusal(400, f"{SCHEMA}, {path}: {why}", reason=INVALID_VALUE)


def bad_parameter(why: str) -> Refusal:
    """agora.md §8.3, code 2."""
    return Refusal(400, why, 2, reason=INVALID_VALUE)


def unreadable_token() -> Refusal:
    """agora.md §8.3, code 1001."""
    return Refusal(400, "tokenName can not be parsed", 1001)


def foreign_token() -> Refusal:
    """agora.md §8.3, code 1003."""
    return Refusal(400, "appId does not match with tokenName", 1003)


def expired_token() -> Refusal:
    """agora.md §8.2."""
    return Refusal(400, "resourceId reaches out the limited time interval!")


def wrong_pair() -> Refusal:
    """agora.md §8.2."""
    return Refusal(400, "The taskId does not match with builderToken.")


def already_started(status: str, task_id: str) -> Refusal:
    """agora.md §8.2: the text is the only place where the running task is named."""
    return Refusal(409, f"The task has been started, current status is {status}, taskId is {task_id}")


def repeated(what: str) -> Refusal:
    """agora.md §8.3, code 49."""
    return Refusal(400, f"repeated {what} request", 49)


def not_found() -> Refusal:
    """agora.md §8.2."""
    return Refusal(404, "The task is not found")


def no_agent() -> Refusal:
    """agora.md §6.7; the words are those of §8.2, the only ones that are known."""
    return Refusal(404, "The task is not found", reason="TaskNotFound")


def name_in_use(agent_id: str) -> Refusal:
    """agora.md §6.7; some replies carry the agent's id, some do not."""
    return Refusal(409, "name is in use by a running agent", reason="TaskConflict", agent_id=agent_id)


def service_off(setting: ServiceOff) -> Refusal:
    """agora.md §6.7."""
    if setting is ServiceOff.INVALID_APPID:
        return Refusal(400, "invalid_appid", reason="InvalidRequestBody")
    return Refusal(403, "Real-Time STT is not enabled", reason="ServiceNotEnabled")


def too_many_agents() -> Refusal:
    """agora.md §7.3, §8.5."""
    return Refusal(429, "too many running agents", reason="ResourceQuotaLimitExceeded")


def too_many_tasks() -> Refusal:
    """agora.md §7.3, §8.1."""
    return Refusal(429, "too many running tasks")


def too_many_calls() -> Refusal:
    """agora.md §7.2, §8.1."""
    return Refusal(429, "too many requests", reason="ConcurrencyLimitExceeded")


def no_route() -> Refusal:
    """agora.md §8.2: the gateway's own words."""
    return Refusal(404, "no Route matched with those values", style=ErrorStyle.MESSAGE)


def from_fault(fault: Fault) -> Refusal:
    """A fault somebody asked for, in the vendor's shape."""
    code = int(fault.code) if fault.code.isdecimal() else None
    status = code if code is not None and 400 <= code < 600 else 400
    message = fault.message or "internal error"
    return Refusal(status, message, code, reason=fault.code if code is None else "")
