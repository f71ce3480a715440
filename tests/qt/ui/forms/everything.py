"""A generation that has a field of every kind, and the things a form of it needs."""

from __future__ import annotations

from typing import Any

from roomscribe.domain.drafts import Draft
from roomscribe.domain.fields import Choice, Column, Field, FieldKind, Limits, Section, When
from roomscribe.domain.languages import Language, LanguageCatalogue, LanguageStatus, LanguageUse
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T
from roomscribe.domain.validation import Problem, check_fields
from roomscribe.ui.forms.editor import Kit
from roomscribe.ui.theme import Theme
from roomscribe.vendors.protocol import Abilities, CallPreview, Generation, Site, Vendor
from roomscribe.vendors.registry import Registry

BOTH = frozenset({LanguageUse.RECOGNISE, LanguageUse.TRANSLATE_TO})

LANGUAGES = LanguageCatalogue(
    (
        Language(code="zh", name="Chinese", own_name="中文", uses=BOTH, tier="basic", also=("mandarin", "zh-CN")),
        Language(code="en", name="English", own_name="English", uses=BOTH, tier="basic"),
        Language(code="ja", name="Japanese", own_name="日本語", uses=BOTH, tier="advanced"),
        Language(code="ko", name="Korean", own_name="한국어", uses=BOTH, status=LanguageStatus.UNSURE),
        Language(code="es", name="Spanish", own_name="Español", uses=BOTH),
        Language(code="de", name="German", own_name="Deutsch", uses=BOTH),
        Language(code="fr", name="French", own_name="Français", uses=BOTH),
        Language(
            code="16k_zh_large",
            name="Chinese, English and dialects, for noisy rooms",
            own_name="中文、英语和方言（大模型）",
            uses=frozenset({LanguageUse.RECOGNISE}),
            tier="standard",
            status=LanguageStatus.WITHDRAWN,
        ),
    )
)

FIELDS = (
    Field(
        key="room",
        kind=FieldKind.TEXT,
        section=Section.ROOM,
        label=T("Room number"),
        help=T("The room to transcribe."),
        path="RoomId",
        required=True,
        limits=Limits(pattern=r"[0-9]+", pattern_hint=T("A numeric room takes digits only. Switch to “text room”.")),
    ),
    Field(
        key="room_type",
        kind=FieldKind.CHOICE,
        section=Section.ROOM,
        label=T("Room type"),
        help=T("How the app made the room."),
        required=True,
        default=0,
        choices=(Choice(value=0, label=T("Number")), Choice(value=1, label=T("Text"))),
    ),
    Field(
        key="bot",
        kind=FieldKind.TEXT,
        section=Section.USER,
        label=T("Bot user id"),
        help=T("The user the bot appears as."),
        path="TranscriptionParams.UserId",
        required=True,
        default="caption-bot-01",
    ),
    Field(
        key="signature",
        kind=FieldKind.TEXT,
        section=Section.USER,
        label=T("Signature"),
        help=T("The bot's password for the room."),
        secret=True,
    ),
    Field(
        key="people",
        kind=FieldKind.TEXTS,
        section=Section.USER,
        label=T("Listen to"),
        help=T("Only these people are heard."),
        limits=Limits(max_items=32),
        updatable=True,
    ),
    Field(
        key="spoken",
        kind=FieldKind.LANGUAGE,
        section=Section.LANGUAGE,
        label=T("Spoken"),
        help=T("What people speak."),
        path="RecognizeConfig.Language",
        placeholder=T("Chinese"),
        language_use=LanguageUse.RECOGNISE,
    ),
    Field(
        key="keywords",
        kind=FieldKind.TEXTS,
        section=Section.LANGUAGE,
        label=T("Keywords"),
        help=T("Words to listen for."),
        limits=Limits(max_items=500),
    ),
    Field(
        key="hot_words",
        kind=FieldKind.TABLE,
        section=Section.LANGUAGE,
        label=T("Hot words"),
        help=T("Names and terms to listen for."),
        limits=Limits(max_items=300),
        columns=(
            Column(key="term", kind=FieldKind.TEXT, label=T("Term"), limits=Limits(max_length=30)),
            Column(
                key="weight",
                kind=FieldKind.INTEGER,
                label=T("Weight"),
                limits=Limits(minimum=1, maximum=11),
                required=False,
            ),
            Column(
                key="mode",
                kind=FieldKind.CHOICE,
                label=T("Mode"),
                required=False,
                choices=(Choice(value="near", label=T("Near")), Choice(value="exact", label=T("Exact"))),
            ),
        ),
    ),
    Field(
        key="targets",
        kind=FieldKind.LANGUAGES,
        section=Section.TRANSLATION,
        label=T("Into"),
        help=T("Captions appear in these languages too; each is billed separately."),
        path="TranslationConfig.TargetLanguages",
        limits=Limits(max_items=3),
        language_use=LanguageUse.TRANSLATE_TO,
        updatable=True,
    ),
    Field(
        key="speed",
        kind=FieldKind.DECIMAL,
        section=Section.TRANSLATION,
        label=T("Voice speed"),
        help=T("0.5 is half as fast, 2 twice as fast."),
        placeholder=T("1.0"),
        limits=Limits(minimum=0.5, maximum=2),
        shown_when=(When(key="targets"),),
        updatable=True,
    ),
    Field(
        key="pairs",
        kind=FieldKind.TABLE,
        section=Section.TRANSLATION,
        label=T("Pairs"),
        help=T("Which language is translated into which."),
        limits=Limits(max_items=2),
        columns=(
            Column(key="source", kind=FieldKind.LANGUAGE, label=T("From"), language_use=LanguageUse.RECOGNISE),
            Column(key="target", kind=FieldKind.LANGUAGES, label=T("Into"), language_use=LanguageUse.TRANSLATE_TO),
            Column(key="words", kind=FieldKind.TEXTS, label=T("Except"), required=False),
        ),
    ),
    Field(
        key="idle",
        kind=FieldKind.INTEGER,
        section=Section.ADVANCED,
        label=T("Leave a silent room after"),
        help=T("The bot leaves by itself."),
        placeholder=T("60"),
        unit=T("s"),
        limits=Limits(minimum=5, maximum=86400),
        updatable=True,
    ),
    Field(
        key="suppress",
        kind=FieldKind.CHOICE,
        section=Section.ADVANCED,
        label=T("Suppress distant voices"),
        help=T("How strongly voices far from the microphone are ignored."),
        choices=(Choice(value=0, label=T("0 – off")), Choice(value=2, label=T("2 – recommended"))),
    ),
    Field(
        key="json",
        kind=FieldKind.FLAG,
        section=Section.ADVANCED,
        label=T("JSON captions"),
        help=T("Captions as JSON instead of protobuf."),
    ),
    Field(
        key="mainland",
        kind=FieldKind.TEXT,
        section=Section.ADVANCED,
        label=T("Mainland only"),
        help=T("A field of one site."),
        sites=frozenset({"cn"}),
    ),
)


def _nothing(*_args: Any) -> Any:
    raise AssertionError("a form calls no vendor")


def make_generation(generation_id: str = "all-1", fields: tuple[Field, ...] = FIELDS, **changes: Any) -> Generation:
    """A generation with these fields; it can do nothing but be filled in."""
    record: dict[str, Any] = {
        "id": generation_id,
        "title": T("Everything 1.0"),
        "short_title": "All 1.0",
        "sites": (
            Site(id="intl", title=T("International"), base_url="https://all.example"),
            Site(id="cn", title=T("Mainland"), base_url="https://cn.all.example"),
        ),
        "account_fields": (),
        "abilities": Abilities(update_in_place=True),
        "fields": fields,
        "languages": LANGUAGES,
        "states": {},
        "room_key": "room",
        "bot_key": "bot",
        "idle_key": "",
        "check": lambda values, profile: [],
        "spoken": lambda values: (),
        "targets": lambda values: (),
        "idempotency_key": _nothing,
        "clash_keys": lambda values, profile: frozenset(),
        "preview": lambda values, profile: (
            CallPreview(call="start", method="POST", url="https://all.example/start", body=dict(values)),
        ),
        "make_client": _nothing,
        "make_cloud": _nothing,
        "example": {"room": "500123", "spoken": "zh", "targets": ("en", "ja")},
    }
    return Generation(**{**record, **changes})


def make_registry(*generations: Generation) -> Registry:
    """A registry of one vendor with these generations."""
    return Registry([Vendor(id="all", title=T("Everything"), colour="teal", generations=generations)])


def make_profile(**changes: Any) -> Profile:
    """A profile of the generation that has everything."""
    record: dict[str, Any] = {
        "id": "p1",
        "name": "TRTC demo",
        "vendor": "all",
        "generation": "all-1",
        "site": "intl",
        "region": "ap-singapore",
    }
    return Profile(**{**record, **changes})


def make_kit() -> Kit:
    """What editors need, in the light theme."""
    return Kit(theme=Theme("light"), languages=LANGUAGES)


def find_problems(generation: Generation, site: str, draft: Draft) -> list[Problem]:
    """The launcher's checks, without a launcher."""
    return check_fields(generation.fields, draft.values, site)


def field(key: str) -> Field:
    """The field with this key."""
    return next(each for each in FIELDS if each.key == key)
