"""Every field of TRTC's StartAITranscription that a person can fill in, declared once (tencent.md §3.1 to §3.4)."""

from __future__ import annotations

from roomscribe.domain.fields import Choice, Column, Field, FieldKind, Limits, Section, When
from roomscribe.domain.languages import LanguageUse
from roomscribe.domain.text import T
from roomscribe.vendors.trtc.advanced_fields import ADVANCED, CN

ROOM_NUMBER, ROOM_TEXT = 0, 1
"""Values of `RoomIdType`."""
WHOLE_ROOM, ONE_PERSON = 0, 1
"""Values of `TranscriptionMode`."""
TEXT_ONLY, SPOKEN = 1, 2
"""Values of `TranslationConfig.Mode`."""
MADE, PASTED = "made", "pasted"
"""Where the bot's signature comes from."""

USER_ID = Limits(
    max_bytes=32,
    pattern=r"[A-Za-z0-9_-]+",
    pattern_hint=T("Use letters A to Z, digits, _ and - only."),
)
"""tencent.md §7.1: what TRTC takes as a user's id."""
_ONE_LINE = Limits(max_length=200)
_TRANSLATING = When(key="target_languages")
_SPEAKING = When(key="translation_mode", among=(SPOKEN,))

_ROOM = (
    Field(
        key="room_type",
        kind=FieldKind.CHOICE,
        section=Section.ROOM,
        label=T("Room type"),
        help=T(
            "How the app made the room. Number 123 and text “123” are different rooms: with the wrong type the bot "
            "waits in an empty room and no captions come."
        ),
        path="RoomIdType",
        required=True,
        default=ROOM_NUMBER,
        choices=(Choice(value=ROOM_NUMBER, label=T("Number")), Choice(value=ROOM_TEXT, label=T("Text"))),
    ),
    Field(
        key="room",
        kind=FieldKind.TEXT,
        section=Section.ROOM,
        label=T("Room"),
        help=T("The room to transcribe: a number from 1 to 4294967295, or a text of up to 64 bytes."),
        path="RoomId",
        required=True,
        limits=Limits(max_bytes=64),
    ),
    Field(
        key="max_idle_time",
        kind=FieldKind.INTEGER,
        section=Section.ROOM,
        label=T("Leave a silent room after"),
        help=T(
            "The bot leaves by itself once nobody has published sound for longer than this. Sent with every start: it "
            "ends a forgotten bot while this console is closed."
        ),
        path="TranscriptionParams.MaxIdleTime",
        required=True,
        default=60,
        unit=T("s"),
        # The vendor states no range for 1.0; this is the one of its successor (tencent.md §3.2, §14).
        limits=Limits(minimum=5, maximum=86400),
    ),
)

_USER = (
    Field(
        key="bot_user_id",
        kind=FieldKind.TEXT,
        section=Section.USER,
        label=T("Bot's user ID"),
        help=T("The bot joins the room under this ID. It must differ from every person's and every other bot's ID."),
        path="TranscriptionParams.UserId",
        required=True,
        default="caption_bot",
        limits=USER_ID,
    ),
    Field(
        key="user_sig_source",
        kind=FieldKind.CHOICE,
        section=Section.USER,
        label=T("Bot's signature"),
        help=T("The bot's password for the room. The console makes it from the SDKSecretKey, or you paste one."),
        required=True,
        default=MADE,
        choices=(
            Choice(
                value=MADE, label=T("Made by the console"), help=T("Made from the SDKSecretKey, which is not sent.")
            ),
            Choice(value=PASTED, label=T("Pasted"), help=T("For accounts whose SDKSecretKey you are not given.")),
        ),
    ),
    Field(
        key="user_sig",
        kind=FieldKind.TEXT,
        section=Section.USER,
        label=T("UserSig"),
        help=T("Made by your app's server for exactly this bot ID. It must be valid until the task ends."),
        path="TranscriptionParams.UserSig",
        required=True,
        secret=True,
        shown_when=(When(key="user_sig_source", among=(PASTED,)),),
    ),
    Field(
        key="transcription_mode",
        kind=FieldKind.CHOICE,
        section=Section.USER,
        label=T("Who is heard"),
        help=T(
            "Have only one bot hear a whole room: two keep each other awake, and both are billed, for up to 10 hours."
        ),
        path="TranscriptionParams.TranscriptionMode",
        required=True,
        default=WHOLE_ROOM,
        choices=(
            Choice(value=WHOLE_ROOM, label=T("Everyone")),
            Choice(value=ONE_PERSON, label=T("Chosen people only")),
        ),
    ),
    Field(
        key="target_user_id",
        kind=FieldKind.TEXT,
        section=Section.USER,
        label=T("Person heard"),
        help=T("The user ID of the person whose speech is transcribed."),
        path="TranscriptionParams.TargetUserId",
        limits=USER_ID,
        shown_when=(When(key="transcription_mode", among=(ONE_PERSON,)),),
    ),
    Field(
        key="target_user_ids",
        kind=FieldKind.TEXTS,
        section=Section.USER,
        label=T("More people heard"),
        help=T("User IDs of several people whose speech is transcribed. Mainland site only."),
        path="TranscriptionParams.TargetUserIdList",
        limits=USER_ID,
        shown_when=(When(key="transcription_mode", among=(ONE_PERSON,)),),
        sites=CN,
    ),
)

_LANGUAGE = (
    Field(
        key="language",
        kind=FieldKind.LANGUAGE,
        section=Section.LANGUAGE,
        label=T("Spoken language"),
        help=T("What people speak. A task recognises one language; for mixed rooms add alternatives."),
        path="RecognizeConfig.Language",
        default="zh",
        placeholder=T("Chinese"),
        language_use=LanguageUse.RECOGNISE,
    ),
    Field(
        key="alternative_languages",
        kind=FieldKind.LANGUAGES,
        section=Section.LANGUAGE,
        label=T("Also spoken"),
        help=T("Up to three further languages to expect. With them the task is billed at the advanced price."),
        path="RecognizeConfig.AlternativeLanguage",
        limits=Limits(max_items=3),
        language_use=LanguageUse.RECOGNISE,
    ),
    Field(
        key="hot_words",
        kind=FieldKind.TABLE,
        section=Section.LANGUAGE,
        label=T("Hot words"),
        help=T("Names and terms to listen for: at most 300, each up to 30 characters, of them up to 10 Chinese ones."),
        path="RecognizeConfig.HotWordList",
        limits=Limits(max_items=300),
        columns=(
            Column(
                key="term",
                kind=FieldKind.TEXT,
                label=T("Term"),
                limits=Limits(
                    max_length=30,
                    pattern=r"[^|,]+",
                    pattern_hint=T("Leave out | and the comma: the vendor separates terms with them."),
                ),
            ),
            Column(
                key="weight",
                kind=FieldKind.CHOICE,
                label=T("Weight"),
                help=T(
                    "1 to 10: how strongly it is preferred. 11: as strongly as possible. 100: replaces sound-alikes."
                ),
                choices=(
                    *(Choice(value=weight, label=T("{weight}", weight=weight)) for weight in range(1, 11)),
                    Choice(value=11, label=T("11 – strongest")),
                    Choice(value=100, label=T("100 – replaces")),
                ),
            ),
        ),
    ),
)

_TRANSLATION = (
    Field(
        key="target_languages",
        kind=FieldKind.LANGUAGES,
        section=Section.TRANSLATION,
        label=T("Translate to"),
        help=T("Captions are translated to these languages. Each language is billed separately."),
        path="TranslationConfig.TargetLanguages",
        language_use=LanguageUse.TRANSLATE_TO,
    ),
    Field(
        key="translation_mode",
        kind=FieldKind.CHOICE,
        section=Section.TRANSLATION,
        label=T("Translation as"),
        help=T("Text, or text that a voice also speaks into the room."),
        path="TranslationConfig.Mode",
        required=True,
        default=TEXT_ONLY,
        choices=(Choice(value=TEXT_ONLY, label=T("Text")), Choice(value=SPOKEN, label=T("Text and voice"))),
        shown_when=(_TRANSLATING,),
    ),
    Field(
        key="tts_voice_id",
        kind=FieldKind.TEXT,
        section=Section.TRANSLATION,
        label=T("Voice"),
        help=T("The vendor's id of the voice that speaks the translation."),
        path="TranslationConfig.TTSConfig.VoiceId",
        required=True,
        placeholder=T("v-female-R2s4N9qJ"),
        limits=_ONE_LINE,
        shown_when=(_TRANSLATING, _SPEAKING),
    ),
    Field(
        key="tts_model",
        kind=FieldKind.CHOICE,
        section=Section.TRANSLATION,
        label=T("Voice model"),
        help=T("How the voice is made."),
        path="TranslationConfig.TTSConfig.Model",
        placeholder=T("flow_01_turbo"),
        choices=(
            Choice(value="flow_01_turbo", label=T("flow_01_turbo")),
            Choice(value="flow_01_ex", label=T("flow_01_ex")),
        ),
        shown_when=(_TRANSLATING, _SPEAKING),
    ),
    Field(
        key="tts_speed",
        kind=FieldKind.DECIMAL,
        section=Section.TRANSLATION,
        label=T("Voice speed"),
        help=T("0.5 is half as fast, 2 twice as fast."),
        path="TranslationConfig.TTSConfig.Speed",
        placeholder=T("1.0"),
        limits=Limits(minimum=0.5, maximum=2.0),
        shown_when=(_TRANSLATING, _SPEAKING),
    ),
    Field(
        key="tts_volume",
        kind=FieldKind.DECIMAL,
        section=Section.TRANSLATION,
        label=T("Voice volume"),
        help=T("Above 0, up to 10; 1 is normal."),
        path="TranslationConfig.TTSConfig.Volume",
        placeholder=T("1.0"),
        limits=Limits(above=0, maximum=10),
        shown_when=(_TRANSLATING, _SPEAKING),
    ),
    Field(
        key="terminology",
        kind=FieldKind.TABLE,
        section=Section.TRANSLATION,
        label=T("Fixed translations"),
        help=T("Terms that are always translated in the same way."),
        path="TranslationConfig.Terminology",
        columns=(
            Column(key="source", kind=FieldKind.TEXT, label=T("Spoken"), limits=_ONE_LINE),
            Column(key="target", kind=FieldKind.TEXT, label=T("Translated"), limits=_ONE_LINE),
        ),
        shown_when=(_TRANSLATING,),
    ),
)

FIELDS: tuple[Field, ...] = (*_ROOM, *_USER, *_LANGUAGE, *_TRANSLATION, *ADVANCED)
"""In the order of the form."""
