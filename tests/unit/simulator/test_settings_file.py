"""The settings file: what is printed can be read again, and every mistake is named at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.services.simulation import known_switches
from roomscribe.simulator.faults import Fault, FaultKind
from roomscribe.simulator.inside import Inside
from roomscribe.simulator.settings_file import BadSettings, parse_settings, read_settings_file, settings_text
from roomscribe.simulator.steering import Steering
from roomscribe.simulator.switches import UNLIMITED, Data, Switch, Switchboard, SwitchType
from roomscribe.simulator.world import World
from roomscribe.vendors.registry import load_registry

REGISTRY = load_registry()
SWITCHES = known_switches(REGISTRY).switches()


def steering() -> Steering:
    world = World()
    return Steering(world, [each.make_cloud(world).inside() for each in REGISTRY.generations()])


def applied(text: str) -> Steering:
    steered = steering()
    parse_settings(text).apply(steered)
    return steered


def values_of(switch: Switch) -> st.SearchStrategy[Data]:
    """Everything that a switch takes."""
    least, most = switch.least, switch.most
    if switch.choices:
        found: st.SearchStrategy[Data] = st.sampled_from(switch.choices)
    elif switch.type is SwitchType.YES_NO:
        found = st.booleans()
    elif switch.type is SwitchType.WHOLE:
        found = st.integers(int(least), int(most))
    elif switch.type is SwitchType.NUMBER:
        found = st.floats(least, most)
    else:
        found = st.text(min_size=1, max_size=200).filter(str.isprintable)
    return found | st.just(UNLIMITED) if switch.unlimited else found


WISHES = st.lists(st.sampled_from(SWITCHES), unique_by=lambda each: each.name, max_size=8).flatmap(
    lambda chosen: st.fixed_dictionaries({each.name: values_of(each) for each in chosen})
)


@given(WISHES)
def test_what_is_printed_is_read_again(wish: dict[str, Data]) -> None:
    switches: Switchboard = known_switches(REGISTRY)
    switches.change(wish)
    assert applied(settings_text(switches)).switches.values() == switches.values()


def test_the_printed_file_changes_nothing_and_holds_every_switch() -> None:
    text = settings_text(known_switches(REGISTRY))
    assert applied(text).switches.values() == known_switches(REGISTRY).values()
    uncommented = "\n".join(line.removeprefix("#") if " = " in line else line for line in text.splitlines())
    parsed = parse_settings(uncommented.replace("#[[faults]]", "[[faults]]"))
    named = {f"{group}.{key}": value for group, keys in parsed.switches.items() for key, value in keys.items()}
    assert named == {each.name: each.default for each in SWITCHES}
    assert parsed.speed == 1.0
    parsed.apply(steering())


def test_speed_and_faults_are_printed_and_read_again() -> None:
    faults = [
        Fault(FaultKind.HTTP, call="acquire", count=None, status=503, body='a\x7f\t"b"\n\\ 中😀'),
        Fault(FaultKind.DELAY, count=3, after=2, probability=0.25, seed=7, seconds=1e-05),
    ]
    text = settings_text(known_switches(REGISTRY), 4.0, faults)
    assert parse_settings(text).speed == 4.0
    assert [each.as_data() for each in applied(text).world.faults.waiting()] == [each.as_data() for each in faults]


def test_a_file_holds_speed_switches_and_faults() -> None:
    text = """
        speed = 20
        [trtc]
        stopped_seconds = 30
        most_targets = "unlimited"
        [agora-7]
        join_status = "STARTING"
        [[faults]]
        kind = "delay"
        seconds = 2
        count = "always"
        [[faults]]
        kind = "reset"
        call = "join"
    """
    assert parse_settings(text).speed == 20.0
    steered = applied(text)
    assert steered.switches.value("trtc.stopped_seconds") == 30.0
    assert steered.switches.value("agora-7.join_status") == "STARTING"
    assert [(each.kind, each.call, each.count) for each in steered.world.faults.waiting()] == [
        (FaultKind.DELAY, "*", None),
        (FaultKind.RESET, "join", 1),
    ]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("[trtc\n", "The file is no TOML: Expected ']' at the end of a table declaration (at line 1, column 6)."),
        ("speed = 0", "speed: It must be a number from 0.01 to 10000."),
        ("speed = nan", "speed: It must be a number from 0.01 to 10000."),
        ("speed = true", "speed: It must be a number from 0.01 to 10000."),
        ("colour = 1", "colour: There is no such setting; use speed, faults, or a section of switches."),
        ("[trct]\n", "trct: There is no such section; use agora, agora-7, trtc, trtc-2."),
        (
            "[trtc]\nstopped_secnds = 1",
            "trtc.stopped_secnds: There is no switch “trtc.stopped_secnds”; "
            "the most similar one is trtc.stopped_seconds.",
        ),
        (
            "[trtc]\nstopped_seconds = -1",
            "trtc.stopped_seconds: -1 is not allowed; use a number from 0 to 1000000000.",
        ),
        (
            "[trtc]\ncapacity = 1979-05-27",
            "trtc.capacity: 1979-05-27 is not allowed; use a whole number from 0 to 1000000000.",
        ),
        ("faults = 3", "faults: Faults are a list."),
        ('[[faults]]\nkind = "delay"', "faults[0].seconds: A fault of kind delay needs it."),
    ],
)
def test_a_mistake_is_named_at_its_place(text: str, error: str) -> None:
    with pytest.raises(BadSettings) as refused:
        applied(text)
    assert str(refused.value) == error


@given(st.text())
def test_no_text_does_more_than_be_refused(text: str) -> None:
    try:
        said = str(applied(text).switches.values() == known_switches(REGISTRY).values())
    except BadSettings as refused:
        said = refused.error[-1]
    assert said in ("True", ".")


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    def why(path: Path) -> str:
        with pytest.raises(BadSettings) as refused:
            read_settings_file(path)
        return str(refused.value)

    assert why(tmp_path / "none.toml") == "The file can't be read: No such file or directory."
    assert why(tmp_path) == "The file can't be read: Is a directory."
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b'[trtc]\ncapacity_code = "\xe4"')
    assert why(latin) == "The file is no UTF-8 text."
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * 1_000_001)
    assert why(large) == "The file is larger than 1000000 bytes."
    good = tmp_path / "good.toml"
    good.write_text("speed = 3", encoding="utf-8")
    assert read_settings_file(good).speed == 3.0


def test_an_editor_may_mark_the_file_as_utf_8(tmp_path: Path) -> None:
    marked = tmp_path / "marked.toml"
    marked.write_text("speed = 3", encoding="utf-8-sig")
    assert read_settings_file(marked).speed == 3.0


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no file without an end")
def test_a_file_without_an_end_is_too_large() -> None:
    with pytest.raises(BadSettings, match="larger than 1000000 bytes"):
        read_settings_file(Path("/dev/zero"))


def test_a_number_of_thousands_of_digits_is_refused_like_other_mistakes() -> None:
    with pytest.raises(BadSettings, match="The file is no TOML"):
        parse_settings(f"speed = {'1' * 5000}")


def test_generations_that_share_a_cloud_show_it_once() -> None:
    cloud = Inside(calls=("a", "b"))
    assert Steering(World(), [cloud, cloud]).calls == ("a", "b")
