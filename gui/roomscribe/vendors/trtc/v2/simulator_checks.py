"""Whether the values of a simulated CreateCloudTranscription are within what the vendor permits (tencent.md §4.1).

Written from the vendor's pages and not from our form's declarations: a test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Collection

from roomscribe.domain.languages import Language, LanguageUse
from roomscribe.vendors.trtc.simulator_bounds import LISTED_VOICES, Bounds
from roomscribe.vendors.trtc.simulator_gateway import ApiError
from roomscribe.vendors.trtc.simulator_shapes import Part
from roomscribe.vendors.trtc.v2.languages import LANGUAGES
from roomscribe.vendors.trtc.v2.simulator_settings import CloudTranscriptionSettings

_BOUNDS = Bounds("InvalidParameter.OutOfRange")
_LARGEST_VAD_LEVEL = {"intl": 3, "cn": 1}


def check_create(body: Part, site: str, settings: CloudTranscriptionSettings) -> None:
    """Raises `ApiError` for the first value that is out of bounds."""
    _Checks(site, settings).create(body)


def user_ids(params: Part, name: str) -> frozenset[str]:
    """The users of a list of `{UserId}`."""
    return frozenset(user.text("UserId") for user in params.parts(name))


class _Checks:
    def __init__(self, site: str, settings: CloudTranscriptionSettings) -> None:
        self._site = site
        self._settings = settings

    def create(self, body: Part) -> None:
        params = body.part("TranscriptionParam") or Part(None)
        translation = body.part("TranslationParam") or Part(None)
        _given("RoomId", body.text("RoomId"))
        _BOUNDS.room(body, self._settings)
        self._bot(params)
        self._recognition(body.part("AsrParam") or Part(None))
        self._translation(translation)
        self._voices(body.parts("TTSParam"), params, translation.texts("TargetLang"))

    def _bot(self, params: Part) -> None:
        _given("UserId", params.text("UserId"))
        _given("UserSig", params.text("UserSig"))
        _BOUNDS.user_id("TranscriptionParam.UserId", params.text("UserId"))
        for name in ("SubscribeList", "UnSubscribeList"):
            for user_id in user_ids(params, name):
                _BOUNDS.user_id(f"TranscriptionParam.{name}", user_id)
        _BOUNDS.within("TranscriptionParam.MaxIdleTime", params.integer("MaxIdleTime"), 5, 86400)
        modes = (0, 1, 2) if self._settings.custom_mode_2 else (0, 1)
        _BOUNDS.one_of("TranscriptionParam.SendCustomMode", params.integer("SendCustomMode"), modes)

    def _recognition(self, config: Part) -> None:
        _given("ASRLang", config.text("Lang"))
        language = self._known("AsrParam.Lang", config.text("Lang"), LanguageUse.RECOGNISE)
        alternatives = config.texts("AlternativeLanguage")
        _BOUNDS.at_most("AsrParam.AlternativeLanguage", len(alternatives), 4)
        for code in alternatives:
            other = self._known("AsrParam.AlternativeLanguage", code, LanguageUse.RECOGNISE)
            if other.tier != "advanced" or code in ("zh-dialect", "zh-yue"):
                raise _BOUNDS.bad("AsrParam.AlternativeLanguage")
        _BOUNDS.within("AsrParam.VadSilenceTime", config.integer("VadSilenceTime"), 240, 2000)
        _BOUNDS.within("AsrParam.VadLevel", config.integer("VadLevel"), 0, _LARGEST_VAD_LEVEL[self._site])
        _BOUNDS.hot_words("AsrParam.HotWordList", config.text("HotWordList"), most=128, spaces=False)
        for name, largest in (("FilterDirty", 2), ("FilterModal", 2), ("FilterPunc", 1)):
            level = config.integer(name)
            _BOUNDS.within(f"AsrParam.{name}", level, 0, largest)
            if level and language.tier not in ("basic", "standard") and not self._settings.filters_elsewhere:
                raise _BOUNDS.bad(f"AsrParam.{name}")

    def _translation(self, config: Part) -> None:
        targets, glossaries = config.texts("TargetLang"), config.parts("Terminologies")
        _BOUNDS.at_most("TranslationParam.TargetLang", len(targets), self._settings.most_targets)
        for code in targets:
            self._known("TranslationParam.TargetLang", code, LanguageUse.TRANSLATE_TO)
        terms = [term for glossary in glossaries for term in glossary.parts("Terminology")]
        _BOUNDS.at_most("TranslationParam.Terminologies", len(terms), self._settings.most_terms)
        if any(glossary.text("TargetLang") not in targets for glossary in glossaries):
            raise _BOUNDS.bad("TranslationParam.Terminologies")
        if any(not term.text("Source") or not term.text("Target") for term in terms):
            raise _BOUNDS.bad("TranslationParam.Terminologies")

    def _voices(self, voices: list[Part], params: Part, targets: Collection[str]) -> None:
        _BOUNDS.at_most("TTSParam", len(voices), self._settings.most_voices)
        taken = {params.text("UserId")}
        for entry in voices:
            if entry.text("Model") != "flow_02_turbo" or entry.text("Language") not in targets:
                raise _BOUNDS.bad("TTSParam")
            speaker, robot = (_user_of(entry, name) for name in ("TargetUser", "TTSRobotUser"))
            _BOUNDS.user_id("TTSParam", speaker)
            _BOUNDS.user_id("TTSParam", robot)
            if not self._can_be_spoken_for(speaker, params) or robot in taken or robot == speaker:
                raise _BOUNDS.bad("TTSParam")
            taken.add(robot)
            self._voice(entry.part("Voice") or Part(None), entry.text("Language"))

    def _voice(self, voice: Part, language: str) -> None:
        known: tuple[str, ...] = LISTED_VOICES.get(language, ())
        if self._settings.foreign_voices:
            known = tuple(each for voices in LISTED_VOICES.values() for each in voices)
        _BOUNDS.one_of("TTSParam", voice.text("VoiceId"), known)
        _BOUNDS.within("TTSParam", voice.number("Speed"), 0.5, 2.0)
        _BOUNDS.within("TTSParam", voice.number("Volume"), 0, 10)
        _BOUNDS.within("TTSParam", voice.integer("Pitch"), -12, 12)

    def _can_be_spoken_for(self, speaker: str, params: Part) -> bool:
        heard = user_ids(params, "SubscribeList")
        listed = speaker in heard or (not heard and not self._settings.voices_need_list)
        return listed and speaker not in user_ids(params, "UnSubscribeList")

    def _known(self, name: str, code: str, use: LanguageUse) -> Language:
        language = LANGUAGES.get(code)
        elsewhere = code == "yue" and self._site != "cn"
        if language is None or use not in language.uses or elsewhere:
            raise ApiError(self._settings.bad_language_code, f"The value of parameter `{name}` is not a language.")
        return language


def _user_of(entry: Part, name: str) -> str:
    return (entry.part(name) or Part(None)).text("UserId")


def _given(name: str, text: str) -> None:
    if not text:
        raise ApiError(f"MissingParameter.{name}", f"The request is missing a required parameter `{name}`.")
