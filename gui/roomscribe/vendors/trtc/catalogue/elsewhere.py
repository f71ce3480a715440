"""Numbers that no call of the console answers, and that people bring from SDKs, consoles and logs (tencent.md)."""

from __future__ import annotations

from functools import partial

from roomscribe.domain.error_catalogue import CatalogueEntry, Spelling
from roomscribe.domain.text import T, Text


def _met(
    code: str, meaning: Text, remedy: Text, *, where: Text, source: str, prefix: str = "", field: str = ""
) -> CatalogueEntry:
    return CatalogueEntry(
        key=f"trtc/{prefix}{code}",
        vendor="trtc",
        code=f"{prefix}{code}",
        spelling=Spelling.ELSEWHERE,
        kind=None,
        meaning=meaning,
        remedy=remedy,
        source=f"tencent.md {source}",
        field=field,
        where=where,
    )


_signature = partial(
    _met, where=T("Chat and TRTC SDKs, when they check a UserSig"), source="§7.1", field="user_sig_source"
)
_entry = partial(_met, where=T("TRTC SDKs, when somebody enters a room"), source="§7.1")
_ending = partial(_met, where=T("TRTC's webhook 902, which tells how a task ended"), source="§8.4", prefix="LeaveCode ")
_plugin = partial(_met, where=T("TRTC's web SDK, in its plug-in for transcription"), source="§11")
_new_signature = T("Make a new UserSig. Check the application and its SDKSecretKey in the profile.")

ELSEWHERE: tuple[CatalogueEntry, ...] = (
    _signature("70001", T("The UserSig has expired."), T("Make a new one, and check this computer's clock.")),
    _signature(
        "70003",
        T("The UserSig can't be read."),
        T("It may have been cut off when it was copied. Copy it again in full."),
    ),
    _signature("70009", T("The UserSig was made with another application's key."), _new_signature),
    _signature(
        "70013",
        T("The UserSig belongs to another user ID."),
        T("Make one for exactly this user ID; capitals count."),
    ),
    _signature("70014", T("The UserSig belongs to another SDKAppID."), _new_signature),
    _signature(
        "70016",
        T("The application, or its key, is not known."),
        T("Check the SDKAppID, and that the application was not deleted or disabled."),
    ),
    _signature(
        "70020",
        T("The application, or its key, is not known."),
        T("Check the SDKAppID, and that the application was not deleted or disabled."),
    ),
    _signature(
        "70050",
        T("The UserSig was refused too often in a short time."),
        T("Wait a minute, then try a new one."),
    ),
    _entry(
        "-3320",
        T("The UserSig is not valid."),
        _new_signature,
        field="user_sig_source",
    ),
    _entry(
        "-100018",
        T("The room did not accept the UserSig."),
        _new_signature,
        field="user_sig_source",
    ),
    _entry(
        "-100006",
        T("The room asks for a permission (PrivateMapKey) that is missing or wrong."),
        T(
            "The application has advanced permission control switched on. Transcription has no field for it, so a bot "
            "may be unable to join: ask Tencent's support."
        ),
    ),
    _entry(
        "-100013",
        T("The application's service is suspended, usually because a bill is overdue."),
        T("Ask the account's owner to settle the bill in Tencent's console."),
    ),
    _ending("0", T("The task was stopped by a call, as it should be."), T("Nothing to do.")),
    _ending(
        "1",
        T("Somebody removed the bot from the room."),
        T("Ask who manages the room. Start the task again if captions are still wanted."),
    ),
    _ending(
        "2",
        T("Somebody closed the room."),
        T("Start the task again when the room is open, if captions are still wanted."),
    ),
    _ending(
        "3",
        T("TRTC removed the bot: often another user, or another bot, has come in with the same user ID."),
        T("Give each bot a user ID of its own, then start the task again."),
        field="bot_user_id",
    ),
    _ending(
        "4",
        T("TRTC closed the room."),
        T("Start the task again when the room is open, if captions are still wanted."),
    ),
    _ending(
        "98",
        T("The task broke down inside Tencent's service."),
        T("Start it again. If it repeats, send the task's ID to Tencent's support."),
    ),
    _ending(
        "99",
        T("The room was quiet for too long, so the bot left."),
        T("Start the task again when people speak, or let the bot wait longer."),
        field="max_idle_time",
    ),
    _plugin("3000", T("A stop did not get through."), T("The plug-in tries again by itself, twice.")),
    _plugin("2002", T("The task had ended already."), T("Nothing to do.")),
    _plugin("4003", T("The task had ended already."), T("Nothing to do.")),
)
