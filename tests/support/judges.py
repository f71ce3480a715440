"""What a form and its simulated vendor say to the same values, for any generation: the keys of the fields at fault."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from roomscribe.domain.fields import Field, given
from roomscribe.domain.validation import check_fields
from roomscribe.vendors.agora import limits as agora_limits
from roomscribe.vendors.agora.errors import field_named
from roomscribe.vendors.agora.model import BotTokens
from roomscribe.vendors.agora.model import build_start as agora_start
from roomscribe.vendors.agora.simulator_answers import Refusal
from roomscribe.vendors.agora.simulator_bodies import check_instance_id
from roomscribe.vendors.agora.simulator_bodies import check_start as check_agora
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import load_registry
from roomscribe.vendors.trtc.errors import explain, field_names
from roomscribe.vendors.trtc.model import build_start as trtc_start
from roomscribe.vendors.trtc.simulator_checks import check_start as check_trtc
from roomscribe.vendors.trtc.simulator_gateway import ApiError
from roomscribe.vendors.trtc.simulator_settings import TrtcSettings
from roomscribe.vendors.trtc.simulator_shapes import CALLS, Part, read_body
from roomscribe.vendors.trtc.v2.model import build_create
from roomscribe.vendors.trtc.v2.simulator_checks import check_create
from roomscribe.vendors.trtc.v2.simulator_settings import CloudTranscriptionSettings
from roomscribe.vendors.trtc.v2.simulator_shapes import CALLS as CALLS_2
from tests.unit.vendors.agora.stage import profile as agora_profile
from tests.unit.vendors.trtc.stage import profile as trtc_profile

REGISTRY = load_registry()
AGORA_LIMITS = {
    "agora-5": agora_limits.AGORA_5,
    "agora-6": agora_limits.AGORA_6,
    "agora-7": agora_limits.AGORA_7,
}

FILLED: dict[str, object] = {
    "target_user_id": "alice",
    "target_languages": ("en", "ja"),
    "tts_voice_id": "v-female-R2s4N9qJ",
    "voice_print_id": "vp-1",
    "im_admin_user_id": "admin",
    "im_admin_user_sig": "SIG",
    "user_sig": "SIG",
    "translations": ({"source": "en-US", "target": ("de-DE",)},),
    "encryption_secret": "key",
    "encryption_salt": "A" * 43 + "=",
    "storage_vendor_beyond": False,
    "storage_bucket": "bucket",
    "storage_access_key": "access",
    "storage_secret_key": "secret",
    "storage_endpoint": "https://minio.example",
    "storage_region": 1,
    "storage_region_alibaba": 1,
    "storage_region_tencent": 1,
    "storage_region_huawei": 1,
    "storage_region_baidu": 1,
}
"""What a field is given that is shown and required while the test is about another one."""


def fresh(generation: Generation) -> dict[str, object]:
    """A form with what every task needs."""
    return {each.key: each.initial() for each in generation.fields} | dict(generation.example)


def with_field(generation: Generation, site: str, key: str, value: object) -> dict[str, object]:
    """A form in which this field is shown and has this value, and that lacks nothing else."""
    form = fresh(generation)
    field = generation.field(key)
    assert field is not None
    _show(generation, field, form)
    form[key] = value
    for _ in range(3):  # what is filled in may show something else
        for each in generation.fields:
            needed = each.required or each.key == "target_user_id"
            if each.key != key and needed and each.shown(form, site) and not given(form.get(each.key)):
                form[each.key] = FILLED[each.key]
    return form


def _show(generation: Generation, field: Field, form: dict[str, object]) -> None:
    for when in field.shown_when:
        if not when.holds(form):
            form[when.key] = FILLED[when.key] if when.among is None else when.among[0]
        other = generation.field(when.key)
        if other is not None:
            _show(generation, other, form)


def form_says(generation: Generation, site: str, form: Mapping[str, object]) -> set[str]:
    """Keys of the fields that the form marks."""
    values = {each.key: form.get(each.key) for each in generation.fields if each.shown(form, site)}
    make = trtc_profile if generation.id.startswith("trtc") else agora_profile
    profile = make(site) if make is trtc_profile else agora_profile()
    found = [*check_fields(generation.fields, form, site), *generation.check(values, profile)]
    return {problem.key for problem in found}


def vendor_says(generation: Generation, site: str, form: Mapping[str, object]) -> set[str]:
    """The field to which the simulated vendor's refusal leads; nothing when it accepts."""
    if generation.id in AGORA_LIMITS:
        return _agora_says(generation, site, form)
    try:
        _ask_trtc(generation.id, site, form)
    except ApiError as error:
        return {explain(error.code, error.message, "", field_names(generation.fields, site)).field}
    return set()


def _ask_trtc(generation_id: str, site: str, form: Mapping[str, object]) -> None:
    if generation_id == "trtc-1":
        session = str(form.get("session_id") or "made")
        body = trtc_start(form, site=site, sdk_app_id=1400000001, user_sig="SIG", session_id=session)
        check_trtc(_read(CALLS["StartAITranscription"], body, site), TrtcSettings())
    else:
        body = build_create(form, site=site, sdk_app_id=1400000001, user_sig="SIG")
        check_create(_read(CALLS_2["CreateCloudTranscription"], body, site), site, CloudTranscriptionSettings())


def _read(call: Any, body: object, site: str) -> Part:
    return read_body(call, json.dumps(body).encode(), site)


def _agora_says(generation: Generation, site: str, form: Mapping[str, object]) -> set[str]:
    limits, typed = AGORA_LIMITS[generation.id], str(form.get("instance_id") or "made")
    named = limits.id_path == "name"
    body = json.loads(json.dumps(agora_start(form, BotTokens(), limits, typed if named else None)))
    try:
        if not named:
            check_instance_id({"instanceId": typed}, limits)
        check_agora(body, limits)
    except Refusal as refusal:
        return {field_named(refusal.message, _shown(generation.fields, site, form))}
    return set()


def _shown(fields: Iterable[Field], site: str, form: Mapping[str, object]) -> list[Field]:
    return [each for each in fields if each.shown(form, site)]
