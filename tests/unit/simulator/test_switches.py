"""Switches are declared once, refuse what they do not take, and change all at once or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.simulator.switches import UNLIMITED, BadSwitch, Switchboard, SwitchType, declared, switch


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"
    NONE = "none"


@dataclass(kw_only=True)
class Settings:
    colour: Colour = switch(Colour.RED, "Its colour.", "x.md §1", choices=(Colour.RED, Colour.BLUE))
    any_colour: Colour = switch(Colour.NONE, "Any colour.", "x.md §1")
    seconds: float = switch(1.5, "How long.", "x.md §2", least=0.5, most=10)
    count: int = switch(3, "How many.", "x.md §3", least=1, most=5)
    most: int | None = switch(None, "At most so many.", "x.md §4")
    loud: bool = switch(False, "Whether it is loud.", "x.md §5")
    code: str = switch("Bad", "Its code.", "x.md §6")
    version: int = switch(1, "Its version.", "x.md §7", choices=(1, 2))


def board(settings: Settings) -> Switchboard:
    return Switchboard(lambda: {"x-1": settings})


def test_a_declaration_is_all_there_is_to_know() -> None:
    colour, _, seconds, _, most, *_ = declared("x-1", Settings)
    assert (colour.name, colour.group, colour.key) == ("x-1.colour", "x-1", "colour")
    assert (colour.type, colour.default, colour.choices) == (SwitchType.CHOICE, "red", ("red", "blue"))
    assert (colour.meaning, colour.source) == ("Its colour.", "x.md §1")
    assert seconds.allowed == "a number from 0.5 to 10"
    assert (most.type, most.default, most.allowed) == (
        SwitchType.WHOLE,
        UNLIMITED,
        "a whole number from 0 to 1000000000 or unlimited",
    )


def test_a_change_is_seen_by_whoever_reads_the_settings() -> None:
    settings = Settings()
    everything = {"colour": "blue", "seconds": 2, "count": 5, "most": 7, "loud": True, "code": "Worse", "version": 2}
    board(settings).change({f"x-1.{key}": value for key, value in everything.items()})
    assert settings == Settings(colour=Colour.BLUE, seconds=2.0, count=5, most=7, loud=True, code="Worse", version=2)
    assert settings.colour is Colour.BLUE
    assert isinstance(settings.seconds, float)


def test_no_limit_can_be_set_and_lifted() -> None:
    settings = Settings()
    switches = board(settings)
    switches.change({"x-1.most": 2})
    assert (settings.most, switches.value("x-1.most")) == (2, 2)
    switches.change({"x-1.most": UNLIMITED})
    assert (settings.most, switches.value("x-1.most")) == (None, UNLIMITED)


@pytest.mark.parametrize(
    ("key", "value", "error"),
    [
        ("colour", "none", "“none” is not allowed; use red, blue."),
        ("colour", 1, "1 is not allowed; use red, blue."),
        ("seconds", 0.4, "0.4 is not allowed; use a number from 0.5 to 10."),
        ("seconds", float("nan"), "nan is not allowed; use a number from 0.5 to 10."),
        ("seconds", True, "True is not allowed; use a number from 0.5 to 10."),
        ("seconds", "2", "“2” is not allowed; use a number from 0.5 to 10."),
        ("count", 1.0, "1.0 is not allowed; use a whole number from 1 to 5."),
        ("count", UNLIMITED, "“unlimited” is not allowed; use a whole number from 1 to 5."),
        ("loud", 1, "1 is not allowed; use true or false."),
        ("code", "", "“” is not allowed; use a text of 1 to 200 characters."),
        ("code", "two\nlines", "“two\nlines” is not allowed; use a text of 1 to 200 characters."),
        ("version", 3, "3 is not allowed; use 1, 2."),
        ("version", True, "True is not allowed; use 1, 2."),
        ("most", [1], "[1] is not allowed; use a whole number from 0 to 1000000000 or unlimited."),
        ("seconds", None, "None is not allowed; use a number from 0.5 to 10."),
    ],
)
def test_a_bad_value_is_refused_by_name(key: str, value: object, error: str) -> None:
    settings = Settings()
    with pytest.raises(BadSwitch) as refused:
        board(settings).change({"x-1.loud": True, f"x-1.{key}": value})
    assert (refused.value.at, refused.value.error) == (f"x-1.{key}", error)
    assert settings == Settings(), "a change of several is all or nothing"


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("x-1.color", "There is no switch “x-1.color”; the most similar one is x-1.colour."),
        ("nonsense", "There is no switch “nonsense”."),
    ],
)
def test_an_unknown_name_is_refused(name: str, error: str) -> None:
    with pytest.raises(BadSwitch) as refused:
        board(Settings()).change({name: 1})
    assert (refused.value.at, refused.value.error) == (name, error)


def test_settings_that_are_replaced_are_the_ones_that_change() -> None:
    groups = {"x-1": Settings()}
    switches = Switchboard(lambda: groups)
    groups["x-1"] = Settings(count=4)
    assert switches.value("x-1.count") == 4
    switches.change({"x-1.count": 2})
    assert groups["x-1"].count == 2


ANYTHING = st.floats() | st.integers() | st.text() | st.booleans() | st.none()


@given(ANYTHING, st.sampled_from([each.key for each in declared("x-1", Settings)]))
def test_whatever_is_taken_is_told_again(value: object, key: str) -> None:
    switches = board(Settings())
    try:
        switches.change({f"x-1.{key}": value})
    except BadSwitch:
        assert switches.values() == board(Settings()).values()
    else:
        assert switches.value(f"x-1.{key}") == value
        switches.reset()
        assert switches.values() == board(Settings()).values()
