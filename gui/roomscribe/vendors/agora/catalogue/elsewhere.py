"""Words that no call of the console answers, and that people bring from Agora's notifications (agora.md §10.2)."""

from __future__ import annotations

from roomscribe.domain.error_catalogue import CatalogueEntry, Spelling
from roomscribe.domain.text import T, Text

_WHERE = T("Agora's notification 102, which tells how a task ended")
_again = T("Start it again. If it repeats, send the task's ID to Agora's support.")


def _ending(words: str, meaning: Text, remedy: Text, field: str = "") -> CatalogueEntry:
    return CatalogueEntry(
        key=f"agora/ending/{words}",
        vendor="agora",
        code=words,
        spelling=Spelling.ELSEWHERE,
        kind=None,
        meaning=meaning,
        remedy=remedy,
        source="agora.md §10.2",
        field=field,
        where=_WHERE,
    )


ENDINGS: tuple[CatalogueEntry, ...] = (
    _ending(
        "Idle for too long",
        T("The room was quiet for too long, so the bot left."),
        T("Start the task again when people speak, or let the bot wait longer."),
        field="max_idle_time",
    ),
    _ending(
        "Task exceeded maximum lifetime",
        T("The task reached the longest time that Agora permits, so it was ended."),
        T("Start it again if captions are still wanted."),
    ),
    _ending("RTC connection error", T("The bot lost its connection to the channel."), _again),
    _ending("Fatal ASR error", T("Agora's speech recognition broke down."), _again),
    _ending("Fatal Translation error", T("Agora's translation broke down."), _again),
    _ending(
        "token will expire!",
        T("The bot's token expires in about half a minute, and the bot then drops out."),
        T("No call renews it: stop the task and start it again with a token that lasts longer."),
    ),
)
