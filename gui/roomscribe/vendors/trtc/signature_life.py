"""Until when a bot's UserSig lets it stay in the room (tencent.md §7)."""

from __future__ import annotations

from roomscribe.domain.fields import Values
from roomscribe.vendors.trtc.fields import MADE, PASTED
from roomscribe.vendors.trtc.usersig import UnreadableUserSig, read_user_sig

VERSION = "2019-07-22"
SHORTEST_SIGNATURE = 24 * 3600.0
"""Seconds a bot's signature lives at least: whoever extends a task must not come up against it (tencent.md §7.1)."""
ENDLESS_SIGNATURE = 7 * 24 * 3600.0
"""Seconds it lives for a task without an end. Whether a task survives its signature is not documented, so it must be
long; the vendor's own libraries give 180 days, for which nobody should be able to enter a room with a stolen one."""
SIGNATURE_MARGIN = 3600.0
"""Seconds a bot's signature outlives its task."""


def signature_life(runs_for: float) -> int:
    """Seconds a signature that is made here lives, for a task of this length; 0 means without an end."""
    return int(max(SHORTEST_SIGNATURE, runs_for + SIGNATURE_MARGIN) if runs_for > 0 else ENDLESS_SIGNATURE)


def token_ends(values: Values, runs_for: float, now: float) -> float | None:
    """UTC seconds when the signature that these values bring expires; None where it can't be read."""
    source = values.get("user_sig_source")
    if source == MADE:
        return now + signature_life(runs_for)
    if source != PASTED:
        return None
    try:
        return float(read_user_sig(str(values.get("user_sig") or "")).expires_at)
    except UnreadableUserSig:
        return None
