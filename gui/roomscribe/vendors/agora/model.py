"""The bodies of 5.x requests as pydantic models, and how a form's values become them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from roomscribe.domain.errors import BadRequest
from roomscribe.domain.fields import Field, Value, Values, given
from roomscribe.domain.text import T
from roomscribe.vendors.agora.advanced_fields import NO_ENCRYPTION
from roomscribe.vendors.agora.fields import AGORA_5_FIELDS
from roomscribe.vendors.agora.limits import ALL_SPEAKERS
from roomscribe.vendors.agora.rules import check
from roomscribe.vendors.agora.storage import AMAZON_S3, NO_REGION

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
    """agora.md §3.2, `rtcConfig`."""

    channel_name: str | None = None
    sub_bot_uid: str | None = None
    sub_bot_token: str | None = None
    pub_bot_uid: str | None = None
    pub_bot_token: str | None = None
    subscribe_audio_uids: list[str] | None = None
    cryption_mode: int | None = None
    secret: str | None = None
    salt: str | None = None
    enable_json_protocol: bool | None = None
    transfer_mode: list[str] | None = None


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


class CaptionConfig(Body):
    """agora.md §3.2, `captionConfig`."""

    slice_duration: int | None = None
    storage: Storage


class StartBody(Body):
    """agora.md §3.2."""

    languages: list[str] | None = None
    max_idle_time: int | None = None
    rtc_config: RtcConfig
    translate_config: TranslateConfig | None = None
    caption_config: CaptionConfig | None = None


class UpdateBody(Body):
    """agora.md §3.4."""

    languages: list[str] | None = None
    rtc_config: RtcConfig | None = None
    translate_config: TranslateConfig | None = None


@dataclass(frozen=True, kw_only=True)
class BotTokens:
    """RTC tokens of the two bots; None where a project needs none."""

    sub: str | None = None
    pub: str | None = None


def build_start(values: Values, tokens: BotTokens, fields: Iterable[Field] = AGORA_5_FIELDS) -> dict[str, object]:
    """The body of a start (agora.md §3.2); fields that are hidden or not given are left out."""
    form = _shown(values, fields)
    body = {
        "languages": form.get("languages"),
        "max_idle_time": form.get("max_idle_time"),
        "rtc_config": _rtc_config(form, tokens),
        "translate_config": _translation(form) if form.get("translate") else None,
        "caption_config": _captions(form) if form.get("save_captions") else None,
    }
    return StartBody.model_validate(body).wire()


def build_update(
    values: Values, changed: Iterable[str], fields: Iterable[Field] = AGORA_5_FIELDS
) -> tuple[str, dict[str, object]]:
    """The mask and body of an update (agora.md §3.4) that brings just the changed fields.

    Translation that is switched on brings its languages along: a task that never had any needs both at once.
    Raises `BadRequest` when nothing of it can be sent to a running task.
    """
    known, wanted = tuple(fields), set(changed)
    form = _shown(values, known)
    if not form.get("translate"):
        wanted.discard("translations")
    elif "translate" in wanted:
        wanted.add("translations")
    masked = [each for each in known if each.updatable and each.key in wanted]
    if not masked:
        raise BadRequest(T("None of these changes can be made while the task runs."), field=min(changed, default=""))
    mask = ",".join(sorted(each.path for each in masked))  # which is also the order of the vendor's page
    body = UpdateBody.model_validate(_update_body(form, {each.key for each in masked}))
    return mask, body.wire()


def _update_body(form: Values, wanted: set[str]) -> dict[str, object]:
    body: dict[str, object] = {}
    if "languages" in wanted:
        body["languages"] = form.get("languages")
    if "subscribe_uids" in wanted:
        # An empty list would leave the old one in doubt; "all" is the vendor's word for everybody.
        body["rtc_config"] = {"subscribe_audio_uids": form.get("subscribe_uids") or (ALL_SPEAKERS,)}
    if wanted & {"translate", "translations"}:
        body["translate_config"] = {
            "enable": bool(form.get("translate")) if "translate" in wanted else None,
            "languages": _pairs(form) if "translations" in wanted else None,
        }
    return body


def _rtc_config(form: Values, tokens: BotTokens) -> dict[str, object]:
    uids, mode, transfer = _texts(form.get("subscribe_uids")), form.get("encryption"), form.get("transfer_mode")
    return {
        "channel_name": form.get("channel"),
        "sub_bot_uid": form.get("sub_bot_uid"),
        "sub_bot_token": tokens.sub,
        "pub_bot_uid": form.get("pub_bot_uid"),
        "pub_bot_token": tokens.pub,
        # The 5.x start page knows everybody only as the default, not as a word.
        "subscribe_audio_uids": uids if uids and uids != [ALL_SPEAKERS] else None,
        "cryption_mode": mode if mode != NO_ENCRYPTION else None,
        "secret": form.get("encryption_secret"),
        "salt": form.get("encryption_salt"),
        "enable_json_protocol": form.get("json_captions") or None,
        "transfer_mode": str(transfer).split(",") if transfer else None,
    }


def _translation(form: Values) -> dict[str, object]:
    return {"force_translate_interval": form.get("force_translate_interval"), "languages": _pairs(form)}


def _pairs(form: Values) -> list[dict[str, object]]:
    rows = form.get("translations")
    return [
        {"source": row.get("source") or None, "target": row.get("target") or None}
        for row in (rows if isinstance(rows, (tuple, list)) else ())
    ]


def _captions(form: Values) -> dict[str, object]:
    vendor = form.get("storage_vendor")
    storage = {
        "access_key": form.get("storage_access_key"),
        "secret_key": form.get("storage_secret_key"),
        "bucket": form.get("storage_bucket"),
        "vendor": vendor,
        "region": form.get("storage_region") if vendor == AMAZON_S3 else NO_REGION,
        "file_name_prefix": form.get("storage_prefix"),
    }
    return {"slice_duration": form.get("slice_duration"), "storage": storage}


def _shown(values: Values, fields: Iterable[Field]) -> dict[str, Value]:
    return {each.key: values[each.key] for each in fields if each.shown(values, "") and given(values.get(each.key))}


def _texts(value: Value) -> list[str]:
    return [str(item) for item in value] if isinstance(value, (tuple, list)) else []
