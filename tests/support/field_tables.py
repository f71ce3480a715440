"""The vendors' field tables, row by row, copied by hand from tencent.md §3.1 to §3.4, §3.8, §4.1 and agora.md §3.1,
§3.2, §3.5, §4, §6.1, §16: what our declarations, and the simulator's checks, are held against."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

FORM = "form"
"""Somebody fills it in, or chooses how it is made."""
CONSOLE = "console"
"""The console sends it by itself."""
NEVER = "never"
"""Not sent, for the reason that stands beside the row."""
YES, NO, WHEN = "yes", "no", "when"
"""Required; WHEN: in company of another field."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a table: a parameter under its full name, and a column where our form has it in a table."""

    path: str
    column: str = ""
    required: str = NO
    between: tuple[float, float] | None = None
    above: float | None = None
    """The range begins above this number instead of at its lower end."""
    bytes: int | None = None
    characters: int | None = None
    items: int | None = None
    options: tuple[object, ...] | None = None
    default: object = None
    """What the vendor takes when it is left out."""
    own_default: object = None
    """What our form begins with, where that is on purpose something else."""
    sites: tuple[str, ...] = ()
    """None for every site."""
    by: str = FORM


def form(path: str, column: str = "", /, **facts: Any) -> Row:
    """A row that the form has."""
    return replace(Row(path=path, column=column), **facts)


CN = ("cn",)
USER = {"bytes": 32}
SPEED, VOLUME_1, VOLUME_2, PITCH = (0.5, 2.0), (0, 10), (0, 10), (-12, 12)

TRTC_1 = (
    # §3.1
    Row(path="SdkAppId", required=YES, by=CONSOLE),
    form("RoomId", required=YES, bytes=64),
    Row(path="TranscriptionParams", required=YES, by=CONSOLE),
    # No limit is documented; ours keeps a typed id from being a whole page.
    form("SessionId", bytes=128),
    form("RoomIdType", options=(0, 1), default=0),
    Row(path="RecognizeConfig", by=CONSOLE),
    Row(path="TranslationConfig", by=CONSOLE),
    # §3.2
    form("TranscriptionParams.UserId", required=YES, **USER),
    form("TranscriptionParams.UserSig", required=YES),
    form("TranscriptionParams.MaxIdleTime", between=(5, 86400), default=60),
    form("TranscriptionParams.TranscriptionMode", options=(0, 1), default=0),
    form("TranscriptionParams.TargetUserId", required=WHEN, **USER),
    form("TranscriptionParams.TargetUserIdList", sites=CN, **USER),
    form("TranscriptionParams.VoicePrint.Mode", options=(False, True), default=0),
    form("TranscriptionParams.VoicePrint.IdList", required=WHEN),
    form(
        "TranscriptionParams.TurnDetection.SemanticEagerness", options=("auto", "low", "medium", "high"), default="auto"
    ),
    form("TranscriptionParams.IMAdminUserId", sites=CN, **USER),
    form("TranscriptionParams.IMAdminUserSig", required=WHEN, sites=CN),
    # §3.3
    form("RecognizeConfig.Language", default="zh"),
    form("RecognizeConfig.AlternativeLanguage", items=3),
    form("RecognizeConfig.HotWordList", items=300),
    form("RecognizeConfig.HotWordList", "term", characters=30),
    form("RecognizeConfig.HotWordList", "weight", options=(*range(1, 12), 100)),
    form("RecognizeConfig.VadSilenceTime", between=(240, 2000), default=1000),
    form("RecognizeConfig.VadLevel", options=(0, 1, 2, 3), default=0),
    # "No longer supported" and "replaced by TranslationConfig": hidden parameters of the mainland's model.
    Row(path="RecognizeConfig.Model", sites=CN, by=NEVER),
    Row(path="RecognizeConfig.TranslationLanguage", sites=CN, by=NEVER),
    # §3.4
    form("TranslationConfig.TargetLanguages", required=WHEN),
    form("TranslationConfig.Mode", options=(1, 2), default=1),
    Row(path="TranslationConfig.TTSConfig", required=WHEN, by=CONSOLE),
    form("TranslationConfig.TTSConfig.VoiceId", required=WHEN),
    form("TranslationConfig.TTSConfig.Model", options=("flow_01_turbo", "flow_01_ex"), default="flow_01_turbo"),
    form("TranslationConfig.TTSConfig.Speed", between=SPEED, default=1.0),
    form("TranslationConfig.TTSConfig.Volume", between=VOLUME_1, above=0, default=1.0),
    form("TranslationConfig.Terminology"),
    form("TranslationConfig.Terminology", "source", required=YES),
    form("TranslationConfig.Terminology", "target", required=YES),
)

TRTC_2 = (
    # §4.1
    Row(path="SdkAppId", required=YES, by=CONSOLE),
    form("RoomId", required=YES, bytes=64),
    form("RoomIdType", required=YES, options=(0, 1)),
    form("TranscriptionParam.UserId", required=YES, **USER),
    form("TranscriptionParam.UserSig", required=YES),
    form("TranscriptionParam.SubscribeList", **USER),
    form("TranscriptionParam.UnSubscribeList", **USER),
    form("TranscriptionParam.MaxIdleTime", between=(5, 86400), default=30),
    form("TranscriptionParam.SendCustomMode", options=(False, True), default=0, own_default=True),
    form("AsrParam.Lang", required=YES),
    form("AsrParam.VadSilenceTime", between=(240, 2000), default=1000),
    form("AsrParam.HotWordList", items=128),
    form("AsrParam.HotWordList", "term", characters=30),
    form("AsrParam.HotWordList", "weight", options=(*range(1, 12), 100)),
    form("AsrParam.AlternativeLanguage", items=4),
    form("AsrParam.VadLevel", options=(0, 1), sites=CN),
    form("AsrParam.VadLevel", options=(0, 1, 2, 3), sites=("intl",)),
    form("AsrParam.FilterDirty", options=(0, 1, 2), default=0),
    form("AsrParam.FilterModal", options=(0, 1, 2), default=0),
    form("AsrParam.FilterPunc", options=(0, 1), default=0),
    form("TranslationParam.TargetLang"),
    form("TranslationParam.Terminologies"),
    form("TranslationParam.Terminologies", "language", required=YES),
    form("TranslationParam.Terminologies", "source", required=YES),
    form("TranslationParam.Terminologies", "target", required=YES),
    form("TTSParam"),
    # Its one value is sent with every row.
    Row(path="TTSParam.Model", required=YES, by=CONSOLE),
    form("TTSParam", "language", required=YES),
    form("TTSParam", "speaker", required=YES, **USER),
    form("TTSParam", "robot", required=YES, **USER),
    form("TTSParam", "voice", required=YES),
    form("TTSParam", "speed", between=SPEED),
    form("TTSParam", "volume", between=VOLUME_2),
    form("TTSParam", "pitch", between=PITCH),
)

_RTC = "rtcConfig"
_STORAGE = "captionConfig.storage"
REGIONS = {
    1: (*range(18), *range(20, 26), 28),
    2: tuple(range(28)),
    3: tuple(range(20)),
    7: tuple(range(16)),
    8: tuple(range(1, 8)),
}
"""agora.md §12.2: the numbers each storage vendor has; the others ignore theirs."""


def _storage(vendors: tuple[int, ...]) -> tuple[Row, ...]:
    return (
        form("captionConfig"),
        form("captionConfig.sliceDuration", between=(5, 28800), default=60),
        Row(path=_STORAGE, required=WHEN, by=CONSOLE),
        form(f"{_STORAGE}.accessKey", required=WHEN),
        form(f"{_STORAGE}.secretKey", required=WHEN),
        form(f"{_STORAGE}.bucket", required=WHEN),
        form(f"{_STORAGE}.vendor", required=WHEN, options=vendors),
        form(f"{_STORAGE}.region", required=WHEN),
        # 128 characters in all, slashes included: a rule of its own, and a test of its own.
        form(f"{_STORAGE}.fileNamePrefix"),
    )


_ENCRYPTION = (
    form(f"{_RTC}.cryptionMode", options=tuple(range(9)), default=0),
    form(f"{_RTC}.secret", required=WHEN),
    form(f"{_RTC}.salt", required=WHEN),
)
_PUB = (form(f"{_RTC}.pubBotUid", required=YES), form(f"{_RTC}.pubBotToken", required=WHEN))
_SUB = (form(f"{_RTC}.subBotUid", required=YES), form(f"{_RTC}.subBotToken", required=WHEN))
_EVERY_AGORA = (
    Row(path=_RTC, required=YES, by=CONSOLE),
    # Agora's STT pages give no limit; the rule is that of the RTC SDKs, without which nobody enters the channel.
    form(f"{_RTC}.channelName", required=YES, bytes=64),
    *_PUB,
    *_ENCRYPTION,
    form(f"{_RTC}.enableJsonProtocol", options=(False, True), default=False),
    # Of updates, §3.4; at a start it says whether there is a translateConfig at all.
    form("translateConfig.enable", options=(False, True)),
    Row(path="translateConfig", by=CONSOLE),
    form("translateConfig.languages", "source", required=YES),
)

AGORA_5 = (
    # §3.1, §3.2
    *_EVERY_AGORA,
    *_SUB,
    form("instanceId", characters=64),
    form("languages", required=YES, items=2),
    form("maxIdleTime", between=(5, 2592000), default=30, own_default=30),
    form(f"{_RTC}.subscribeAudioUids", items=3),
    # Both at once is a third option of the form.
    form(f"{_RTC}.transferMode", options=("RTC", "RTM", "RTC,RTM")),
    form("translateConfig.forceTranslateInterval", between=(2, 5), default=3),
    form("translateConfig.languages", required=WHEN, items=2),
    form("translateConfig.languages", "target", required=YES, items=5),
    # C8: the others with the user's word only.
    *_storage((1, 2, 3, 5, 6, 7, 8)),
)

_UID_LANGUAGES = (
    form("uidLanguagesConfig", items=5),
    form("uidLanguagesConfig", "uid", required=YES),
    form("uidLanguagesConfig", "languages", required=YES, items=4),
)

AGORA_6 = (
    # §4
    *_EVERY_AGORA,
    *_SUB,
    *_UID_LANGUAGES,
    form("instanceId", characters=64),
    form("languages", required=YES, items=4),
    form("maxIdleTime", between=(5, 2592000), default=30, own_default=30),
    form(f"{_RTC}.subscribeAudioUids", items=32),
    form(f"{_RTC}.unSubscribeAudioUids", items=5),
    form("translateConfig.languages", required=WHEN, items=4),
    form("translateConfig.languages", "target", required=YES, items=5),
    *_storage((1, 2, 3, 5, 6, 7, 8)),
)

_EXTENSION = "extensionParams"

AGORA_7 = (
    # §6.1
    *_EVERY_AGORA,
    *_UID_LANGUAGES,
    # Made by the console where nobody types one.
    form("name", characters=64),
    form("languages", required=YES, items=4),
    form("maxIdleTime", between=(0, 259200), default=30, own_default=30),
    form("keywords", items=500),
    form(f"{_RTC}.subBotUid"),
    form(f"{_RTC}.subBotToken", required=WHEN),
    form(f"{_RTC}.subscribeAudioUids", items=32),
    form(f"{_RTC}.unSubscribeAudioUids", items=5),
    form("translateConfig.languages", required=WHEN, items=4),
    form("translateConfig.languages", "target", required=YES, items=10),
    *_storage((1, 2, 3, 5, 6, 7, 8, 11)),
    Row(path=_EXTENSION, by=CONSOLE),
    # C4: the same object in its other place.
    form("captionConfig.extensionParams"),
    form(f"{_EXTENSION}.endpoint", required=WHEN),
    form(f"{_EXTENSION}.type", default="s3"),
    form(f"{_EXTENSION}.provider"),
    form(f"{_EXTENSION}.region"),
    form(f"{_EXTENSION}.tag"),
    form(f"{_EXTENSION}.tagByRule"),
    form(f"{_EXTENSION}.sse", options=("aes256", "kms")),
    form(f"{_EXTENSION}.overwritekeys"),
    form(f"{_EXTENSION}.overwritekeys", "extension", required=YES),
    form(f"{_EXTENSION}.overwritekeys", "name", required=YES),
)

TABLES = {"trtc-1": TRTC_1, "trtc-2": TRTC_2, "agora-5": AGORA_5, "agora-6": AGORA_6, "agora-7": AGORA_7}
