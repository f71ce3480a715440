"""Whether the values of a simulated start are within what the vendor permits (tencent.md §3, §8.8).

Written from the vendor's pages and not from our form's declarations: a test holds the two against each other.
"""

from __future__ import annotations

from roomscribe.domain.languages import Language, LanguageStatus, LanguageUse
from roomscribe.vendors.trtc.languages import LANGUAGES
from roomscribe.vendors.trtc.simulator_bounds import LISTED_VOICES, LONGEST_USER_ID, Bounds
from roomscribe.vendors.trtc.simulator_gateway import ApiError
from roomscribe.vendors.trtc.simulator_settings import SpokenVoices, TrtcSettings
from roomscribe.vendors.trtc.simulator_shapes import Part

_EAGERNESS = ("auto", "low", "medium", "high")
_VOICE_MODELS = ("flow_01_turbo", "flow_01_ex")
_MOST_HOT_WORDS = 300
_VOICES = {
    SpokenVoices.LISTED: frozenset(voice for voices in LISTED_VOICES.values() for voice in voices),
    SpokenVoices.SAMPLE: frozenset({"v-female-R2s4N9qJ"}),
}
"""tencent.md §3.4, §9.4"""
_BOUNDS = Bounds("InvalidParameterValue")


def check_start(body: Part, settings: TrtcSettings) -> None:
    """Raises `ApiError` for the first value that is out of bounds."""
    _Checks(settings).start(body)


class _Checks:
    def __init__(self, settings: TrtcSettings) -> None:
        self._settings = settings

    def start(self, body: Part) -> None:
        self._room(body)
        if params := body.part("TranscriptionParams"):
            self._bot(params)
            self._people(params)
        if recognition := body.part("RecognizeConfig"):
            self._recognition(recognition)
        if translation := body.part("TranslationConfig"):
            self._translation(translation)

    def _room(self, body: Part) -> None:
        _BOUNDS.within("SdkAppId", body.integer("SdkAppId"), 1, 2**64 - 1)
        _BOUNDS.room(body, self._settings)
        _BOUNDS.fits("SessionId", body.text("SessionId"), self._settings.longest_session_id)

    def _bot(self, params: Part) -> None:
        _BOUNDS.user_id("TranscriptionParams.UserId", params.text("UserId"))
        if not params.text("UserSig"):
            raise _BOUNDS.bad("TranscriptionParams.UserSig")
        idle = params.integer("MaxIdleTime")
        _BOUNDS.within(
            "TranscriptionParams.MaxIdleTime", idle, self._settings.shortest_idle, self._settings.longest_idle
        )
        if turns := params.part("TurnDetection"):
            _BOUNDS.one_of(
                "TranscriptionParams.TurnDetection.SemanticEagerness",
                turns.text("SemanticEagerness"),
                ("", *_EAGERNESS),
            )
        _BOUNDS.fits("TranscriptionParams.IMAdminUserId", params.text("IMAdminUserId"), LONGEST_USER_ID)
        if params.text("IMAdminUserId") and not params.text("IMAdminUserSig"):
            raise _missing("TranscriptionParams.IMAdminUserSig")

    def _people(self, params: Part) -> None:
        mode, several = params.integer("TranscriptionMode"), params.texts("TargetUserIdList")
        if person := params.text("TargetUserId"):
            _BOUNDS.user_id("TranscriptionParams.TargetUserId", person)
        for person in several:
            _BOUNDS.user_id("TranscriptionParams.TargetUserIdList", person)
        unlimited = (2,) if self._settings.takes_mode_2 else ()
        _BOUNDS.one_of("TranscriptionParams.TranscriptionMode", mode, (0, 1, *unlimited))
        _BOUNDS.at_most("TranscriptionParams.TargetUserIdList", len(several), self._settings.most_people)
        if mode == 1 and not params.text("TargetUserId") and not several:
            message = "The request is missing a required parameter `TranscriptionParams.TargetUserId`."
            raise ApiError(self._settings.missing_person_code, message)
        if mode not in (1, *unlimited) and several:
            raise _BOUNDS.bad("TranscriptionParams.TargetUserIdList")
        if print_ := params.part("VoicePrint"):
            _BOUNDS.one_of("TranscriptionParams.VoicePrint.Mode", print_.integer("Mode"), (0, 1))
            if print_.integer("Mode") == 1 and len(print_.texts("IdList")) != 1:
                raise _BOUNDS.bad("TranscriptionParams.VoicePrint.IdList")

    def _recognition(self, config: Part) -> None:
        if language := config.text("Language"):
            self._known("RecognizeConfig.Language", language, LanguageUse.RECOGNISE)
        alternatives = config.texts("AlternativeLanguage")
        _BOUNDS.at_most("RecognizeConfig.AlternativeLanguage", len(alternatives), self._settings.most_alternatives)
        for code in alternatives:
            known = self._known("RecognizeConfig.AlternativeLanguage", code, LanguageUse.RECOGNISE)
            if code == "zh-dialect" or known.tier not in ("basic", "advanced"):
                raise _BOUNDS.bad("RecognizeConfig.AlternativeLanguage")
        _BOUNDS.within("RecognizeConfig.VadSilenceTime", config.integer("VadSilenceTime"), 240, 2000)
        _BOUNDS.within("RecognizeConfig.VadLevel", config.integer("VadLevel"), 0, 3)
        _BOUNDS.hot_words("RecognizeConfig.HotWordList", config.text("HotWordList"), most=_MOST_HOT_WORDS, spaces=True)

    def _translation(self, config: Part) -> None:
        targets = config.texts("TargetLanguages")
        if not targets:
            raise _BOUNDS.bad("TranslationConfig.TargetLanguages")
        _BOUNDS.at_most("TranslationConfig.TargetLanguages", len(targets), self._settings.most_targets)
        for code in targets:
            self._known("TranslationConfig.TargetLanguages", code, LanguageUse.TRANSLATE_TO)
        _BOUNDS.at_most("TranslationConfig.Terminology", config.count("Terminology"), self._settings.most_terms)
        mode = config.integer("Mode")
        _BOUNDS.one_of("TranslationConfig.Mode", mode, (1, 2))
        voice = config.part("TTSConfig")
        if (mode or self._settings.usual_translation_mode) == 2 and voice is None:
            raise _missing("TranslationConfig.TTSConfig")
        if voice is not None:
            self._voice(voice)

    def _voice(self, voice: Part) -> None:
        """tencent.md §3.4, TTSConfig"""
        known = _VOICES.get(self._settings.spoken_voices)
        if not voice.text("VoiceId") or (known and voice.text("VoiceId") not in known):
            raise _BOUNDS.bad("TranslationConfig.TTSConfig.VoiceId")
        _BOUNDS.one_of("TranslationConfig.TTSConfig.Model", voice.text("Model"), ("", *_VOICE_MODELS))
        _BOUNDS.within("TranslationConfig.TTSConfig.Speed", voice.number("Speed"), 0.5, 2.0)
        volume = voice.number("Volume")
        if volume is not None and not 0 < volume <= 10:
            raise _BOUNDS.bad("TranslationConfig.TTSConfig.Volume")

    def _known(self, name: str, code: str, use: LanguageUse) -> Language:
        language = LANGUAGES.get(code)
        if language is None or use not in language.uses or not self._taken(language, use):
            raise ApiError(self._settings.bad_language_code, f"The value of parameter `{name}` is not a language.")
        return language

    def _taken(self, language: Language, use: LanguageUse) -> bool:
        """The doubts about a language concern its recognition only."""
        if use is LanguageUse.TRANSLATE_TO or language.status is LanguageStatus.CURRENT:
            return True
        if language.status is LanguageStatus.UNSURE:
            return self._settings.takes_english
        return self._settings.takes_withdrawn_languages


def _missing(name: str) -> ApiError:
    return ApiError("MissingParameter", f"The request is missing a required parameter `{name}`.")
