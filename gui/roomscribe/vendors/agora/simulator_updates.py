"""How the simulated cloud takes an update: mask, sequence, spacing, replacement (agora.md §3.4, §5.4)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlencode

from roomscribe.vendors.agora.limits import AgoraLimits
from roomscribe.vendors.agora.simulator_answers import Refusal, bad_body, bad_parameter
from roomscribe.vendors.agora.simulator_settings import LifeSettings, Reaction
from roomscribe.vendors.agora.simulator_tasks import Configuration, SimulatedTask

HIGHEST_SEQUENCE = 2**63 - 1

_ATTRIBUTES = {
    "languages": "languages",
    "uidLanguagesConfig": "speakers",
    "keywords": "keywords",
    "rtcConfig.subscribeAudioUids": "subscribed",
    "translateConfig.enable": "translating",
    "translateConfig.languages": "pairs",
}
"""Attribute of `Configuration` by mask path."""

_CLEARED: Mapping[str, Any] = {
    "languages": (),
    "uidLanguagesConfig": (),
    "keywords": (),
    "rtcConfig.subscribeAudioUids": None,
    "translateConfig.enable": False,
    "translateConfig.languages": (),
}
"""What a masked path without a value becomes, where the settings let it clear."""


@dataclass(frozen=True, kw_only=True)
class UpdateWish:
    """A well-formed update."""

    sequence: int
    values: Mapping[str, Any]
    """New values by masked path."""


def completed(query: str, body: Mapping[str, Any], task: SimulatedTask) -> str:
    """The query with what a 7.x update may leave out: the next number, and a mask of all that the body has."""
    given = parse_qs(query, keep_blank_values=True)
    missing = {} if "sequenceId" in given else {"sequenceId": str(task.sequence + 1)}
    missing |= {} if "updateMask" in given else {"updateMask": ",".join(body)}
    return "&".join(each for each in (query, urlencode(missing, safe=",")) if each)


def read_update(raw: str, body: Mapping[str, Any], limits: AgoraLimits, settings: LifeSettings) -> UpdateWish:
    """The masked part of a checked body; raises the refusal for a bad query. `raw` is the query as it was sent."""
    if not settings.encoded_commas:
        raw = re.sub("%2[Cc]", "%252C", raw)
    query = {name: values[0] for name, values in parse_qs(raw, keep_blank_values=True).items()}
    sequence = query.get("sequenceId", "")
    if not re.fullmatch(r"[0-9]{1,19}", sequence) or int(sequence) > HIGHEST_SEQUENCE:
        raise bad_parameter("sequenceId must be an integer of 0 or more")
    if "updateMask" not in query:
        raise bad_parameter("updateMask is required")
    values: dict[str, Any] = {}
    for path in _masked(query["updateMask"], limits, settings):
        if path in body:
            values[path] = body[path]
        elif settings.mask_without_field is Reaction.ACCEPT:
            values[path] = _CLEARED[path]
        elif settings.mask_without_field is not Reaction.IGNORE:
            raise bad_body(path, "named by updateMask, and missing in the body")
    return UpdateWish(sequence=int(sequence), values=values)


def _masked(mask: str, limits: AgoraLimits, settings: LifeSettings) -> list[str]:
    if not mask:
        if settings.empty_mask is Reaction.REFUSE:
            raise bad_body("updateMask", "names nothing")
        return []
    paths = mask.split(",")
    unknown = [path for path in paths if path not in limits.masks]
    if unknown and settings.unknown_mask is Reaction.REFUSE:
        raise bad_body("updateMask", f"unknown path {unknown[0]!r}")
    return [path for path in paths if path in limits.masks]


def update(task: SimulatedTask, wish: UpdateWish, now: float, settings: LifeSettings) -> None:
    """Replace the masked values, unless the update is stale or early and the settings say otherwise."""
    new = _replaced(task.configuration, wish.values)
    stale = bad_parameter("sequenceId must be larger than that of the update before")
    if wish.sequence <= task.sequence and not _takes(settings.stale_sequence, stale):
        return
    task.sequence = max(task.sequence, wish.sequence)
    early = bad_parameter(f"wait {settings.update_spacing:g} seconds between updates")
    if now - task.changed_at < settings.update_spacing and not _takes(settings.early_update, early):
        return
    task.configuration, task.changed_at = new, now


def _replaced(old: Configuration, values: Mapping[str, Any]) -> Configuration:
    new = replace(old, **{_ATTRIBUTES[path]: value for path, value in values.items()})
    if values.get("translateConfig.enable") and not new.pairs:
        raise bad_body("translateConfig.languages", "required to switch translation on")
    return new


def _takes(reaction: Reaction, refusal: Refusal) -> bool:
    """Whether a doubtful update takes effect; raises where it is refused."""
    if reaction is Reaction.REFUSE:
        raise refusal
    if reaction is Reaction.SLOW_DOWN:
        raise Refusal(429, refusal.message)
    return reaction is Reaction.ACCEPT
