"""The known vendors: ours by one line each, others by the entry point group `roomscribe.vendors`."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module, metadata

from roomscribe.vendors.protocol import Generation, Vendor

BUILT_IN = (
    "roomscribe.vendors.trtc.record:VENDOR",
    "roomscribe.vendors.agora.record:VENDOR",
)
ENTRY_POINT_GROUP = "roomscribe.vendors"


class Registry:
    """Finds vendors and generations by id."""

    def __init__(self, vendors: Iterable[Vendor]) -> None:
        self.vendors: tuple[Vendor, ...] = tuple(vendors)
        self._generations: dict[str, tuple[Vendor, Generation]] = {}
        for vendor in self.vendors:
            for generation in vendor.generations:
                if generation.id in self._generations:
                    raise ValueError(f"two generations are called {generation.id!r}")
                self._generations[generation.id] = (vendor, generation)

    def generation(self, generation_id: str) -> Generation:
        """The generation with this id; KeyError for an unknown one."""
        return self._generations[generation_id][1]

    def knows(self, generation_id: str) -> bool:
        """Whether the generation is there: the distribution that brought it may have been removed."""
        return generation_id in self._generations

    def vendor_of(self, generation_id: str) -> Vendor:
        """The vendor that has this generation; KeyError for an unknown one."""
        return self._generations[generation_id][0]

    def generations(self) -> tuple[Generation, ...]:
        """Every generation, in the order of the vendors."""
        return tuple(generation for _, generation in self._generations.values())


def load_registry() -> Registry:
    """Our vendors, then those that other distributions bring."""
    built_in = [_load(target) for target in BUILT_IN]
    plugged = [entry.load() for entry in metadata.entry_points(group=ENTRY_POINT_GROUP)]
    return Registry([*built_in, *plugged])


def _load(target: str) -> Vendor:
    module, _, name = target.partition(":")
    vendor = getattr(import_module(module), name)
    if not isinstance(vendor, Vendor):
        raise TypeError(f"{target} is not a Vendor")
    return vendor
