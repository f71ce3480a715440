"""Forms of every generation with everything in them: each part shown, long and Chinese texts, doubtful choices."""

from __future__ import annotations

from typing import Any

from roomscribe.vendors.protocol import Generation

LONG_ID = "the_interpreter_of_the_all_hands"
CHINESE = "腾讯云实时音视频"
TERMS: tuple[dict[str, Any], ...] = ({"term": CHINESE, "weight": 100}, {"term": "Kubernetes", "weight": 11})

TRTC: dict[str, Any] = {
    "room_type": 1,
    "room": "周会-" + "三年级数学" * 3,
    "bot_user_id": LONG_ID,
    "user_sig_source": "pasted",
    "user_sig": "x" * 200,
    "alternative_languages": ("ja", "ko", "vi"),
    "hot_words": TERMS,
    "target_languages": ("en", "ja", "es", "pt", "fr", "de", "ru", "ar"),
    "terminology": ({"language": "en", "source": "云计算平台的名称", "target": "the name of the cloud platform"},),
    # 1.0
    "transcription_mode": 1,
    "target_user_id": LONG_ID,
    "target_user_ids": ("bob", LONG_ID),
    "translation_mode": 2,
    "tts_voice_id": "v-female-R2s4N9qJ",
    "voice_print": True,
    "im_admin_user_id": LONG_ID,
    # 2.0
    "heard_user_ids": ("alice", "bob", LONG_ID),
    "unheard_user_ids": ("dave",),
    "voices": (
        {"speaker": "alice", "language": "en", "voice": "v-female-P6q9LmR2", "robot": LONG_ID, "pitch": -12},
        {"speaker": LONG_ID, "language": "id", "voice": "v-female-W5n8HgB2", "robot": "voice_2", "speed": 1.5},
    ),
}
AGORA: dict[str, Any] = {
    "channel": "weekly-all-hands-with-interpreters-in-five-languages",
    "bot_tokens": "pasted",
    "sub_bot_uid": "47091",
    "sub_bot_token": "x" * 200,
    "pub_bot_token": "y" * 200,
    "subscribe_uids": ("1001", "1002", "4294967295"),
    "languages": ("zh-CN", "ar-PS", "zh-CN-shandong", "cmn-CN"),
    "uid_languages": ({"uid": "4294967295", "languages": ("zh-CN", "en-US", "zh-TW", "cmn-CN")},),
    "keywords": ("声网", "Kubernetes", "实时转写与翻译服务"),
    "translate": True,
    "translations": (
        {"source": "zh-CN", "target": ("en-US", "zh-TW", "ja-JP", "ar-AE", "no-NO")},
        {"source": "zh-TW", "target": ("zh-HK", "de-DE")},
    ),
    "transfer_mode": "RTC,RTM",
    "json_captions": True,
    "encryption": 8,
    "encryption_secret": "key",
    "encryption_salt": "A" * 43 + "=",
    "save_captions": True,
    "storage_vendor": 2,
    "storage_vendor_beyond": True,
    "storage_region_alibaba": 13,
    "storage_bucket": "字幕存档-captions-archive",
    "storage_access_key": "access",
    "storage_secret_key": "secret",
    "storage_prefix": ("2026", "allhands", "interpreted"),
    "storage_tag_by_rule": '[{"key": "lesson", "value": "三年级"}]',
    "storage_names": ({"extension": "m3u8", "name": "字幕"},),
}
SPOKEN = {"trtc-1": {"language": "16k_zh_large"}, "trtc-2": {"language": "16k_zh_large"}}
"""The longest names."""
DOUBTFUL = {"trtc-1": {"language": "16k_zh_court"}, "trtc-2": {"language": "16k_zh_en"}}


def everything(generation: Generation) -> dict[str, Any]:
    """Values that show every part of the form, as far as parts don't exclude each other."""
    known = {each.key for each in generation.fields}
    values = {key: value for key, value in (TRTC | AGORA).items() if key in known}
    return values | SPOKEN.get(generation.id, {})


def doubtful(generation: Generation) -> dict[str, Any]:
    """Like it, with choices that have something to be said against them, and the other parts."""
    other = {
        "storage_vendor": 11 if generation.id == "agora-7" else 5,
        "storage_endpoint": "https://captions.storage.example",
        "bot_tokens": "made",
        "languages": ("xx-XX", "hsn-CN"),
        "transcription_mode": 0,
        "filter_dirty": 2,
    }
    values = everything(generation)
    values |= {key: value for key, value in other.items() if generation.field(key) is not None}
    return values | DOUBTFUL.get(generation.id, {})


FILLINGS = {"everything": everything, "doubtful": doubtful}
