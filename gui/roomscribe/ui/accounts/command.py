"""Offers the profiles in the form, and opens the dialogs in which people add, change and unlock them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject

from roomscribe.domain.drafts import Draft
from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T
from roomscribe.runtime.dialogs import ask
from roomscribe.services.profiles import usable
from roomscribe.services.settings import LAST_PROFILE, Settings
from roomscribe.ui.dialogs.profile_dialog import ProfileDialog
from roomscribe.ui.dialogs.profile_tools import ProfileTools
from roomscribe.ui.dialogs.profiles_dialog import ProfilesDialog
from roomscribe.ui.first_run import FirstRunPage
from roomscribe.ui.forms.launch_panel import LaunchPanel
from roomscribe.ui.main_window import MainWindow
from roomscribe.ui.notices import Grade, Notice
from roomscribe.ui.theme.theme import app_icon

StartDemo = Callable[[], Awaitable[list[Profile]]]


class Accounts(QObject):
    """Where there is no profile at all, the first page takes the place of form and table."""

    def __init__(
        self,
        window: MainWindow,
        panel: LaunchPanel,
        tools: ProfileTools,
        settings: Settings,
        *,
        start_demo: StartDemo,
    ) -> None:
        """`start_demo` starts the simulator and gives its profiles."""
        super().__init__(window)
        self._window = window
        self._panel = panel
        self._tools = tools
        self._settings = settings
        self._start_demo = start_demo
        self.first_run = FirstRunPage(tools.theme, app_icon())
        window.set_first_run(self.first_run)
        window.new_profile_requested.connect(self._on_new)
        window.profiles_requested.connect(self._on_profiles)
        window.secrets_requested.connect(self._on_secrets)
        panel.profile_changed.connect(self._on_chosen)
        panel.start_requested.connect(self._on_started)
        panel.add_profile_requested.connect(self._on_new)
        self.first_run.demo_requested.connect(self._on_demo)
        self.first_run.account_requested.connect(self._on_new)
        self._opened = False
        self._unsubscribe = tools.profiles.subscribe(self._on_news)

    def close(self) -> None:
        """Offer nothing more."""
        self._unsubscribe()

    def open(self) -> None:
        """Every profile is there, those of the simulator too: the form begins with the one that was used last."""
        self._opened = True
        self.offer()

    def offer(self) -> None:
        """Show in the form what can be started with, or the first page where that is nothing."""
        profiles = usable(self._tools.profiles, self._tools.registry)
        chosen = self._panel.profile()
        wanted = chosen.id if chosen else self._settings.get(LAST_PROFILE)
        known = {each.id for each in profiles}
        self._panel.set_profiles(profiles, wanted if wanted in known else (profiles[0].id if profiles else ""))
        self._window.show_first_run(not profiles and not self._tools.store.tasks())
        self._window.set_simulator(any(each.simulator for each in profiles))

    def show_list(self, selected: str) -> None:
        """Open the list of profiles at one of them; "" for the first."""
        dialog = ProfilesDialog(self._tools, selected=selected, parent=self._window)
        self._tools.spawner.spawn(ask(dialog), name="profiles")

    def _on_news(self) -> None:
        # They come one after the other while the program opens; the first is not chosen because it is the first.
        if self._opened:
            self.offer()

    def _on_started(self, draft: Draft) -> None:
        self._settings.set(LAST_PROFILE, draft.profile_id)  # a draft that was filled in may have brought it along

    def _on_chosen(self, profile_id: str) -> None:
        self._settings.set(LAST_PROFILE, profile_id)

    def _on_new(self) -> None:
        self._tools.spawner.spawn(self._new(), name="new profile")

    async def _new(self) -> None:
        dialog = ProfileDialog(self._tools, parent=self._window)
        dialog.profile_saved.connect(self._on_saved)
        await ask(dialog)

    def _on_saved(self, profile: Profile) -> None:
        self._panel.set_profiles(usable(self._tools.profiles, self._tools.registry), profile.id)
        self._settings.set(LAST_PROFILE, profile.id)

    def _on_profiles(self) -> None:
        chosen = self._panel.profile()
        self.show_list(chosen.id if chosen else "")

    def _on_demo(self) -> None:
        self.first_run.setEnabled(False)
        self._tools.spawner.spawn(self._demo(), name="start the demo")

    async def _demo(self) -> None:
        try:
            profiles = await self._start_demo()
        except OSError as error:
            why = error.strerror or error
            text = T("The simulator could not be started: {why}.", why=why)
            self._window.show_notice(Notice(grade=Grade.BAD, text=text))
            return
        finally:
            self.first_run.setEnabled(True)
        last, ids = self._settings.get(LAST_PROFILE), [each.id for each in profiles]
        offered = usable(self._tools.profiles, self._tools.registry)
        self._panel.set_profiles(offered, last if last in ids else ids[0])

    def _on_secrets(self) -> None:
        self._tools.spawner.spawn(self._retry_keyring(), name="ask the keyring again")

    async def _retry_keyring(self) -> None:
        status = await self._tools.vault.retry()
        grade = Grade.INFO if status.persistent else Grade.WARN
        self._window.show_notice(Notice(grade=grade, text=status.text, key="secrets"))
