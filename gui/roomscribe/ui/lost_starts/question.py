"""What closing the row of a lost start means, said before it is done."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.ui.dialogs.sure_dialog import SureDialog
from roomscribe.ui.task_names import place
from roomscribe.ui.theme import Theme
from roomscribe.ui.unproven.limits import billed_until
from roomscribe.vendors.protocol import Generation


def close_question(
    theme: Theme, task: Task, generation: Generation | None, now: float, parent: QWidget | None = None
) -> SureDialog:
    """The dialog in which a person says that they looked, by typing the room's name."""
    reasons = (
        T(
            "The answer to the start in {room} was lost, and the vendor can't be asked about it. If the start arrived, "
            "the bot “{bot}” is in that room.",
            room=place(task),
            bot=task.bot,
        ),
        T(
            "Look first: is “{bot}” among the people of the room, in the vendor's own console or in an app that has "
            "joined it? If it is there, remove it there: it can't be stopped from here.",
            bot=task.bot,
        ),
        T(
            "If a bot is there after all, it goes on unseen, and nobody stops it at its end time. {limit}",
            limit=billed_until(task, generation, now),
        ),
        T(
            "The row ends as “closed by hand”, with your name and never as stopped, since nothing proves an end. Its "
            "room is free again."
        ),
    )
    return SureDialog(
        theme,
        T("Close the row: no bot is there"),
        reasons,
        T("I looked: no bot is there"),
        words=(task.room,),
        danger=True,
        parent=parent,
    )
