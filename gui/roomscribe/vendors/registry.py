"""The known vendors: ours by one line each, others by the entry point group `roomscribe.vendors`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module, metadata

from roomscribe.vendors.protocol import Generation, Vendor

BUILT_IN = (
    "roomscribe.vendors.trtc.record:VENDOR",
    "roomscribe.vendors.agora.record:VENDOR",
)
ENTRY_POINT_GROUP = "roomscribe.vendors"


@dataclass(frozen=True)
class BrokenAddOn:
    """A vendor that another distribution offers and that can't be used."""

    name: str
    """The distribution with its version, and the entry point: `acme-captions 1.0 (acme)`."""
    reason: str
    """For whoever made it, so in English like the code's own messages."""


class Registry:
    """Finds vendors and generations by id."""

    def __init__(self, vendors: Iterable[Vendor], broken: Iterable[BrokenAddOn] = ()) -> None:
        """ValueError when two generations have one id."""
        self.vendors: tuple[Vendor, ...] = tuple(vendors)
        self.broken: tuple[BrokenAddOn, ...] = tuple(broken)
        """What was offered and left out."""
        self._generations: dict[str, tuple[Vendor, Generation]] = {}
        for vendor in self.vendors:
            for generation in vendor.generations:
                if generation.id in self._generations:
                    raise ValueError(f"two generations are called {generation.id!r}")
                self._generations[generation.id] = (vendor, generation)

    def generation(self, generation_id: str) -> Generation:
        """The generation with this id; KeyError for an unknown one."""
        return self._generations[generation_id][1]

    def find(self, generation_id: str) -> Generation | None:
        """The generation with this id; None where it is not there any more, see `knows`."""
        found = self._generations.get(generation_id)
        return None if found is None else found[1]

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
    """Our vendors, then those that other distributions bring.

    One of theirs that is broken is left out and named in `Registry.broken`: nobody's tasks at the other vendors may
    depend on it.
    """
    vendors = [_vendor(*_found(target)) for target in BUILT_IN]
    broken = []
    for entry in sorted(metadata.entry_points(group=ENTRY_POINT_GROUP), key=lambda each: (each.name, each.value)):
        try:
            vendors.append(_unlike(vendors, _vendor(entry.load(), entry.value)))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever somebody else's module does when it is loaded
            broken.append(BrokenAddOn(_name(entry), f"{type(error).__name__}: {error}"))
    return Registry(vendors, broken)


def _found(target: str) -> tuple[object, str]:
    module, _, name = target.partition(":")
    return getattr(import_module(module), name), target


def _vendor(found: object, target: str) -> Vendor:
    if not isinstance(found, Vendor):
        raise TypeError(f"{target} is a {type(found).__name__} and not a Vendor")
    return found


def _unlike(others: Iterable[Vendor], vendor: Vendor) -> Vendor:
    """The vendor, unless somebody has one of its ids already."""
    taken = {name for other in others for name in _ids(other)}
    if clashing := [name for name in _ids(vendor) if name in taken]:
        raise ValueError(f"the id {clashing[0]!r} is taken by another vendor")
    if len(set(_ids(vendor))) < len(_ids(vendor)):
        raise ValueError("two of its generations have one id")
    return vendor


def _ids(vendor: Vendor) -> tuple[str, ...]:
    return vendor.id, *(generation.id for generation in vendor.generations)


def _name(entry: metadata.EntryPoint) -> str:
    return f"{entry.dist.name} {entry.dist.version} ({entry.name})" if entry.dist else entry.name
