"""How much one generation of Agora's Real-Time STT allows: the numbers of agora.md §16, one record per generation."""

from __future__ import annotations

from dataclasses import dataclass, replace

HIGHEST_UID = 4_294_967_295
"""agora.md §7.1: uids are 1 to this, written as text."""
ALL_SPEAKERS = "all"
"""agora.md §3.4: `["all"]` as subscribeAudioUids returns to everybody."""
CHANNEL_BYTES = 64
CHANNEL_PATTERN = r"[A-Za-z0-9 !#$%&()+\-:;<=.>?@\[\]^_{}|~,]+"
"""The rule of Agora's RTC SDKs for channel names; a bot can't join a channel that can't exist."""
ID_PATTERN = r"[A-Za-z0-9_-]+"
"""agora.md §3.1."""
SALT_BYTES = 32
"""agora.md §3.2: the salt is base64 of this many bytes."""
PREFIX_PATTERN = r"[A-Za-z0-9]+"
PREFIX_LENGTH = 128
"""agora.md §3.2: all folder names of fileNamePrefix together, with the slashes between them."""
ENDPOINT_PATTERN = r"https?://\S+"
"""agora.md §6.1: extensionParams.endpoint is a full URL with its scheme."""
LONGEST_TOKEN_LIFE = 86_400
"""agora.md §7.9: seconds a bot's RTC token lives at most."""
LONGEST_LIFE = 86_400
"""agora.md §5.3: seconds after which a task of 5.x and 6.x ends that nothing else has ended."""
LONGEST_AGENT_LIFE = 259_200
"""agora.md §6.1: seconds after which a 7.x task is ended in any case, tokens or not."""


@dataclass(frozen=True, kw_only=True)
class AgoraLimits:
    """What a generation accepts; ranges are inclusive, and 0 or nothing means that it has no such field."""

    generation: str
    """Id of the generation."""
    languages: int
    """Spoken languages of a task."""
    speakers_with_languages: int = 0
    """Items of uidLanguagesConfig."""
    languages_of_a_speaker: int = 0
    keywords: int = 0
    subscribed_uids: int
    subscribed_uids_advised: int = 0
    """Where a page gives two numbers (§14, C7): the smaller one."""
    unsubscribed_uids: int = 0
    listening_bot: bool = True
    """A listening bot of its own is required, and differs from the caption bot; else both may be one (§14, C3)."""
    sources_at_start: int
    sources_at_update: int
    """Different source languages of the translation."""
    targets: int
    """Target languages of one source."""
    target_may_be_spoken: bool = False
    """With several spoken languages a target may equal its source (§6.1, since 7.2.2)."""
    update_brings_both: bool = False
    """An update's translateConfig needs `enable` and `languages` together (§4)."""
    idle_seconds: tuple[int, int]
    slice_seconds: tuple[int, int]
    force_translate_seconds: tuple[int, int] | None = None
    id_path: str
    """What the vendor calls the id that we choose."""
    id_length: int
    id_pattern: str | None
    """None where the page gives a length alone."""
    storage_vendors: frozenset[int]
    storage_vendors_doubtful: frozenset[int] = frozenset()
    """Outside the page's table, which an example of the same page breaks (§14, C8): taken with the user's word only."""
    storage_extension: bool = False
    """extensionParams exist."""
    transfer_modes: frozenset[str] = frozenset()
    masks: tuple[str, ...]
    """Configuration paths that an update may name, in the order of the vendor's page."""


AGORA_5 = AgoraLimits(
    generation="agora-5",
    languages=2,
    subscribed_uids=3,
    sources_at_start=2,
    sources_at_update=2,
    targets=5,
    idle_seconds=(5, 2_592_000),
    slice_seconds=(5, 28_800),
    force_translate_seconds=(2, 5),
    id_path="instanceId",
    id_length=64,
    id_pattern=ID_PATTERN,
    storage_vendors=frozenset({1, 5, 6}),
    storage_vendors_doubtful=frozenset({2, 3, 7, 8}),
    transfer_modes=frozenset({"RTC", "RTM"}),
    masks=(
        "languages",
        "rtcConfig.subscribeAudioUids",
        "translateConfig.enable",
        "translateConfig.languages",
    ),
)
"""Generation 5.x (agora.md §3.2, §3.4)."""

AGORA_6 = replace(
    AGORA_5,
    generation="agora-6",
    languages=4,
    speakers_with_languages=5,
    languages_of_a_speaker=4,
    subscribed_uids=32,
    subscribed_uids_advised=3,
    unsubscribed_uids=5,
    sources_at_start=4,
    update_brings_both=True,
    force_translate_seconds=None,
    transfer_modes=frozenset(),
    masks=(*AGORA_5.masks, "uidLanguagesConfig"),
)
"""Generation 6.x: the 5.x calls with other limits (agora.md §4)."""

AGORA_7 = replace(
    AGORA_6,
    generation="agora-7",
    subscribed_uids_advised=0,
    keywords=500,
    listening_bot=False,
    sources_at_update=4,
    targets=10,
    target_may_be_spoken=True,
    update_brings_both=False,
    idle_seconds=(0, 259_200),
    id_path="name",
    id_pattern=None,
    storage_vendors=frozenset({1, 2, 3, 5, 6, 7, 8, 11}),
    storage_vendors_doubtful=frozenset(),
    storage_extension=True,
    masks=(*AGORA_6.masks, "keywords"),
)
"""Generation 7.x (agora.md §6.1, §6.2)."""
