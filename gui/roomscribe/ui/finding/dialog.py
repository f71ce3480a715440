"""The window that lists a vendor's tasks, whoever started them, and adopts or stops them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QStackedWidget, QWidget

from roomscribe.domain.errors import BadRequest, CallFailed
from roomscribe.domain.lengths import in_minutes, spoken
from roomscribe.domain.profiles import Profile
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.runtime.dialogs import ask
from roomscribe.services.finder import HasEnded
from roomscribe.services.listing import Found, Listing
from roomscribe.ui.dialogs.frame import DialogWork, FramedDialog
from roomscribe.ui.dialogs.message_dialog import confirm, note_details
from roomscribe.ui.dialogs.parts import Banner, Tone, button, label, set_enabled_because
from roomscribe.ui.dialogs.question import Question
from roomscribe.ui.dialogs.sure_dialog import SureDialog
from roomscribe.ui.empty_states import EmptyState
from roomscribe.ui.finding.adopt_dialog import AdoptDialog
from roomscribe.ui.finding.model import FoundModel, FoundRow
from roomscribe.ui.finding.offers import adopt_offer, show_offer, stop_offer, stop_question
from roomscribe.ui.finding.tools import FindTools
from roomscribe.ui.finding.view import FoundView
from roomscribe.ui.finding.wishes import Wishes
from roomscribe.ui.notices import Notice, notice_of
from roomscribe.ui.theme import Role, metrics
from roomscribe.ui.words import say

WIDTH = 1024
SETTLE_MS = 100
"""News of the ledger come in bursts."""
TICK_MS = 1000
Act = Callable[[Found], Awaitable[Task]]


class FindDialog(FramedDialog):
    """Loading ends with the window; what was begun with a task goes on, and `tell` hears of what fails then."""

    task_requested = Signal(object)
    """Local id of the row that somebody wants to see; the window has closed."""

    def __init__(
        self, tools: FindTools, *, current: str = "", tell: Callable[[Notice], None], parent: QWidget | None = None
    ) -> None:
        """`current`: id of the profile to begin with. There must be one that can list."""
        super().__init__(T("Find tasks at the vendor"), width=WIDTH, scrolls=False, parent=parent)
        self._tools, self._tell = tools, tell
        self._open = True
        self.wishes = Wishes(tools.finder.profiles(), current, registry=tools.registry, theme=tools.theme)
        self._model = FoundModel(tools.clock, self)
        self.view = FoundView(self._model, tools.theme)
        self._reach = label("", Role.NOTE)
        self._empty = EmptyState(tools.theme, "find", " ", say(T("Look again")))
        self._waiting = EmptyState(tools.theme, "find", say(T("The vendor is being asked.")))
        self._pages = QStackedWidget()
        self._count = label("", Role.DIM)
        self._more = button(T("Load more"))
        self._progress = QProgressBar()
        self._banner = Banner(tools.theme)
        self._copy, self._show = button(T("Copy id")), button(T("Show row"))
        self._close, self._stop = button(T("Close")), button(T("Stop"), Role.DANGER)
        self._adopt = button(T("Adopt…"), Role.PRIMARY)
        self._listing: Listing | None = None
        self._failed = False
        """The last page could not be loaded."""
        self._fresh = True
        """Nothing was shown yet."""
        self._loading = self.own(tools.spawner)
        # Not owned by the window: what is being written down must not break off because somebody closed it.
        self._acting = DialogWork(tools.spawner)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._tick = QTimer(self, interval=TICK_MS)
        self._lay_out()
        self._connect()
        self._begin()

    def done(self, result: int) -> None:
        self._open = False
        self._unsubscribe()
        self._settle.stop()
        self._tick.stop()
        super().done(result)

    # News of the store

    def task_added(self, task: Task) -> None:
        """A listed task may have a row now."""
        self.task_changed(task)

    def task_changed(self, task: Task) -> None:
        """A row may say something else now."""
        if not self._settle.isActive():
            self._settle.start()

    # Putting together

    def _lay_out(self) -> None:
        for page in (self.view, self._empty, self._waiting):
            self._pages.addWidget(page)
        self._progress.setRange(0, 0)
        self._progress.setAccessibleName(say(T("Asking the vendor")))
        below = QHBoxLayout()
        below.setSpacing(metrics.PANEL)
        below.addWidget(self._count)
        below.addWidget(self._more)
        below.addStretch(1)
        self.body.addWidget(self.wishes)
        self.body.addWidget(self._reach)
        self.body.addWidget(self._pages, 1)
        self.body.addLayout(below)
        self.status.addWidget(self._progress)
        self.status.addWidget(self._banner)
        self.add_buttons(self._close, self._stop, self._adopt, left=(self._copy, self._show))

    def _connect(self) -> None:
        self.wishes.asked.connect(self._begin)
        self._empty.pressed.connect(self._begin)
        self._more.clicked.connect(self._on_more)
        self.view.selectionModel().selectionChanged.connect(self._look)
        self.view.doubleClicked.connect(self._on_double_clicked)
        self._model.dataChanged.connect(self._look)
        self._copy.clicked.connect(self.view.copy)
        self._show.clicked.connect(self._on_show)
        self._close.clicked.connect(self.reject)
        self._stop.clicked.connect(self._on_stop)
        self._adopt.clicked.connect(self._on_adopt)
        self._settle.timeout.connect(self._on_settled)
        self._tick.timeout.connect(self._model.tick)
        self._tick.start()
        self._unsubscribe = self._tools.store.subscribe(self)

    # Loading

    def _begin(self) -> None:
        """Forget the list and ask for it anew."""
        profile = self.wishes.profile()
        self._model.clear()
        self._banner.hide()
        self._reach.setText(say(_reach(self.wishes.generation().abilities.list_reaches)))
        self._listing = self._tools.finder.listing(profile.id, word=self.wishes.word(), room=self.wishes.room())
        self._load(self._listing)

    def _on_more(self) -> None:
        if self._listing is not None:
            self._banner.hide()
            self._load(self._listing)

    def _load(self, listing: Listing) -> None:
        self._failed = False
        self._loading.start(self._pages_of(listing), name="list tasks")
        self._show_loading(True)

    async def _pages_of(self, listing: Listing) -> None:
        """One more page; at the beginning the first one of every state."""
        before = len(listing.tasks)
        try:
            while listing.more and (not listing.opened or len(listing.tasks) == before):
                await listing.load()
                self._on_settled()
                self._model.set_found(listing.tasks)
                self._show_loading(True)  # what is there can be read while the rest comes
        except (BadRequest, CallFailed) as failure:
            self._failed = True
            self._show_failure(failure)
        except Exception:
            self._failed = True
            self._show_loading(False)
            raise  # whoever supervises tells the kind of error
        self._show_loading(False)

    def _show_loading(self, loading: bool) -> None:
        self._progress.setVisible(loading)
        words = self._count_words(loading)
        self._count.setText(say(words) if words is not None else "")
        again = self._failed or (self._listing is not None and self._listing.more)
        self._more.setVisible(bool(self._model.rows) and not loading and again)
        self._more.setText(say(T("Try again") if self._failed else T("Load more")))
        self._show_page(loading)
        self._look()

    def _show_page(self, loading: bool) -> None:
        if self._model.rows:
            self._pages.setCurrentWidget(self.view)
            if self._fresh and not loading:
                self._fresh = False
                self.view.setFocus()  # who opens this window wants to go through the list
            return
        room = self.wishes.room()
        nothing = (
            T("The vendor lists no such task in {room}.", room=room) if room else T("The vendor lists no such task.")
        )
        self._empty.sentence.setText(say(T("Nothing could be loaded.") if self._failed else nothing))
        self._pages.setCurrentWidget(self._waiting if loading else self._empty)

    def _count_words(self, loading: bool) -> Text | None:
        listing, count = self._listing, len(self._model.rows)
        if listing is None or (not count and not loading):
            return None
        if loading and not listing.opened:
            return T("{count} so far", count=count)
        if not listing.more:
            return T("1 task") if count == 1 else T("{count} tasks", count=count)
        if listing.total is None:
            return T("{count}, and there are more", count=count)
        return T("{count} of {total}", count=count, total=listing.total)

    def _show_failure(self, failure: BadRequest | CallFailed) -> None:
        title = T("The next page could not be loaded") if self._model.rows else T("The list could not be loaded")
        if isinstance(failure, BadRequest):
            self._banner.show_message(Tone.BAD, say(title), say(failure.message))
        else:
            words = f"{say(failure.note.meaning)} {say(failure.note.remedy)}"
            self._banner.show_message(Tone.BAD, say(title), words, note_details(failure.note), error=failure.note)

    def _on_settled(self) -> None:
        self._model.set_known(self._tools.finder.known(self.wishes.profile().id))

    # Acts

    def _look(self) -> None:
        """Bring labels and reasons up to date with what is chosen."""
        chosen, busy = self.view.chosen(), self._acting.running
        for offered, offer in ((self._adopt, adopt_offer(chosen, busy)), (self._stop, stop_offer(chosen, busy))):
            offered.setText(say(offer.label))
            set_enabled_because(offered, say(offer.why_not) if offer.why_not else "")
        show = show_offer(chosen)
        set_enabled_because(self._show, say(show.why_not) if show.why_not else "")
        set_enabled_because(self._copy, "" if chosen else say(T("Select a task first.")))

    def _on_double_clicked(self) -> None:
        if self._show.isEnabled():
            self._on_show()
        elif self._adopt.isEnabled():
            self._on_adopt()

    def _on_show(self) -> None:
        row = self.view.chosen()[0].task
        if row is not None:
            self.accept()
            self.task_requested.emit(row.id)

    def _on_adopt(self) -> None:
        rows = [row for row in self.view.chosen() if not row.known and not row.ended]
        self._act(self._adopt_rows(rows, self.wishes.profile()), "adopt tasks")

    def _on_stop(self) -> None:
        rows = [row for row in self.view.chosen() if not row.ended]
        self._act(self._stop_rows(rows, self.wishes.profile()), "stop listed tasks")

    def _act(self, act: Awaitable[None], name: str) -> None:
        self._banner.hide()
        self._acting.start(self._acted(act), name=name)
        self._look()

    async def _acted(self, act: Awaitable[None]) -> None:
        try:
            await act
        finally:
            if self._open:
                # After this turn, when the work counts as ended.
                QTimer.singleShot(0, self, self._look)

    async def _adopt_rows(self, rows: list[FoundRow], profile: Profile) -> None:
        dialog = AdoptDialog(
            profile,
            self._tools.registry.generation(profile.generation),
            len(rows),
            rooms_known=all(row.found.room for row in rows),
            too_long=lambda minutes: self._tools.finder.too_long(profile.id, minutes),
            theme=self._tools.theme,
            parent=self,
        )
        if await ask(dialog) != QDialog.DialogCode.Accepted:
            return
        minutes = dialog.minutes()
        await self._each(rows, T("is being adopted…"), lambda found: self._tools.finder.adopt(found, minutes=minutes))

    async def _stop_rows(self, rows: list[FoundRow], profile: Profile) -> None:
        question = stop_question(rows, profile)
        if question is None or await self._sure(question, rows, profile):
            await self._each(rows, T("is being stopped…"), self._tools.finder.stop)

    async def _sure(self, question: Question, rows: list[FoundRow], profile: Profile) -> bool:
        """Whether it is meant; on production the profile's name or the room must be typed."""
        tell = (question.title, question.text, question.label)
        if not profile.production or all(row.known for row in rows):
            return await confirm(self._tools.theme, *tell, detail=question.detail, parent=self)
        rooms = {row.found.room for row in rows} - {""}
        words = [profile.name, *(rooms if len(rooms) == 1 else ())]
        title, text, label = tell
        dialog = SureDialog(
            self._tools.theme, title, [text], label, words=words, detail=question.detail, danger=True, parent=self
        )
        return await ask(dialog) == QDialog.DialogCode.Accepted

    async def _each(self, rows: list[FoundRow], doing: Text, act: Act) -> None:
        """Do it with one after the other; a failure stands in its own row and keeps nobody else from it."""
        for row in rows:
            self._model.note(row.found.id, doing=doing)
        try:
            for row in rows:
                await self._do(row.found, act)
        finally:
            if self._open:  # where it broke off, the others have not been tried
                self._model.rest()

    async def _do(self, found: Found, act: Act) -> None:
        trouble: Text | None = None
        try:
            await act(found)
        except (BadRequest, CallFailed) as failure:
            trouble = failure.message if isinstance(failure, BadRequest) else failure.note.meaning
            self._tell_if_closed(notice_of(failure))
            if isinstance(failure, HasEnded) and self._open:
                self._model.refresh(failure.found)
        except LedgerUnusable as failure:
            trouble = failure.message
            raise  # whoever supervises tells it
        finally:
            if self._open:
                self._model.note(found.id, trouble=trouble)
                self._on_settled()

    def _tell_if_closed(self, notice: Notice) -> None:
        if not self._open:
            self._tell(notice)


def _reach(seconds: float) -> Text:
    if not seconds:
        return T("Every task of the account, whoever started it.")
    time = spoken(*in_minutes(seconds))
    return T("The account's tasks of the last {time}, whoever started them; none lives longer.", time=time)
