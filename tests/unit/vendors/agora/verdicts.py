"""What the form and the simulated vendor say to the same values, for every generation."""

from __future__ import annotations

import json
from collections.abc import Callable

from hypothesis import strategies as st

from roomscribe.domain.validation import check_fields
from roomscribe.vendors.agora.errors import field_named
from roomscribe.vendors.agora.fields import agora_fields
from roomscribe.vendors.agora.limits import AGORA_5, AgoraLimits
from roomscribe.vendors.agora.model import BotTokens, build_start
from roomscribe.vendors.agora.rules import check
from roomscribe.vendors.agora.simulator_answers import Refusal
from roomscribe.vendors.agora.simulator_bodies import STRICT, Leniency, check_start
from tests.support.faces import ManualClock
from tests.unit.vendors.agora.stage import profile, values

CODES = ("en-US", "zh-CN", "de-DE", "fr-FR", "ja-JP", "es-ES", "ko-KR")


def near(low: int, high: int) -> st.SearchStrategy[int]:
    """Numbers at both edges and anywhere."""
    edges = [low - 1, low, low + 1, high - 1, high, high + 1]
    return st.sampled_from(edges) | st.integers(-(2**40), 2**40)


UIDS = st.one_of(
    near(1, 4_294_967_295).map(str),
    st.sampled_from(["", "01", "+1", "1.0", "all", "ALL", "²", "x1"]),
)


def form_verdict(form: dict[str, object], limits: AgoraLimits = AGORA_5) -> set[str]:
    """Keys of the fields that the form marks."""
    problems = check_fields(agora_fields(limits), form, "global")
    return {problem.key for problem in (*problems, *check(form, profile(), ManualClock(), limits))}


def refused_field(
    act: Callable[[], object], form: dict[str, object] | None = None, limits: AgoraLimits = AGORA_5
) -> set[str]:
    """Key of the field that the simulated vendor's refusal leads to; empty when it accepts."""
    try:
        act()
    except Refusal as refusal:
        shown = [each for each in agora_fields(limits) if form is None or each.shown(form, "global")]
        return {field_named(refusal.message, shown)}
    return set()


def vendor_verdict(form: dict[str, object], limits: AgoraLimits = AGORA_5, lenient: Leniency = STRICT) -> set[str]:
    """What the simulated vendor says to a start of this form."""
    name = str(form.get("instance_id") or "made") if limits.id_path == "name" else None
    # Through JSON, as it would go over the wire.
    body = json.loads(json.dumps(build_start(form, BotTokens(), limits, name)))
    return refused_field(lambda: check_start(body, limits, lenient), form, limits)


def agree(limits: AgoraLimits = AGORA_5, /, **changes: object) -> None:
    """Both accept, or both refuse, and the vendor's refusal leads to a field that the form marks."""
    form = values(limits, **changes)
    blocked, refused = form_verdict(form, limits), vendor_verdict(form, limits)
    assert bool(blocked) == bool(refused), (blocked, refused)
    assert refused <= blocked
