"""The summary: how the task is, what it is, what proves its end and what went wrong."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from roomscribe.domain.clock import Clock
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T
from roomscribe.services.costs import CostBook, Unknown
from roomscribe.services.metering import NEVER_RAN
from roomscribe.ui.details.error_box import ErrorBox
from roomscribe.ui.details.facts import Fact, facts_grid
from roomscribe.ui.money_words import estimate_lines, whole_cost
from roomscribe.ui.task_table.chip import StateChip
from roomscribe.ui.task_table.ends_column import ends_words
from roomscribe.ui.task_table.looks import look_of
from roomscribe.ui.theme import Role, Theme, metrics, set_role
from roomscribe.ui.times import age_words, full_time
from roomscribe.ui.unproven.limits import billed_until
from roomscribe.ui.words import say
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry


class Summary(QScrollArea):
    """One page about one task; built once, filled anew for every task and every second."""

    def __init__(
        self,
        *,
        registry: Registry,
        clock: Clock,
        theme: Theme,
        costs: CostBook | None = None,
        asks: Callable[[Task], bool] = lambda task: True,
        parent: QWidget | None = None,
    ) -> None:
        """`asks`: whether this window has the vendor's latest answer about a task."""
        super().__init__(parent)
        self._costs = costs
        self._asks = asks
        self._registry = registry
        self._clock = clock
        self.setWidgetResizable(True)
        self.setAccessibleName(say(T("Summary")))
        page = QWidget()
        self._chip = StateChip(theme, page)
        self._sentence = QLabel(page)
        self._knowledge = QLabel(page)
        set_role(self._knowledge, Role.DIM)
        self._error = ErrorBox(theme, page)
        self._make_facts(theme, page)
        head = QHBoxLayout()
        head.setSpacing(metrics.PANEL)
        head.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(metrics.HALF_GAP)
        for label in (self._sentence, self._knowledge):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            texts.addWidget(label)
        head.addLayout(texts, 1)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(metrics.CARD, metrics.PANEL, metrics.CARD, metrics.PANEL)
        layout.setSpacing(metrics.PANEL)
        layout.addLayout(head)
        layout.addWidget(self._error)
        left = [
            self._room,
            self._bot,
            self._profile,
            self._site,
            self._spoken,
            self._targets,
            self._vendor_id,
            self._id,
        ]
        # What a narrow table has no room for comes early: in a low window the first few lines are in sight.
        right = [self._ends, self._ended, self._receipt, self._cost, self._owner, self._written, self._started]
        layout.addLayout(facts_grid(left, right))
        layout.addStretch()
        self.setWidget(page)

    def add_act(self, action: QAction) -> None:
        """Offer an act below what went wrong, where the action is in sight."""
        self._error.add_act(action)

    def show_task(self, task: Task) -> None:
        """Fill the page."""
        now = self._clock.now()
        look = look_of(task, now)
        self._chip.show_look(look)
        sentence = say(look.sentence)
        if look.loud:
            sentence += " " + say(billed_until(task, self._registry.find(task.generation), now))
        self._sentence.setText(sentence)
        knowledge = _knowledge(task, now) if self._asks(task) else _knowledge_elsewhere(task, now)
        self._knowledge.setText(knowledge)
        self._knowledge.setVisible(bool(knowledge))
        self._error.show_error(task.error, task.vendor)
        self._show_what(task)
        self._show_when(task, now)

    def _make_facts(self, theme: Theme, page: QWidget) -> None:
        def fact(title: str, copies: bool = False) -> Fact:
            return Fact(theme, title, copies=copies, parent=page)

        self._room = fact(say(T("Room")), True)
        self._bot = fact(say(T("Bot")), True)
        self._profile = fact(say(T("Profile")))
        self._site = fact(say(T("Site")))
        self._spoken = fact(say(T("Spoken")))
        self._targets = fact(say(T("Translated into")))
        self._vendor_id = fact(say(T("Vendor's task id")), True)
        self._id = fact(say(T("Local id")), True)
        self._ends = fact(say(T("Ends")))
        self._ended = fact(say(T("Ended")))
        self._receipt = fact(say(T("Receipt")), True)
        self._cost = fact(say(T("Cost")))
        self._owner = fact(say(T("Started by")))
        self._written = fact(say(T("Written down")))
        self._started = fact(say(T("Accepted")))

    def _show_what(self, task: Task) -> None:
        generation = self._registry.find(task.generation)
        title = say(generation.title) if generation else task.generation
        unknown = "" if task.draft_known else say(T("unknown"))
        # What is not known is not worth copying: only a fact with a text has a button.
        self._room.show(task.room, otherwise=unknown)
        self._bot.show(task.bot, otherwise=unknown)
        self._profile.show(f"{task.profile_name} · {title}")
        self._site.show(_site(task, generation))
        self._spoken.show(_languages(task.spoken, generation), tip=", ".join(task.spoken), otherwise=unknown)
        self._targets.show(_languages(task.targets, generation), tip=", ".join(task.targets), otherwise=unknown)
        self._owner.show(task.owner if task.draft_known else say(T("unknown; adopted by {name}", name=task.owner)))
        self._show_cost(task)
        self._id.show(task.id)
        self._vendor_id.show(task.vendor_task_id)

    def _show_cost(self, task: Task) -> None:
        if self._costs is None or task.state in NEVER_RAN:
            self._cost.show("", tip=say(T("It never ran, so it costs nothing.")) if self._costs else "")
            return
        estimate = self._costs.estimate(task)
        if isinstance(estimate, Unknown):
            self._cost.show(say(estimate.reason))
        else:
            self._cost.show(whole_cost(estimate), tip="\n".join(estimate_lines(estimate)))

    def _show_when(self, task: Task, now: float) -> None:
        self._written.show(full_time(task.created_at))
        self._started.show("" if task.started_at is None else full_time(task.started_at))
        self._ends.show(ends_words(task, self._registry.find(task.generation), now))
        self._ended.show("" if task.ended_at is None else full_time(task.ended_at))
        self._receipt.show(_receipt(task), tip=_receipt_sentence(task))


def _knowledge(task: Task, now: float) -> str:
    """The vendor's own word, and how old it is."""
    if not task.live:
        return _last_word(task)
    if task.answered_at is None:
        return say(T("The vendor has not told its state yet."))
    word, known = task.vendor_state, age_words(now - task.answered_at)
    if not word:
        return say(T("The vendor answered {age} ago.", age=known))
    return say(T("The vendor's word: {word}, {age} ago", word=word, age=known))


def _knowledge_elsewhere(task: Task, now: float) -> str:
    """The same of a task that another process asks about, which writes down only what is new."""
    if not task.live or task.answered_at is None or not task.vendor_state:
        return _knowledge(task, now)
    sentence = T(
        "The vendor's word: {word}, at most {age} ago. Another window, or the watchdog, asks about it.",
        word=task.vendor_state,
        age=age_words(now - task.answered_at),
    )
    return say(sentence)


def _last_word(task: Task) -> str:
    """The status that an ended task had last; nothing for one that never had any."""
    word, receipt = task.vendor_state, task.receipt
    if receipt is None or receipt.word == word:
        return say(T("The vendor's last word: {word}", word=word)) if word else ""
    # The end is proven by the vendor's not knowing the task any more, while its last status still says that it runs.
    if not word:
        return say(T("Asked after the stop, the vendor no longer knew the task ({code}).", code=receipt.word))
    sentence = T(
        "Its last status was {word}; asked after the stop, the vendor no longer knew the task ({code}).",
        word=word,
        code=receipt.word,
    )
    return say(sentence)


def _site(task: Task, generation: Generation | None) -> str:
    if generation is None:
        return task.site
    try:
        return say(generation.site(task.site).title)
    except KeyError:
        return task.site


def _languages(codes: tuple[str, ...], generation: Generation | None) -> str:
    if generation is None:
        return ", ".join(codes)
    known = [(code, generation.languages.get(code)) for code in codes]
    return ", ".join(language.name if language else code for code, language in known)


def _receipt(task: Task) -> str:
    receipt = task.receipt
    if receipt is None:
        return ""
    word = receipt.word or say(T("the vendor's answer"))
    if not receipt.request_id:
        return say(T("“{word}”", word=word))
    return say(T("“{word}”, request {id}", word=word, id=receipt.request_id))


def _receipt_sentence(task: Task) -> str:
    receipt = task.receipt
    if receipt is None:
        return ""
    sentence = T("The end is proven by “{word}”, answered at {time}.", word=receipt.word, time=full_time(receipt.at))
    return say(sentence)
