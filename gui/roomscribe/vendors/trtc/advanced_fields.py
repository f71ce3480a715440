"""The fields of StartAITranscription that most people never touch (tencent.md §3.1 to §3.3)."""

from __future__ import annotations

from roomscribe.domain.fields import Choice, Field, FieldKind, Limits, Section, When
from roomscribe.domain.text import T

CN = frozenset({"cn"})
"""Fields of the mainland site alone: the international one refuses requests that name them (tencent.md §3.8)."""

ADVANCED = (
    Field(
        key="vad_silence_time",
        kind=FieldKind.INTEGER,
        section=Section.ADVANCED,
        label=T("Sentence ends after a pause of"),
        help=T("Shorter pauses give quicker captions, cut into smaller pieces."),
        path="RecognizeConfig.VadSilenceTime",
        placeholder=T("1000"),
        unit=T("ms"),
        limits=Limits(minimum=240, maximum=2000),
    ),
    Field(
        key="vad_level",
        kind=FieldKind.CHOICE,
        section=Section.ADVANCED,
        label=T("Suppress distant voices"),
        help=T("How strongly voices far from the microphone are ignored. The vendor recommends 2."),
        path="RecognizeConfig.VadLevel",
        placeholder=T("0 – off"),
        choices=(
            Choice(value=0, label=T("0 – off")),
            Choice(value=1, label=T("1 – a little")),
            Choice(value=2, label=T("2 – recommended")),
            Choice(value=3, label=T("3 – strongly")),
        ),
    ),
    Field(
        key="semantic_eagerness",
        kind=FieldKind.CHOICE,
        section=Section.ADVANCED,
        label=T("Eagerness to end sentences"),
        help=T("How soon a sentence counts as finished. The vendor's text suggests that it has no effect here."),
        path="TranscriptionParams.TurnDetection.SemanticEagerness",
        placeholder=T("Automatic"),
        choices=(
            Choice(value="auto", label=T("Automatic")),
            Choice(value="low", label=T("Low")),
            Choice(value="medium", label=T("Medium")),
            Choice(value="high", label=T("High")),
        ),
    ),
    Field(
        key="voice_print",
        kind=FieldKind.FLAG,
        section=Section.ADVANCED,
        label=T("Hear one known voice only"),
        help=T("Filters speech by a voice print that was registered at the vendor before."),
        path="TranscriptionParams.VoicePrint.Mode",
    ),
    Field(
        key="voice_print_id",
        kind=FieldKind.TEXT,
        section=Section.ADVANCED,
        label=T("Voice print ID"),
        help=T("The vendor takes exactly one for now."),
        path="TranscriptionParams.VoicePrint.IdList",
        required=True,
        limits=Limits(max_length=200),
        shown_when=(When(key="voice_print", among=(True,)),),
    ),
    Field(
        key="session_id",
        kind=FieldKind.TEXT,
        section=Section.ADVANCED,
        label=T("Session ID"),
        help=T(
            "While a task with this ID lives, the vendor refuses a second one. The console's own ID allows one task "
            "for the whole room, or one for each person heard."
        ),
        path="SessionId",
        placeholder=T("made by the console"),
        # The vendor states no limit (tencent.md §14).
        limits=Limits(
            max_bytes=128, pattern=r"[^\x00-\x1f\x7f\u2028\u2029]+", pattern_hint=T("Remove line breaks and tabs.")
        ),
    ),
    Field(
        key="im_admin_user_id",
        kind=FieldKind.TEXT,
        section=Section.ADVANCED,
        label=T("Chat administrator's user ID"),
        help=T("With it captions travel as Chat group messages instead of TRTC messages. Mainland site only."),
        path="TranscriptionParams.IMAdminUserId",
        limits=Limits(max_bytes=32),
        sites=CN,
    ),
    Field(
        key="im_admin_user_sig",
        kind=FieldKind.TEXT,
        section=Section.ADVANCED,
        label=T("Chat administrator's UserSig"),
        help=T("The signature of that administrator; an ordinary user's is refused."),
        path="TranscriptionParams.IMAdminUserSig",
        required=True,
        secret=True,
        shown_when=(When(key="im_admin_user_id"),),
        sites=CN,
    ),
)
