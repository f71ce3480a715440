"""The blank vendor's form: each field of its start request, declared once, in the order of the form."""

from __future__ import annotations

from roomscribe.domain.fields import Field, FieldKind, Limits, Section
from roomscribe.domain.languages import LanguageUse
from roomscribe.domain.text import T

NAME = Limits(max_bytes=32, pattern=r"[A-Za-z0-9_-]+", pattern_hint=T("Use letters, digits, - and _ only."))
MOST_TARGETS = 3

FIELDS = (
    Field(
        key="room",
        kind=FieldKind.TEXT,
        section=Section.ROOM,
        label=T("Room"),
        help=T("The room the bot joins."),
        path="room",
        required=True,
        limits=NAME,
    ),
    Field(
        key="bot",
        kind=FieldKind.TEXT,
        section=Section.USER,
        label=T("Bot user id"),
        help=T("The user the bot appears as. Nobody else in the room may use it."),
        path="bot",
        required=True,
        default="caption-bot",
        limits=NAME,
    ),
    Field(
        key="passcode",
        kind=FieldKind.TEXT,
        section=Section.USER,
        label=T("Room passcode"),
        help=T("Needed for rooms that are locked."),
        path="passcode",
        secret=True,
    ),
    Field(
        key="spoken",
        kind=FieldKind.LANGUAGE,
        section=Section.LANGUAGE,
        label=T("Spoken language"),
        help=T("What the people in the room speak."),
        path="spoken",
        required=True,
        default="en",
        language_use=LanguageUse.RECOGNISE,
    ),
    Field(
        key="targets",
        kind=FieldKind.LANGUAGES,
        section=Section.TRANSLATION,
        label=T("Translate into"),
        help=T("Captions appear in these languages too."),
        path="targets",
        limits=Limits(max_items=MOST_TARGETS),
        language_use=LanguageUse.TRANSLATE_TO,
        updatable=True,
    ),
    Field(
        key="max_idle_time",
        kind=FieldKind.INTEGER,
        section=Section.ADVANCED,
        label=T("Leave when quiet for"),
        help=T("The bot leaves when nobody has spoken for so long. Sent with every start."),
        path="idle_seconds",
        required=True,
        default=60,
        unit=T("s"),
        limits=Limits(minimum=5, maximum=3600),
        updatable=True,
    ),
)
