"""Contradictions between Agora's pages, and what none of them says, about the front door and the shape of requests and
answers: further settings of the simulator (agora.md §14, §15)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from roomscribe.simulator.switches import switch


class TokenHeader(StrEnum):
    """How `agora token=…` must be written to be taken (§2.2)."""

    EITHER = "either"
    QUOTED = "quoted"
    BARE = "bare"
    REFUSED = "refused"
    """Basic credentials alone are taken."""


class Retired(StrEnum):
    """What 5.x and 6.x answer after their end of life (§15, 1)."""

    SERVED = "served"
    NO_ROUTE = "no-route"
    """404, in the gateway's words."""
    INVALID_APPID = "invalid-appid"


class Quiet206(StrEnum):
    """Which call answers 206 for a room in which nobody has sent sound (§15, 3)."""

    NEVER = "never"
    QUERY = "query"
    START = "start"
    BOTH = "both"


class SampleAnswer(StrEnum):
    """Which call answers with the members of an acquire, as its page's sample shows (§14, C1)."""

    NEVER = "never"
    UPDATE = "update"
    QUERY = "query"
    BOTH = "both"


class ExtensionPlace(StrEnum):
    """Where extensionParams are taken (§14, C4)."""

    EITHER = "either"
    TOP = "top"
    CAPTIONS = "captionConfig"


class PathPrefix(StrEnum):
    """Which paths there are (§14, C5)."""

    EITHER = "either"
    PLAIN = "plain"
    CN = "cn"


class FailureShape(StrEnum):
    """The members of an error's body (§14, C14)."""

    DETAIL = "detail-reason"
    MESSAGE = "message"
    AGENT = "agent"
    """`{message, agent_id, create_ts, status}`, as a query's page has it."""


@dataclass(kw_only=True)
class AccessSettings:
    """Doubts that all generations share."""

    token_header: TokenHeader = switch(
        TokenHeader.EITHER, "How a token in the Authorization header must be written.", "agora.md §14, C13"
    )
    token_header_service: bool = switch(
        False, "Whether that token must have the service of type 10 for speech-to-text.", "agora.md §15"
    )
    token_end_ends_task: bool = switch(
        False, "Whether a running task fails when its bot's token expires.", "agora.md §15"
    )
    calls_per_second: int | None = switch(
        None, "Calls in a second that an App ID may make; one more is refused with 429.", "agora.md §15", least=1
    )
    encoded_commas: bool = switch(True, "Whether the commas of updateMask may be written as %2C.", "agora.md §15")
    lower_case_keys: bool = switch(
        True, "Whether accesskey and secretkey are taken for accessKey and secretKey.", "agora.md §14, C2"
    )
    one_speaker: bool = switch(
        False, "Whether uidLanguagesConfig may be an object instead of an array.", "agora.md §14, C12"
    )


@dataclass(kw_only=True)
class TaskShapeSettings:
    """Doubts about 5.x and 6.x."""

    retired: Retired = switch(Retired.SERVED, "What every call answers after the end of life.", "agora.md §15")
    quiet_206: Quiet206 = switch(
        Quiet206.NEVER,
        "Which call answers 206 instead of 200 where nobody in the room has sent sound.",
        "agora.md §15",
    )
    sample_answer: SampleAnswer = switch(
        SampleAnswer.NEVER,
        "Which call answers with an acquire's members, as its page's sample shows.",
        "agora.md §14, C1",
    )
    most_subscribed_6: int = switch(
        32, "Entries that subscribeAudioUids of a 6.x start may have.", "agora.md §14, C7", choices=(3, 32)
    )
    tasks_at_once: int | None = switch(
        None, "Running tasks that an App ID may have; one more is refused with 429.", "agora.md §15"
    )
    expired_hour: bool = switch(
        False, "Whether acquire takes resourceExpiredHour, from 1 to 72, as the task's longest life.", "agora.md §15"
    )


@dataclass(kw_only=True)
class AgentShapeSettings:
    """Doubts about 7.x."""

    failure_shape: FailureShape = switch(FailureShape.DETAIL, "The members of an error's body.", "agora.md §14, C14")
    bad_value_status: int = switch(400, "The HTTP status of InvalidFieldValue.", "agora.md §6.7", choices=(400, 422))
    camel_case_time: bool = switch(False, "Whether answers say createTs instead of create_ts.", "agora.md §14, C11")
    path_prefix: PathPrefix = switch(
        PathPrefix.EITHER, "Whether the paths are there without /cn, with it, or both.", "agora.md §14, C5"
    )
    query_needed: bool = switch(
        True,
        "Whether an update must have sequenceId and updateMask; without a mask it changes all it has.",
        "agora.md §14, C6",
    )
    extension_place: ExtensionPlace = switch(
        ExtensionPlace.EITHER, "Where extensionParams are taken.", "agora.md §14, C4"
    )
