"""What vendors leave open, as named switches: declared once, as fields of a cloud's settings; checked and set here.

A settings class is a dataclass that is not frozen, and each of its fields is a `switch(…)`. Clouds read their settings
whenever they need them, so that a change holds for whatever is asked from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from enum import Enum, StrEnum
from inspect import get_annotations
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

Data = bool | int | float | str
"""A switch's value in JSON, TOML and on the screen."""
UNLIMITED = "unlimited"
"""Stands for None, which means no limit."""
LARGEST = 1_000_000_000
"""No number may be larger: times and sizes beyond it mean nothing here."""
LONGEST_TEXT = 200

_ABOUT = "roomscribe.switch"


class BadSwitch(Exception):
    """A name that no switch has, or a value that it does not take."""

    def __init__(self, error: str, *, at: str) -> None:
        super().__init__(f"{at}: {error}")
        self.error = error
        """One sentence: what is wrong, and what is allowed."""
        self.at = at
        """The switch's name, or the name that is none."""


class SwitchType(StrEnum):
    """What kind of value a switch takes."""

    YES_NO = "yes-no"
    WHOLE = "whole"
    NUMBER = "number"
    TEXT = "text"
    CHOICE = "choice"


@dataclass(frozen=True)
class _About:
    meaning: str
    source: str
    least: float
    most: float
    choices: tuple[Any, ...]


def switch(
    default: Any,
    meaning: str,
    source: str,
    *,
    least: float = 0,
    most: float = LARGEST,
    choices: tuple[Any, ...] = (),
) -> Any:
    """Declare a field of a settings class.

    `meaning` is one sentence; `source` the place that leaves it open, e.g. "tencent.md §8.1". Numbers keep to `least`
    and `most`; `choices` narrow an enumeration, or a number, down to some of its values.
    """
    return field(default=default, metadata={_ABOUT: _About(meaning, source, least, most, choices)})


@dataclass(frozen=True, kw_only=True)
class Switch:
    """One switch, as people and programs see it."""

    name: str
    """E.g. `trtc.stopped_seconds`: the group, a dot, the field."""
    type: SwitchType
    default: Data
    meaning: str
    source: str
    choices: tuple[Data, ...] = ()
    """The only values there are; () where others can be."""
    least: float = 0
    most: float = LARGEST
    unlimited: bool = False
    """Whether `UNLIMITED` is a value, too."""

    @property
    def group(self) -> str:
        """The part of the name before the dot."""
        return self.name.partition(".")[0]

    @property
    def key(self) -> str:
        """The part of the name after the dot."""
        return self.name.partition(".")[2]

    @property
    def allowed(self) -> str:
        """What it takes, in words."""
        more = f" or {UNLIMITED}" if self.unlimited else ""
        if self.choices:
            return ", ".join(str(each) for each in self.choices) + more
        match self.type:
            case SwitchType.YES_NO:
                return "true or false"
            case SwitchType.TEXT:
                return f"a text of 1 to {LONGEST_TEXT} characters"
            case SwitchType.WHOLE:
                return f"a whole number from {self.least:g} to {self.most:.0f}{more}"
            case _:
                return f"a number from {self.least:g} to {self.most:.0f}{more}"

    def check(self, value: object) -> Data:
        """The value in its proper type; `BadSwitch` where it is not allowed."""
        if self.unlimited and value == UNLIMITED:
            return UNLIMITED
        fit = self._fitting(value)
        if fit is None or (self.choices and fit not in self.choices):
            raise BadSwitch(f"{_shown(value)} is not allowed; use {self.allowed}.", at=self.name)
        return fit

    def _fitting(self, value: object) -> Data | None:
        match self.type:
            case SwitchType.YES_NO:
                return value if isinstance(value, bool) else None
            case SwitchType.WHOLE:
                return value if isinstance(value, int) and self._in_range(value) else None
            case SwitchType.NUMBER:
                return float(value) if isinstance(value, int | float) and self._in_range(value) else None
            case SwitchType.TEXT:
                fits = isinstance(value, str) and 0 < len(value) <= LONGEST_TEXT and value.isprintable()
                return value if isinstance(value, str) and fits else None
            case _:
                return value if isinstance(value, str) else None

    def _in_range(self, value: int | float) -> bool:
        return not isinstance(value, bool) and self.least <= value <= self.most


_known: dict[tuple[str, type], tuple[Switch, ...]] = {}
"""What classes declare: reading that from their annotations took a third of the time in which a simulator is made."""


class Switchboard:
    """Every switch of a simulator, and the settings in which the clouds read them."""

    def __init__(self, groups: Callable[[], Mapping[str, object]]) -> None:
        """`groups` tells the settings that hold now, by group."""
        self._groups = groups
        self._switches = {
            each.name: each for group, settings in groups().items() for each in declared(group, type(settings))
        }

    def switches(self) -> tuple[Switch, ...]:
        """All of them, in the order of their declarations."""
        return tuple(self._switches.values())

    def get(self, name: str) -> Switch:
        """The switch; `BadSwitch` for a name that none has."""
        if name not in self._switches:
            raise BadSwitch(f"There is no switch {_shown(name)}{_nearest(name, self._switches)}.", at=name)
        return self._switches[name]

    def value(self, name: str) -> Data:
        """What it is set to."""
        each = self.get(name)
        return _as_data(getattr(self._groups()[each.group], each.key))

    def values(self) -> dict[str, Data]:
        """What all are set to."""
        return {name: self.value(name) for name in self._switches}

    def change(self, values: Mapping[str, object]) -> None:
        """Set some, all or none: `BadSwitch` for the first that can't be."""
        checked = {name: self.get(name).check(value) for name, value in values.items()}
        groups = self._groups()
        for name, value in checked.items():
            each = self._switches[name]
            settings = groups[each.group]
            setattr(settings, each.key, _as_value(value, _hints(type(settings))[each.key]))

    def reset(self) -> None:
        """Set all to their defaults."""
        self.change({name: each.default for name, each in self._switches.items()})


def declared(group: str, settings: type) -> tuple[Switch, ...]:
    """The switches that a settings class declares, those that it inherits behind its own."""
    if (group, settings) not in _known:
        _known[group, settings] = tuple(_read(group, settings))
    return _known[group, settings]


def _read(group: str, settings: type) -> Iterator[Switch]:
    hints, known = _hints(settings), {each.name: each for each in fields(settings)}
    names = dict.fromkeys(name for each in settings.__mro__ for name in get_annotations(each))
    return (_switch(group, known[name], hints[name]) for name in names if name in known)


def _switch(group: str, declaration: Field[Any], hint: Any) -> Switch:
    about: _About = declaration.metadata[_ABOUT]
    kind, unlimited = _kind(hint)
    choices = about.choices or (tuple(kind) if issubclass(kind, Enum) else ())
    return Switch(
        name=f"{group}.{declaration.name}",
        type=_type(kind),
        default=_as_data(declaration.default),
        meaning=about.meaning,
        source=about.source,
        choices=tuple(_as_data(each) for each in choices),
        least=about.least,
        most=about.most,
        unlimited=unlimited,
    )


def _hints(settings: type) -> dict[str, Any]:
    return get_type_hints(settings)


def _kind(hint: Any) -> tuple[type, bool]:
    """The type of a field's values, and whether None is one, too."""
    if get_origin(hint) not in (Union, UnionType):
        return hint, False
    kinds = [each for each in get_args(hint) if each is not type(None)]
    return kinds[0], True


def _type(kind: type) -> SwitchType:
    if issubclass(kind, Enum):
        return SwitchType.CHOICE
    return {
        bool: SwitchType.YES_NO,
        int: SwitchType.WHOLE,
        float: SwitchType.NUMBER,
        str: SwitchType.TEXT,
    }[kind]


def _as_data(value: object) -> Data:
    if value is None:
        return UNLIMITED
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"a switch can't be {value!r}")


def _as_value(data: Data, hint: Any) -> Any:
    kind, unlimited = _kind(hint)
    if unlimited and data == UNLIMITED:
        return None
    return kind(data)


def _shown(value: object) -> str:
    text = f"“{value}”" if isinstance(value, str) else str(value)
    return text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + "…"


def _nearest(name: str, known: Mapping[str, Switch]) -> str:
    """What somebody probably meant, as the end of a sentence."""
    import difflib  # only where somebody mistyped

    near = difflib.get_close_matches(name, known, n=1)
    return f"; the most similar one is {near[0]}" if near else ""
