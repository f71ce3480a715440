"""What the profile dialogs work with, and the saving and deleting of profiles together with their secrets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from roomscribe.domain.profiles import Profile
from roomscribe.domain.tasks import Task
from roomscribe.services.clients import ClientPool, profile_owner
from roomscribe.services.connection_test import ConnectionTest
from roomscribe.services.console import ConsoleServices
from roomscribe.services.profiles import ProfileStore
from roomscribe.services.spawning import Spawner
from roomscribe.services.store import TaskStore
from roomscribe.services.vault import Vault
from roomscribe.ui.theme import Theme
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry


@dataclass(frozen=True, kw_only=True)
class ProfileTools:
    """The services behind the profile dialogs."""

    registry: Registry
    profiles: ProfileStore
    vault: Vault
    clients: ClientPool
    store: TaskStore
    tester: ConnectionTest
    spawner: Spawner
    theme: Theme

    @classmethod
    def of(cls, services: ConsoleServices, spawner: Spawner, theme: Theme) -> ProfileTools:
        """The tools of one console; `spawner` runs what the dialogs do."""
        return cls(
            registry=services.registry,
            profiles=services.profiles,
            vault=services.vault,
            clients=services.clients,
            store=services.store,
            tester=ConnectionTest(services.registry, services.clients, services.vault),
            spawner=spawner,
            theme=theme,
        )

    def live_tasks(self, profile_id: str) -> list[Task]:
        """The tasks that need this profile to be asked about and stopped."""
        return [task for task in self.store.live() if task.profile_id == profile_id]

    def generation(self, profile: Profile) -> Generation | None:
        """The profile's generation; None when its vendor is not installed any more."""
        return self.registry.find(profile.generation)

    async def kept_secrets(self, profile: Profile) -> dict[str, str]:
        """The profile's secrets by account-field key."""
        generation = self.generation(profile)
        found = {}
        for each in generation.account_fields if generation else ():
            if each.secret and (value := await self.vault.get(profile_owner(profile.id), each.key)):
                found[each.key] = value
        return found

    async def save(self, profile: Profile, secrets: Mapping[str, str]) -> None:
        """Save the secrets that changed ("" deletes one), then the profile. Raises `BadRequest`; may be repeated."""
        # A profile without its secret would be offered for starts; a secret without its profile harms nobody.
        for key, value in secrets.items():
            await self.vault.set(profile_owner(profile.id), key, value)
        await self.profiles.save(profile)
        await self.clients.forget(profile.id)

    async def delete(self, profile: Profile) -> None:
        """Delete a profile, then its secrets. Raises `BadRequest`."""
        await self.profiles.delete(profile.id)
        await self.clients.forget(profile.id)
        generation = self.generation(profile)
        keys = [each.key for each in generation.account_fields if each.secret] if generation else []
        await self.vault.delete_all(profile_owner(profile.id), keys)
