"""How much one generation of Agora's Real-Time STT allows: the numbers of agora.md §16, one record per generation."""

from __future__ import annotations

from dataclasses import dataclass

HIGHEST_UID = 4_294_967_295
"""agora.md §7.1: uids are 1 to this, written as text."""
ALL_SPEAKERS = "all"
"""agora.md §3.4: `["all"]` as subscribeAudioUids returns to everybody."""
CHANNEL_BYTES = 64
CHANNEL_PATTERN = r"[A-Za-z0-9 !#$%&()+\-:;<=.>?@\[\]^_{}|~,]+"
"""The rule of Agora's RTC SDKs for channel names; a bot can't join a channel that can't exist."""
INSTANCE_ID_PATTERN = r"[A-Za-z0-9_-]+"
"""agora.md §3.1."""
SALT_BYTES = 32
"""agora.md §3.2: the salt is base64 of this many bytes."""
PREFIX_PATTERN = r"[A-Za-z0-9]+"
PREFIX_LENGTH = 128
"""agora.md §3.2: all folder names of fileNamePrefix together, with the slashes between them."""
LONGEST_TOKEN_LIFE = 86_400
"""agora.md §7.9: seconds a bot's RTC token lives at most."""
LONGEST_LIFE = 86_400
"""agora.md §5.3: seconds after which a task ends that nothing else has ended."""


@dataclass(frozen=True, kw_only=True)
class AgoraLimits:
    """What a generation accepts; ranges are inclusive."""

    languages: int
    """Spoken languages of a task."""
    subscribed_uids: int
    sources_at_start: int
    sources_at_update: int
    """Different source languages of the translation."""
    targets: int
    """Target languages of one source."""
    idle_seconds: tuple[int, int]
    slice_seconds: tuple[int, int]
    force_translate_seconds: tuple[int, int]
    instance_id_length: int
    storage_vendors: frozenset[int]
    transfer_modes: frozenset[str]
    masks: tuple[str, ...]
    """Configuration paths that an update may name, in the order of the vendor's page."""


AGORA_5 = AgoraLimits(
    languages=2,
    subscribed_uids=3,
    sources_at_start=2,
    sources_at_update=2,
    targets=5,
    idle_seconds=(5, 2_592_000),
    slice_seconds=(5, 28_800),
    force_translate_seconds=(2, 5),
    instance_id_length=64,
    storage_vendors=frozenset({1, 5, 6}),
    transfer_modes=frozenset({"RTC", "RTM"}),
    masks=(
        "languages",
        "rtcConfig.subscribeAudioUids",
        "translateConfig.enable",
        "translateConfig.languages",
    ),
)
"""Generation 5.x (agora.md §3.2, §3.4)."""
