"""What happens when somebody asks for something: connects window, form and dialogs with the services."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import BadRequest
from roomscribe.domain.profiles import Profile
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import T, Text
from roomscribe.ledger.inspection import LedgerUnusable
from roomscribe.runtime.dialogs import ask
from roomscribe.runtime.supervisor import Supervisor
from roomscribe.services.console import ConsoleServices
from roomscribe.services.settings import LAST_PROFILE, Settings
from roomscribe.services.watchdog.link import WatchdogLink
from roomscribe.ui.actions import TaskActions, TaskDialogs
from roomscribe.ui.add_ons import broken_add_ons
from roomscribe.ui.areas import Areas
from roomscribe.ui.batch.command import StartMany
from roomscribe.ui.batch.tools import BatchTools
from roomscribe.ui.costs.command import Costs
from roomscribe.ui.dialogs.about_dialog import AboutDialog
from roomscribe.ui.dialogs.profile_dialog import ProfileDialog
from roomscribe.ui.dialogs.profile_tools import ProfileTools
from roomscribe.ui.dialogs.profiles_dialog import ProfilesDialog
from roomscribe.ui.dialogs.restart_dialog import RestartDialog
from roomscribe.ui.dialogs.shortcuts_dialog import ShortcutsDialog, group_of
from roomscribe.ui.dialogs.task_tools import TaskTools
from roomscribe.ui.dialogs.update_dialog import UpdateDialog
from roomscribe.ui.endings.command import Endings
from roomscribe.ui.errors.help import ErrorHelp
from roomscribe.ui.finding.command import FindTasks
from roomscribe.ui.finding.strays import StrayNews
from roomscribe.ui.finding.tools import FindTools
from roomscribe.ui.first_run import FirstRunPage
from roomscribe.ui.forms.launch_panel import LaunchPanel
from roomscribe.ui.leaving import Leaving
from roomscribe.ui.lost_starts.command import CloseLostStart
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.missing_keys import MissingKeys
from roomscribe.ui.moving.command import MovingDrafts
from roomscribe.ui.moving.tools import MovingTools
from roomscribe.ui.notes.command import Notes
from roomscribe.ui.notices import Grade, Notice, notice_of
from roomscribe.ui.palette.command import Palette
from roomscribe.ui.palette.tools import PaletteTools
from roomscribe.ui.restarts import UnfinishedRestarts
from roomscribe.ui.simulator.menu import SimulatorMenu
from roomscribe.ui.starting.guard import StartGuard
from roomscribe.ui.stopping.stop_many import StopMany
from roomscribe.ui.task_table.acts import TableActs
from roomscribe.ui.templates.command import Templates
from roomscribe.ui.templates.tools import TemplateTools
from roomscribe.ui.theme import Theme
from roomscribe.ui.theme.theme import app_icon
from roomscribe.ui.unproven.watch import UnprovenStops
from roomscribe.ui.views.command import TableViews
from roomscribe.ui.watchdog.switch import WatchdogSwitch
from roomscribe.ui.watching import Watching
from roomscribe.ui.words import say

RECHECK_MS = 200
"""Wait after a task's news before the form is checked again: news come in bursts."""


class Desk(QObject):
    """Owns the window and its parts; every act of a person that needs a dialog or a service passes here."""

    left = Signal()
    """The person has left: the window may close."""

    def __init__(
        self,
        services: ConsoleServices,
        *,
        settings: Settings,
        theme: Theme,
        supervisor: Supervisor,
        watchdog: WatchdogLink,
        start_demo: Callable[[], Awaitable[list[Profile]]],
    ) -> None:
        super().__init__()
        self.watchdog = watchdog
        self._services = services
        self._settings = settings
        self._theme = theme
        self._supervisor = supervisor
        self._start_demo = start_demo
        self._starting = False
        """A start from the form is under way, and its row has not appeared yet."""
        self.panel = LaunchPanel(
            services.registry,
            theme=theme,
            problems=services.launcher.problems,
            too_long=services.launcher.too_long,
            clash=services.launcher.clash,
        )
        dialogs = TaskDialogs(stop_many=self._stop_many, change=self._change, restart=self._restart)
        self.actions = TaskActions(
            stopper=services.stopper,
            updater=services.updater,
            nudge=services.watcher.nudge,
            dialogs=dialogs,
            spawner=supervisor,
        )
        self.window = MainWindow(
            store=services.store,
            registry=services.registry,
            journal=services.ledger.journal,
            budget=services.watcher.budget,
            clock_skew=services.skew.current,
            vault=services.vault,
            actions=self.actions,
            spawner=supervisor,
            settings=settings,
            clock=services.clock,
            theme=theme,
            billing=services.billing,
            asks=services.lease.minds,
        )
        self.first_run = FirstRunPage(theme, app_icon())
        self.window.set_form(self.panel)
        self.window.set_first_run(self.first_run)
        self._costs = Costs(self.window, services.billing, services.registry, supervisor, theme)
        self._finding = FindTasks(self.window, FindTools.of(services, supervisor, theme), self.panel.profile)
        self._moving = MovingDrafts(self.window, self.panel, MovingTools.of(services, supervisor, theme))
        tools = TemplateTools.of(services, supervisor, theme)
        self._templates = Templates(self.window, self.panel, tools, self._moving.fill)
        self._many = StartMany(self.window, self.panel, BatchTools.of(services, supervisor, theme), services.rates)
        palette_tools = PaletteTools.of(services, settings, supervisor, theme)
        self._palette = Palette(self.window, self.panel, palette_tools, self._templates.use)
        self.simulator = SimulatorMenu(self.window, supervisor, theme)
        self._guard = StartGuard(self.window, services, theme)
        self._table = TableActs(self.window, services.vault.known_secrets, supervisor)
        self._views = TableViews(self.window, settings, supervisor, theme)
        self._stopping = StopMany(self.window, services, supervisor, theme)
        self._endings = Endings(self.window, services, supervisor)
        self._restarts = UnfinishedRestarts(
            self.window, services, supervisor, fill=self.panel.fill, agreed=self._guard.confirmed
        )
        self._unproven = UnprovenStops(self.window, services, supervisor)
        self._lost_starts = CloseLostStart(self.window, services, supervisor, theme)
        self._missing = MissingKeys(self.window.notices, services.store, services.profiles, self._show_accounts)
        self._strays = StrayNews(services.strays, supervisor, tell=self.window.show_notice, find=self._finding.show)
        self._watching = Watching(self.window, services.watcher)
        self._switch = WatchdogSwitch(self.window, watchdog, settings, supervisor)
        self._leaving = Leaving(self.window, services, supervisor, theme, cover=watchdog.ask)
        self.error_help = ErrorHelp(self.window, self.panel, services.registry, theme)
        self._notes = Notes(self.window, services.annotator, supervisor)
        self._areas = Areas(self.window, self.panel)
        self._recheck = QTimer(self, singleShot=True, interval=RECHECK_MS)
        self._connect()

    def open(self) -> None:
        """Everything is loaded: offer the profiles, or the first page where there are none."""
        self.window.reload()
        self._show_profiles()
        services = self._services
        marks, profiles = services.billing.marks, services.profiles
        for notice in (*self._settings.notices, *profiles.notices, *marks.notices, *services.ledger.notices):
            self._tell(notice)
        self._endings.open()
        self._unproven.open()
        self._restarts.open()
        self._missing.open()
        self._strays.open()
        self._many.open()
        self._switch.open()
        for problem in broken_add_ons(self._services.registry.broken):
            self.window.show_notice(problem)

    def close(self) -> None:
        """Close the window for good."""
        self._unsubscribe_profiles()
        self._unsubscribe_store()
        self._finding.close()
        self._moving.close()
        self._templates.close()
        self._many.close()
        self._missing.close()
        self._switch.close()
        self._table.close()
        self._views.close()
        self._watching.close()
        self._costs.close()
        self._endings.close()
        self._restarts.close()
        self._unproven.close()
        self._lost_starts.close()
        self._recheck.stop()
        self.window.may_close = True
        self.window.close()
        self.window.deleteLater()

    # News of the store

    def task_added(self, task: Task) -> None:
        """A new row may clash with the draft in the form; the one that was just asked for is chosen at once.

        Stop acts on what is chosen: it must not hit the task that was chosen before.
        """
        self.task_changed(task)
        if self._starting:
            self._starting = False
            self.window.select_task(task.id)

    def task_changed(self, task: Task) -> None:
        """What a row clashes with, and in which words, follows its state."""
        if not self._recheck.isActive():
            self._recheck.start()

    # Connections

    def _connect(self) -> None:
        window, panel = self.window, self.panel
        window.close_requested.connect(self._leaving.begin)
        self._leaving.left.connect(self.left)
        window.start_requested.connect(panel.start_or_show_why_not)
        window.form_requested.connect(self._on_form)
        window.new_profile_requested.connect(self._on_new_profile)
        window.profiles_requested.connect(self._on_profiles)
        window.secrets_requested.connect(self._on_secrets)
        window.shortcuts_requested.connect(self._on_shortcuts)
        window.about_requested.connect(self._on_about)
        panel.start_requested.connect(self._on_start)
        panel.task_requested.connect(window.select_task)
        panel.profile_changed.connect(self._on_profile_chosen)
        panel.add_profile_requested.connect(self._on_new_profile)
        self.first_run.demo_requested.connect(self._on_demo)
        self.first_run.account_requested.connect(self._on_new_profile)
        self._supervisor.failed.connect(self._on_failed)
        self._services.feed.mended.add(self._on_mended)
        self._services.feed.completed.add(self.window.reload)
        self._recheck.timeout.connect(panel.recheck)
        self._unsubscribe_profiles = self._services.profiles.subscribe(self._show_profiles)
        self._unsubscribe_store = self._services.store.subscribe(self)

    def _show_profiles(self) -> None:
        # A profile of a vendor that is not installed any more has no form; the list of profiles shows it.
        profiles = [each for each in self._services.profiles.all() if self._services.registry.knows(each.generation)]
        chosen = self.panel.profile()
        wanted = chosen.id if chosen else self._settings.get(LAST_PROFILE)
        known = {each.id for each in profiles}
        self.panel.set_profiles(profiles, wanted if wanted in known else (profiles[0].id if profiles else ""))
        self.window.show_first_run(not profiles and not self._services.store.tasks())
        self.window.set_simulator(any(each.simulator for each in profiles))

    def _on_profile_chosen(self, profile_id: str) -> None:
        self._settings.set(LAST_PROFILE, profile_id)

    def _on_form(self) -> None:
        self.panel.setFocus()
        if (form := self.panel.form()) is not None:
            form.focus_first_problem()

    # Starting

    def _on_start(self, draft: Draft) -> None:
        self.panel.set_busy(True)
        # The button is disabled now; without this the focus would fall into the filter, and the next word hide the row.
        self.window.table.view.setFocus()
        self._supervisor.spawn(self._start(draft), name="start a task")

    async def _start(self, draft: Draft) -> None:
        try:
            if not await self._guard.confirmed(draft):
                return
            self._starting = True
            task = await self._services.launcher.start(draft)
        except BadRequest as refusal:
            if refusal.other_task:
                self.window.show_notice(notice_of(refusal))
            self.panel.show_problem(refusal.field, refusal.message)
            return
        finally:
            self._starting = False
            self.panel.set_busy(False)
        if task.error is not None and (task.error.field or not task.live):
            self.panel.show_error(task.error)

    # Stopping and changing

    async def _stop_many(self, tasks: Sequence[Task]) -> None:
        await self._stopping.stop(tasks)

    async def _change(self, task: Task) -> None:
        await ask(UpdateDialog(task, self._task_tools(), parent=self.window))

    async def _restart(self, task: Task) -> None:
        dialog = RestartDialog(
            task,
            self._task_tools(),
            clock=self._services.clock,
            tell=self._tell,
            agreed=partial(self._guard.confirmed, replaces=task.id),
            kept=await self._services.updater.kept_secrets(task),
            parent=self.window,
        )
        dialog.task_restarted.connect(self._on_restarted)
        dialog.draft_rescued.connect(self.panel.fill)
        await ask(dialog)

    def _task_tools(self) -> TaskTools:
        return TaskTools.of(self._services, self._supervisor, self._theme)

    def _on_restarted(self, task: Task) -> None:
        self.window.select_task(task.id)

    # Profiles, demo, help

    def _on_new_profile(self) -> None:
        self._supervisor.spawn(self._new_profile(), name="new profile")

    async def _new_profile(self) -> None:
        dialog = ProfileDialog(self._profile_tools(), parent=self.window)
        dialog.profile_saved.connect(self._on_profile_saved)
        await ask(dialog)

    def _on_profile_saved(self, profile: Profile) -> None:
        self.panel.set_profiles(self._services.profiles.all(), profile.id)
        self._settings.set(LAST_PROFILE, profile.id)

    def _on_profiles(self) -> None:
        chosen = self.panel.profile()
        self._show_accounts(chosen.id if chosen else "")

    def _show_accounts(self, selected: str) -> None:
        dialog = ProfilesDialog(self._profile_tools(), selected=selected, parent=self.window)
        self._supervisor.spawn(ask(dialog), name="profiles")

    def _profile_tools(self) -> ProfileTools:
        return ProfileTools.of(self._services, self._supervisor, self._theme)

    def _on_demo(self) -> None:
        self.first_run.setEnabled(False)
        self._supervisor.spawn(self._demo(), name="start the demo")

    async def _demo(self) -> None:
        try:
            profiles = await self._start_demo()
        except OSError as error:
            self._tell(T("The simulator could not be started: {why}.", why=error.strerror or error), Grade.BAD)
            return
        finally:
            self.first_run.setEnabled(True)
        self.panel.set_profiles(self._services.profiles.all(), profiles[0].id)

    def _on_secrets(self) -> None:
        self._supervisor.spawn(self._retry_keyring(), name="ask the keyring again")

    async def _retry_keyring(self) -> None:
        status = await self._services.vault.retry()
        self._tell(status.text, Grade.INFO if status.persistent else Grade.WARN, key="secrets")

    def _on_shortcuts(self) -> None:
        groups = [group_of(title, actions) for title, actions in self.window.commands.groups()]
        self._supervisor.spawn(ask(ShortcutsDialog(groups, parent=self.window)), name="shortcuts")

    def _on_about(self) -> None:
        secrets = say(self._services.vault.status.text)
        self._supervisor.spawn(
            ask(AboutDialog(self._theme, app_icon(), secrets=secrets, parent=self.window)), name="about"
        )

    # Trouble

    def _on_mended(self, _rows: int) -> None:
        self._tell(T("The register of tasks is written again. Nothing was lost."), Grade.INFO, key="ledger")

    def ledger_failed(self, trouble: LedgerUnusable) -> None:
        """The register of tasks failed; it is written again as soon as it can be."""
        self._tell(trouble.message, Grade.BAD, key="ledger")

    def _on_failed(self, name: str, error: BaseException) -> None:
        """Something nobody expected; the program goes on, and whoever helps gets the kind of error and its place."""
        if isinstance(error, asyncio.CancelledError):
            return
        if isinstance(error, LedgerUnusable):
            self.ledger_failed(error)
            return
        text = T("Something unexpected went wrong ({name}).", name=name)
        remedy = T("The program goes on. Copy the details when you report it.")
        # The error's own text may hold anything, so only its type leaves.
        details = f"{name}: {type(error).__module__}.{type(error).__qualname__}"
        self.window.show_notice(Notice(grade=Grade.BAD, text=text, remedy=remedy, details=details, key=name))

    def _tell(self, text: Text, grade: Grade = Grade.WARN, key: str = "") -> None:
        self.window.show_notice(Notice(grade=grade, text=text, key=key))
