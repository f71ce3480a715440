"""What happens when somebody asks for something: connects window, form and dialogs with the services."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from roomscribe.domain.profiles import Profile
from roomscribe.domain.tasks import Task
from roomscribe.domain.text import Text
from roomscribe.runtime.dialogs import ask
from roomscribe.runtime.supervisor import Supervisor
from roomscribe.services.console import ConsoleServices
from roomscribe.services.settings import Settings
from roomscribe.services.watchdog.link import WatchdogLink
from roomscribe.ui.accounts.command import Accounts
from roomscribe.ui.actions import TaskActions, TaskDialogs
from roomscribe.ui.add_ons import broken_add_ons
from roomscribe.ui.areas import Areas
from roomscribe.ui.batch.command import StartMany
from roomscribe.ui.batch.tools import BatchTools
from roomscribe.ui.costs.command import Costs
from roomscribe.ui.dialogs.about_dialog import AboutDialog
from roomscribe.ui.dialogs.profile_tools import ProfileTools
from roomscribe.ui.dialogs.restart_dialog import RestartDialog
from roomscribe.ui.dialogs.shortcuts_dialog import ShortcutsDialog, group_of
from roomscribe.ui.dialogs.task_tools import TaskTools
from roomscribe.ui.dialogs.update_dialog import UpdateDialog
from roomscribe.ui.endings.command import Endings
from roomscribe.ui.endings.tools import EndTools
from roomscribe.ui.errors.help import ErrorHelp
from roomscribe.ui.failures import Failures
from roomscribe.ui.finding.command import FindTasks
from roomscribe.ui.finding.strays import StrayNews
from roomscribe.ui.finding.tools import FindTools
from roomscribe.ui.forms.launch_panel import LaunchPanel
from roomscribe.ui.leaving import Leaving
from roomscribe.ui.leaving_tools import LeavingTools
from roomscribe.ui.lost_starts.command import CloseLostStart
from roomscribe.ui.lost_starts.tools import LostStartTools
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.missing_keys import MissingKeys
from roomscribe.ui.moving.command import MovingDrafts
from roomscribe.ui.moving.tools import MovingTools
from roomscribe.ui.notes.command import Notes
from roomscribe.ui.notices import Grade, Notice
from roomscribe.ui.palette.command import Palette
from roomscribe.ui.palette.tools import PaletteTools
from roomscribe.ui.restarts import UnfinishedRestarts
from roomscribe.ui.simulator.menu import SimulatorMenu
from roomscribe.ui.starting.command import StartFromForm
from roomscribe.ui.starting.guard import StartGuard
from roomscribe.ui.starting.tools import GuardTools
from roomscribe.ui.stopping.stop_many import StopMany
from roomscribe.ui.stopping.tools import StopTools
from roomscribe.ui.task_table.acts import TableActs
from roomscribe.ui.templates.command import Templates
from roomscribe.ui.templates.tools import TemplateTools
from roomscribe.ui.theme import Theme
from roomscribe.ui.theme.theme import app_icon
from roomscribe.ui.unproven.watch import UnprovenStops
from roomscribe.ui.views.command import TableViews
from roomscribe.ui.watchdog.switch import WatchdogSwitch
from roomscribe.ui.watching import Watching
from roomscribe.ui.window_tools import WindowTools
from roomscribe.ui.words import say


class Desk(QObject):
    """Owns the window and its parts: what each needs of the services, and in which order they begin and end."""

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
        self.window = MainWindow(WindowTools.of(services, settings, supervisor, theme), self.actions)
        self.window.set_form(self.panel)
        self._set_up_starting(start_demo)
        self._set_up_tasks()
        self._set_up_program()
        self._connect()

    def open(self) -> None:
        """Everything is loaded: offer the profiles, or the first page where there are none."""
        self.window.reload()
        self.accounts.open()
        services = self._services
        marks, profiles = services.billing.marks, services.profiles
        for notice in (*self._settings.notices, *profiles.notices, *marks.notices, *services.ledger.notices):
            self.window.show_notice(Notice(grade=Grade.WARN, text=notice))
        self._endings.open()
        self._unproven.open()
        self._restarts.open()
        self._missing.open()
        self._strays.open()
        self._many.open()
        self._switch.open()
        self._views.open()
        for problem in broken_add_ons(self._services.registry.broken):
            self.window.show_notice(problem)

    def close(self) -> None:
        """Close the window for good."""
        self.accounts.close()
        self._start.close()
        self._stopping.close()
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
        self.failures.close()
        self.window.may_close = True
        self.window.close()
        self.window.deleteLater()

    # Putting together

    def _set_up_starting(self, start_demo: Callable[[], Awaitable[list[Profile]]]) -> None:
        """Accounts, and every way in which tasks are started."""
        window, panel, services = self.window, self.panel, self._services
        spawner, theme = self._supervisor, self._theme
        self.accounts = Accounts(
            window, panel, ProfileTools.of(services, spawner, theme), self._settings, start_demo=start_demo
        )
        self._guard = StartGuard(window, GuardTools.of(services, theme))
        self._start = StartFromForm(window, panel, services.launcher, services.store, spawner, self._guard)
        self._moving = MovingDrafts(window, panel, MovingTools.of(services, spawner, theme))
        self._templates = Templates(window, panel, TemplateTools.of(services, spawner, theme), self._moving.fill)
        self._many = StartMany(window, panel, BatchTools.of(services, spawner, theme), services.rates)

    def _set_up_tasks(self) -> None:
        """What is done with tasks that there are, and what is told of them."""
        window, services, spawner, theme = self.window, self._services, self._supervisor, self._theme
        self._finding = FindTasks(window, FindTools.of(services, spawner, theme), self.panel.profile)
        self._strays = StrayNews(services.strays, spawner, tell=window.show_notice, find=self._finding.show)
        self._table = TableActs(window, services.vault.known.redactor, spawner)
        self._notes = Notes(window, services.annotator, spawner, services.feed.mended)
        stop_tools = StopTools.of(services, spawner, theme)
        self._stopping = StopMany(window, stop_tools)
        self._endings = Endings(window, EndTools.of(services), spawner)
        self._restarts = UnfinishedRestarts(
            window, services.store, services.updater, spawner, fill=self.panel.fill, agreed=self._guard.confirmed
        )
        self._unproven = UnprovenStops(window, stop_tools, services.registry, services.clock_watch)
        self._lost_starts = CloseLostStart(window, LostStartTools.of(services, spawner, theme))
        self._missing = MissingKeys(window.notices, services.store, services.profiles, self.accounts.show_list)
        self._watching = Watching(window, services.watcher)

    def _set_up_program(self) -> None:
        """The window as a whole, and leaving it."""
        window, services, settings = self.window, self._services, self._settings
        spawner, theme = self._supervisor, self._theme
        self._costs = Costs(window, services.billing, services.registry, spawner, theme)
        palette_tools = PaletteTools.of(services, settings, spawner, theme)
        self._palette = Palette(window, self.panel, palette_tools, self._templates.use)
        self.simulator = SimulatorMenu(window, spawner, theme)
        self._views = TableViews(window, settings, spawner, theme)
        self._switch = WatchdogSwitch(window, self.watchdog, settings, spawner)
        self._leaving = Leaving(window, LeavingTools.of(services, spawner, theme), cover=self.watchdog.ask)
        self.error_help = ErrorHelp(window, self.panel, services.registry, theme)
        self._areas = Areas(window, self.panel)
        self.failures = Failures(window, spawner, services.feed, settings)

    def _connect(self) -> None:
        window = self.window
        window.close_requested.connect(self._leaving.begin)
        self._leaving.left.connect(self.left)
        window.shortcuts_requested.connect(self._on_shortcuts)
        window.about_requested.connect(self._on_about)
        self._services.feed.completed.add(window.reload)

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

    # Help

    def _on_shortcuts(self) -> None:
        groups = [group_of(title, actions) for title, actions in self.window.commands.groups()]
        self._supervisor.spawn(ask(ShortcutsDialog(groups, parent=self.window)), name="shortcuts")

    def _on_about(self) -> None:
        secrets = say(self._services.vault.status.text)
        self._supervisor.spawn(
            ask(AboutDialog(self._theme, app_icon(), secrets=secrets, parent=self.window)), name="about"
        )

    def _tell(self, text: Text, grade: Grade = Grade.WARN) -> None:
        self.window.show_notice(Notice(grade=grade, text=text))
