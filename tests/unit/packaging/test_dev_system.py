"""What is missing is named at once, installed where we may, and otherwise the exact command is shown."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lacks system libraries")


@pytest.fixture
def system(script, monkeypatch) -> ModuleType:
    module = script("dev_system")
    monkeypatch.delenv(module.OFF_SWITCH, raising=False)
    return module


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({}, False),
        ({"DISPLAY": "", "WAYLAND_DISPLAY": ""}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
    ],
)
def test_a_screen_shows_in_the_environment_on_linux(system, env: dict[str, str], expected: bool):
    assert system.has_display(env) is expected


def test_other_systems_always_have_a_screen(system, monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert system.has_display({})


def test_a_desktop_needs_no_fonts_and_a_server_no_x11(system):
    with_screen, without = system.needs_of("run", True), system.needs_of("run", False)
    assert "libxcb-cursor.so.0" in {need.name for need in with_screen}
    assert "libxcb-cursor.so.0" not in {need.name for need in without}
    assert {need.kind for need in without} == {"library", "font"}
    programs = {"Xvfb", "dbus-daemon", "gnome-keyring-daemon", "bash", "curl"}
    assert programs <= {need.name for need in system.needs_of("test", False)}


def test_every_need_has_a_package_for_every_manager(system):
    for need in (*system.needs_of("test", True), system.VENV_MODULE):
        assert need.kind in ("library", "program", "font", "module")
        for package in (need.apt, need.dnf, need.pacman):
            assert package
            assert package.strip() == package
        assert bool(need.files) == (need.kind == "font")


def test_the_command_names_each_package_once_in_a_stable_order(system):
    packages = ["xvfb", "libgl1", "xvfb"]
    assert system.install_command("apt", packages) == "apt-get install -y --no-install-recommends libgl1 xvfb"
    assert system.install_command("dnf", packages) == "dnf install -y --setopt=install_weak_deps=False libgl1 xvfb"
    assert system.install_command("pacman", packages) == "pacman -S --needed libgl1 xvfb"


@pytest.fixture
def bare(system, monkeypatch) -> ModuleType:
    """A machine without libGL, Xvfb and curl, until they are installed."""
    missing = {"libGL.so.1", "Xvfb", "curl"}
    monkeypatch.setattr(system, "is_there", lambda need: need.name not in missing)

    def install(command, trouble: str, env=None) -> str:
        system.commands.append(" ".join(command))
        assert env is None or env["DEBIAN_FRONTEND"] == "noninteractive"
        if "install" in command:
            missing.clear()
        return ""

    monkeypatch.setattr(system, "commands", [], raising=False)
    monkeypatch.setattr(system, "run_quietly", install)
    return system


def test_root_on_debian_installs(bare, monkeypatch):
    monkeypatch.setattr(bare.os, "geteuid", lambda: 0)
    monkeypatch.setattr(bare, "package_manager", lambda: "apt")
    assert bare.ensure_system("test")
    assert bare.commands == ["apt-get update -q", "apt-get install -y --no-install-recommends curl libgl1 xvfb"]
    assert bare.ensure_system("test")
    assert len(bare.commands) == 2


@pytest.mark.parametrize(
    ("manager", "command"),
    [
        ("apt", "sudo apt-get install -y --no-install-recommends curl libgl1 xvfb"),
        ("dnf", "sudo dnf install -y --setopt=install_weak_deps=False curl libglvnd-glx xorg-x11-server-Xvfb"),
        ("pacman", "sudo pacman -S --needed curl libglvnd xorg-server-xvfb"),
    ],
)
def test_others_are_told_the_exact_command(bare, monkeypatch, manager: str, command: str):
    monkeypatch.setattr(bare.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(bare, "package_manager", lambda: manager)
    with pytest.raises(bare.ProblemError) as caught:
        bare.ensure_system("test")
    assert "missing: libraries libGL.so.1; programs curl, Xvfb. Please" in str(caught.value)
    assert f"    {command}\n" in str(caught.value)
    assert bare.commands == []


def test_an_unknown_system_is_told_what_is_missing_and_how_to_go_on(bare, monkeypatch):
    monkeypatch.setattr(bare, "package_manager", lambda: None)
    with pytest.raises(bare.ProblemError, match=r"libGL\.so\.1; programs curl, Xvfb.*ROOMSCRIBE_SYSTEM_CHECK=off"):
        bare.ensure_system("test")
    monkeypatch.setenv("ROOMSCRIBE_SYSTEM_CHECK", "off")
    assert not bare.ensure_system("test")


def test_an_installation_that_did_not_help_is_said(system, monkeypatch):
    monkeypatch.setattr(system.os, "geteuid", lambda: 0)
    monkeypatch.setattr(system, "package_manager", lambda: "apt")
    monkeypatch.setattr(system, "is_there", lambda need: need.name != "Xvfb")
    monkeypatch.setattr(system, "run_quietly", lambda *_: "")
    with pytest.raises(system.ProblemError, match="still missing: programs Xvfb"):
        system.ensure_system("test")


def test_fonts_are_found_by_their_files(system, monkeypatch, tmp_path: Path):
    monkeypatch.setattr(system, "_FONT_FOLDERS", (str(tmp_path / "none"), str(tmp_path)))
    latin, cjk, _ = system.FONTS
    assert not system.is_there(latin)
    (tmp_path / "truetype").mkdir()
    (tmp_path / "truetype" / "DejaVuSans.ttf").touch()
    (tmp_path / "truetype" / "NotoSansCJK-Regular.ttc").touch()
    assert system.is_there(latin)
    assert system.is_there(cjk)


def test_a_variable_latin_font_is_found_despite_its_brackets(system, monkeypatch, tmp_path: Path):
    monkeypatch.setattr(system, "_FONT_FOLDERS", (str(tmp_path),))
    (tmp_path / "NotoSans[wght].ttf").touch()
    assert system.is_there(system.FONTS[0])


def test_libraries_and_programs_are_really_looked_for(system):
    library, program = system.Need("library", "libc.so.6", "", "", ""), system.Need("program", "sh", "", "", "")
    assert system.is_there(library)
    assert system.is_there(program)
    for nowhere in (
        system.Need("library", "libnowhere.so.7", "", "", ""),
        system.Need("program", "no-where", "", "", ""),
    ):
        assert not system.is_there(nowhere)


@pytest.fixture
def without_venv(system, monkeypatch) -> ModuleType:
    """Debian's python3 as it comes: everything but ensurepip."""
    missing = {"ensurepip"}
    monkeypatch.setattr(system, "is_there", lambda need: need.name not in missing)
    monkeypatch.setattr(system, "package_manager", lambda: "apt")
    monkeypatch.setattr(system, "commands", [], raising=False)

    def install(command, trouble: str, env=None) -> str:
        system.commands.append(command)
        missing.clear()
        return ""

    monkeypatch.setattr(system, "run_quietly", install)
    return system


def test_python_without_venv_is_completed_or_explained(without_venv, monkeypatch):
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    monkeypatch.setattr(without_venv.os, "geteuid", lambda: 1000)
    with pytest.raises(without_venv.ProblemError, match=f"sudo apt-get install .* {package}"):
        without_venv.ensure_venv_module()
    monkeypatch.setattr(without_venv.os, "geteuid", lambda: 0)
    without_venv.ensure_venv_module()
    assert without_venv.commands[-1][-1] == package


def test_the_venv_module_is_asked_for_together_with_the_libraries(without_venv, monkeypatch, tmp_path: Path):
    monkeypatch.setattr(without_venv.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(without_venv, "ROOT", tmp_path)
    with pytest.raises(without_venv.ProblemError, match="Python's ensurepip"):
        without_venv.ensure_system("check")
    # An environment that is there needs no module to make it.
    (tmp_path / ".venv").mkdir()
    without_venv.ensure_system("check")


def test_a_broken_source_of_packages_does_not_stop_the_others(bare, monkeypatch, capsys):
    monkeypatch.setattr(bare.os, "geteuid", lambda: 0)
    monkeypatch.setattr(bare, "package_manager", lambda: "apt")
    install = bare.run_quietly

    def update_fails(command, trouble: str, env=None) -> str:
        if "update" in command:
            raise bare.ProblemError(trouble)
        return install(command, trouble, env)

    monkeypatch.setattr(bare, "run_quietly", update_fails)
    bare.ensure_system("test")
    assert "going on with the lists there are" in capsys.readouterr().out


def test_a_long_list_of_what_is_missing_stays_readable(system):
    said = system.describe(system.needs_of("test", True))
    assert "libraries libEGL.so.1, libGL.so.1, libX11.so.6, libxkbcommon.so.0 and 23 more" in said
    assert len(said) < 300
