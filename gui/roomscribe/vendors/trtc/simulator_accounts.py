"""The simulated cloud's customers: keys, the applications they own, and what those may do (tencent.md §8.7)."""

from __future__ import annotations

import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass, field

_LETTERS = string.ascii_letters + string.digits


@dataclass
class SimulatedApp:
    """One TRTC application."""

    sdk_app_id: int
    sdk_secret_key: str
    speech_to_text: bool = True
    """Off: FailedOperation.NotAbility."""
    translation: bool = True
    """Off: the same, when a start asks for translation."""
    barred: bool = False
    """FailedOperation.NotAllowed: as for accounts that are too new for version 1.0."""
    full: bool = False
    """ResourceInsufficient.RequestRejection, however few tasks there are."""
    chat_admins: frozenset[str] = frozenset()


@dataclass
class SimulatedAccount:
    """One customer's API key, at one of the two sites."""

    site: str
    """`intl` or `cn`."""
    secret_id: str
    secret_key: str
    token: str = ""
    """For temporary keys: what `X-TC-Token` must say."""
    permitted: frozenset[str] | None = None
    """Actions the key may call; None for all."""
    apps: dict[int, SimulatedApp] = field(default_factory=dict)


def new_account(site: str, given: Mapping[str, str]) -> SimulatedAccount:
    """A customer with one application; what `given` leaves out is random, in the vendor's shapes.

    Its keys are those of the profile: `secret_id`, `secret_key`, `sdk_app_id`, `sdk_secret_key`.
    """
    # International applications have numbers from 2000000000 on, mainland ones from 1400000000 (tencent.md §3.1).
    first = 2_000_000_000 if site == "intl" else 1_400_000_000
    app = SimulatedApp(
        sdk_app_id=int(given.get("sdk_app_id") or first + secrets.randbelow(99_999_999)),
        sdk_secret_key=given.get("sdk_secret_key") or secrets.token_hex(32),
    )
    return SimulatedAccount(
        site=site,
        secret_id=given.get("secret_id") or f"AKID{random_text(32)}",
        secret_key=given.get("secret_key") or random_text(32),
        apps={app.sdk_app_id: app},
    )


def random_text(length: int, alphabet: str = _LETTERS) -> str:
    """Letters and digits that nobody can guess."""
    return "".join(secrets.choice(alphabet) for _ in range(length))
