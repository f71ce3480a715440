"""The bodies of requests as pydantic models, and how a form's values become them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.fields import Field, Value, Values, given, rows_of, texts_of
from roomscribe.domain.text import T
from roomscribe.vendors.agora.advanced_fields import NO_ENCRYPTION
from roomscribe.vendors.agora.fields import agora_fields
from roomscribe.vendors.agora.limits import AGORA_5, ALL_SPEAKERS, AgoraLimits
from roomscribe.vendors.agora.rules import check, tag_rules
from roomscribe.vendors.agora.storage import NO_REGION, REGION_KEYS

__all__ = ["BotTokens", "build_start", "build_update", "check"]


class Body(BaseModel):
    """Part of a request. Every field may be missing: previews show half-filled forms, and the form says what is due."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        extra="forbid",
        frozen=True,
        coerce_numbers_to_str=True,
        hide_input_in_errors=True,  # storage keys and tokens are among them
    )

    def wire(self) -> dict[str, object]:
        """The JSON object, with the vendor's names and without what is not given."""
        return self.model_dump(by_alias=True, exclude_none=True)


class RtcConfig(Body):
    """agora.md §3.2, §4 and §6.1, `rtcConfig`."""

    channel_name: str | None = None
    sub_bot_uid: str | None = None
    sub_bot_token: str | None = None
    pub_bot_uid: str | None = None
    pub_bot_token: str | None = None
    subscribe_audio_uids: list[str] | None = None
    un_subscribe_audio_uids: list[str] | None = None
    cryption_mode: int | None = None
    secret: str | None = None
    salt: str | None = None
    enable_json_protocol: bool | None = None
    transfer_mode: list[str] | None = None


class SpeakerLanguages(Body):
    """An item of uidLanguagesConfig: pages call the whole an object, examples show an array (agora.md §14, C12)."""

    uid: str | None = None
    languages: list[str] | None = None


class TranslationPair(Body):
    """One source language with its targets."""

    source: str | None = None
    target: list[str] | None = None


class TranslateConfig(Body):
    """agora.md §3.2 and §3.4, `translateConfig`; `enable` belongs to updates alone."""

    enable: bool | None = None
    force_translate_interval: int | None = None
    languages: list[TranslationPair] | None = None


class Storage(Body):
    """agora.md §3.2, `captionConfig.storage`; the keys are spelt as in every example (§14, C2)."""

    access_key: str | None = None
    secret_key: str | None = None
    bucket: str | None = None
    vendor: int | None = None
    region: int | None = None
    file_name_prefix: list[str] | None = None


class ExtensionParams(Body):
    """agora.md §6.1, `extensionParams`."""

    endpoint: str | None = None
    type: str | None = None
    provider: str | None = None
    region: str | None = None
    tag: str | None = None
    tag_by_rule: list[object] | None = None
    sse: str | None = None
    overwritekeys: dict[str, str] | None = None


class CaptionConfig(Body):
    """agora.md §3.2, `captionConfig`."""

    slice_duration: int | None = None
    storage: Storage
    extension_params: ExtensionParams | None = None


class StartBody(Body):
    """agora.md §3.2, §4 and §6.1."""

    name: str | None = None
    """Of 7.x alone, as are the keywords and extensionParams."""
    languages: list[str] | None = None
    uid_languages_config: list[SpeakerLanguages] | None = None
    max_idle_time: int | None = None
    keywords: list[str] | None = None
    rtc_config: RtcConfig
    translate_config: TranslateConfig | None = None
    caption_config: CaptionConfig | None = None
    extension_params: ExtensionParams | None = None


class UpdateBody(Body):
    """agora.md §3.4, §4 and §6.2."""

    languages: list[str] | None = None
    uid_languages_config: list[SpeakerLanguages] | None = None
    keywords: list[str] | None = None
    rtc_config: RtcConfig | None = None
    translate_config: TranslateConfig | None = None


@dataclass(frozen=True, kw_only=True)
class BotTokens:
    """RTC tokens of the two bots; None where a project needs none."""

    sub: str | None = None
    pub: str | None = None


def build_start(
    values: Values, tokens: BotTokens, limits: AgoraLimits = AGORA_5, name: str | None = None
) -> dict[str, object]:
    """The body of a start (agora.md §3.2, §6.1); fields that are hidden or not given are left out."""
    form = _shown(values, agora_fields(limits))
    extension = _extension(form) if form.get("save_captions") else None
    beside_storage = bool(form.get("storage_extension_inside"))
    body = {
        "name": name,
        "languages": form.get("languages"),
        "uid_languages_config": _speakers(form) or None,
        "max_idle_time": form.get("max_idle_time"),
        "keywords": form.get("keywords"),
        "rtc_config": _rtc_config(form, tokens),
        "translate_config": _translation(form) if form.get("translate") else None,
        "caption_config": _captions(form, extension if beside_storage else None) if form.get("save_captions") else None,
        "extension_params": None if beside_storage else extension,
    }
    return StartBody.model_validate(body).wire()


def build_update(
    values: Values, changed: Iterable[str], limits: AgoraLimits = AGORA_5
) -> tuple[str, dict[str, object]]:
    """The mask and body of an update (agora.md §3.4, §6.2) that brings just the changed fields.

    Translation that is switched on brings its languages along: a task that never had any needs both at once.
    Raises `BadRequest` when nothing of it can be sent to a running task.
    """
    known, wanted = agora_fields(limits), set(changed)
    form = _shown(values, known)
    if not form.get("translate"):
        wanted.discard("translations")
    elif "translate" in wanted:
        wanted.add("translations")
    masked = [each for each in known if each.updatable and each.key in wanted]
    if not masked:
        raise BadRequest(T("None of these changes can be made while the task runs."), field=min(changed, default=""))
    # More than a start takes is the form's own limit.
    if "translations" in wanted and limits.sources_at_update < len(_pairs(form)) <= limits.sources_at_start:
        message = T("A running task takes {limit} languages to translate from.", limit=limits.sources_at_update)
        raise BadRequest(message, field="translations")
    mask = ",".join(sorted(each.path for each in masked))  # which is also the order of the vendor's page
    body = UpdateBody.model_validate(_update_body(form, {each.key for each in masked}, limits))
    return mask, body.wire()


def _update_body(form: Values, wanted: set[str], limits: AgoraLimits) -> dict[str, object]:
    body: dict[str, object] = {}
    if "languages" in wanted:
        body["languages"] = form.get("languages")
    if "uid_languages" in wanted:
        body["uid_languages_config"] = _speakers(form)  # an empty array removes them all (§6.2)
    if "keywords" in wanted:
        body["keywords"] = form.get("keywords") or ()
    if "subscribe_uids" in wanted:
        # An empty list would leave the old one in doubt; "all" is the vendor's word for everybody.
        body["rtc_config"] = {"subscribe_audio_uids": form.get("subscribe_uids") or (ALL_SPEAKERS,)}
    if touched := wanted & {"translate", "translations"}:
        # What is not masked is ignored; 6.x wants it in the body all the same (§4).
        sent = {"translate", "translations"} if limits.update_brings_both else touched
        body["translate_config"] = {
            "enable": bool(form.get("translate")) if "translate" in sent else None,
            "languages": _pairs(form) if "translations" in sent else None,
        }
    return body


def _rtc_config(form: Values, tokens: BotTokens) -> dict[str, object]:
    uids, mode, transfer = list(texts_of(form.get("subscribe_uids"))), form.get("encryption"), form.get("transfer_mode")
    return {
        "channel_name": form.get("channel"),
        "sub_bot_uid": form.get("sub_bot_uid"),
        "sub_bot_token": tokens.sub,
        "pub_bot_uid": form.get("pub_bot_uid"),
        "pub_bot_token": tokens.pub,
        # The 5.x start page knows everybody only as the default, not as a word.
        "subscribe_audio_uids": uids if uids and uids != [ALL_SPEAKERS] else None,
        "un_subscribe_audio_uids": form.get("unsubscribe_uids"),
        "cryption_mode": mode if mode != NO_ENCRYPTION else None,
        "secret": form.get("encryption_secret"),
        "salt": form.get("encryption_salt"),
        "enable_json_protocol": form.get("json_captions") or None,
        "transfer_mode": str(transfer).split(",") if transfer else None,
    }


def _translation(form: Values) -> dict[str, object]:
    return {"force_translate_interval": form.get("force_translate_interval"), "languages": _pairs(form)}


def _pairs(form: Values) -> list[dict[str, object]]:
    return [
        {"source": row.get("source") or None, "target": row.get("target") or None}
        for row in rows_of(form.get("translations"))
    ]


def _speakers(form: Values) -> list[dict[str, object]]:
    return [
        {"uid": row.get("uid") or None, "languages": row.get("languages") or None}
        for row in rows_of(form.get("uid_languages"))
    ]


def _captions(form: Values, extension: object) -> dict[str, object]:
    vendor = form.get("storage_vendor")
    region_key = REGION_KEYS.get(vendor, "") if isinstance(vendor, int) else ""
    storage = {
        "access_key": form.get("storage_access_key"),
        "secret_key": form.get("storage_secret_key"),
        "bucket": form.get("storage_bucket"),
        "vendor": vendor,
        "region": form.get(region_key) if region_key else NO_REGION,
        "file_name_prefix": form.get("storage_prefix"),
    }
    return {"slice_duration": form.get("slice_duration"), "storage": storage, "extension_params": extension}


def _extension(form: Values) -> dict[str, object] | None:
    names = {str(row.get("extension") or ""): str(row.get("name") or "") for row in rows_of(form.get("storage_names"))}
    found = {
        "endpoint": form.get("storage_endpoint"),
        "type": form.get("storage_type"),
        "provider": form.get("storage_provider"),
        "region": form.get("storage_region_name"),
        "tag": form.get("storage_tag"),
        "tag_by_rule": tag_rules(form.get("storage_tag_by_rule")),
        "sse": form.get("storage_sse"),
        "overwritekeys": names or None,
    }
    return found if any(given(value) for value in found.values()) else None


def _shown(values: Values, fields: Iterable[Field]) -> dict[str, Value]:
    return {each.key: values[each.key] for each in fields if each.shown(values, "") and given(values.get(each.key))}
