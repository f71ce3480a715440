"""Which system libraries, programs and fonts are missing, and how this system installs them.

PySide6 brings Qt, but not the libraries Qt itself expects from a Linux system; without them the first import ends in a
message that names one file. Here all of them are looked for at once, and the answer is one command.
"""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import os
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dev_common import ROOT, ProblemError, is_linux, run_quietly, say


@dataclass(frozen=True)
class Need:
    """Something the system has to offer, and the package that offers it, per package manager."""

    kind: str  # "library", "program", "font" or "module"
    name: str  # the file to load, the program to find, what the font is for, or the Python module to import
    apt: str
    dnf: str
    pacman: str
    files: tuple[str, ...] = ()  # fonts: patterns of file names, each of them good enough


def _library(name: str, apt: str, dnf: str, pacman: str) -> Need:
    return Need("library", name, apt, dnf, pacman)


# What Qt's core, window and network libraries load, on a screen or not. Taken from the files in the PySide6 wheel.
QT = (
    _library("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd"),
    _library("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd"),
    _library("libX11.so.6", "libx11-6", "libX11", "libx11"),
    _library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    _library("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus"),
    _library("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig"),
    _library("libfreetype.so.6", "libfreetype6", "freetype", "freetype2"),
    _library("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2"),
    _library("libzstd.so.1", "libzstd1", "libzstd", "zstd"),
    _library("libgssapi_krb5.so.2", "libgssapi-krb5-2", "krb5-libs", "krb5"),
    _library("libbrotlidec.so.1", "libbrotli1", "libbrotli", "brotli"),
)

# What Qt's X11 part loads in addition, all or nothing: one missing file and no window opens.
XCB = (
    _library("libxcb.so.1", "libxcb1", "libxcb", "libxcb"),
    _library("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb", "libx11"),
    _library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
    _library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    _library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    _library("libxcb-image.so.0", "libxcb-image0", "xcb-util-image", "xcb-util-image"),
    _library("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    _library("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil", "xcb-util-renderutil"),
    _library("libxcb-util.so.1", "libxcb-util1", "xcb-util", "xcb-util"),
    _library("libxcb-randr.so.0", "libxcb-randr0", "libxcb", "libxcb"),
    _library("libxcb-render.so.0", "libxcb-render0", "libxcb", "libxcb"),
    _library("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb"),
    _library("libxcb-shm.so.0", "libxcb-shm0", "libxcb", "libxcb"),
    _library("libxcb-sync.so.1", "libxcb-sync1", "libxcb", "libxcb"),
    _library("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb", "libxcb"),
    _library("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb", "libxcb"),
)

# Pictures without fonts are rows of empty boxes: the language lists show every language in its own script.
FONTS = (
    Need(
        "font",
        "Latin",
        "fonts-dejavu-core",
        "dejavu-sans-fonts",
        "ttf-dejavu",
        ("DejaVuSans.ttf", "NotoSans-Regular.*", "NotoSans[[]*", "LiberationSans-Regular.*", "Ubuntu-R.ttf"),
    ),
    Need(
        "font",
        "Chinese, Japanese and Korean",
        "fonts-noto-cjk",
        "google-noto-sans-cjk-fonts",
        "noto-fonts-cjk",
        ("*CJK*", "NotoSansSC*", "wqy-*", "DroidSansFallback*", "SourceHanSans*"),
    ),
    Need(
        "font",
        "Arabic, Devanagari, Thai and other scripts",
        "fonts-noto-core",
        "google-noto-sans-thai-fonts",
        "noto-fonts",
        ("NotoSansThai*", "NotoSansDevanagari*"),
    ),
)

# The end-to-end tests start the program on a screen of their own and store a secret in a real Secret Service; commands
# that the console writes or reads are held against those who carry them out.
TEST_PROGRAMS = (
    Need("program", "bash", "bash", "bash", "bash"),
    Need("program", "curl", "curl", "curl", "curl"),
    Need("program", "Xvfb", "xvfb", "xorg-x11-server-Xvfb", "xorg-server-xvfb"),
    Need("program", "dbus-daemon", "dbus", "dbus-daemon", "dbus"),
    Need("program", "gnome-keyring-daemon", "gnome-keyring", "gnome-keyring", "gnome-keyring"),
)

# Debian's family ships Python without the part that makes virtual environments.
_VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
VENV_MODULE = Need("module", "ensurepip", f"python{_VERSION}-venv", "python3-libs", "python")

_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")

# For systems that keep libraries where no loader path shows them, and for people who know better.
OFF_SWITCH = "ROOMSCRIBE_SYSTEM_CHECK"

# Tells the tests that nothing may be missing, so that none is left out for it (tests/support/programs.py).
SEEN_TO = "ROOMSCRIBE_TEST_PROGRAMS"

_INSTALL = {
    "apt": "apt-get install -y --no-install-recommends",
    "dnf": "dnf install -y --setopt=install_weak_deps=False",
    "pacman": "pacman -S --needed",
}


def has_display(env: Mapping[str, str]) -> bool:
    """Whether a window could open. Only Linux can be without a screen in a way that shows beforehand."""
    return not is_linux() or bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))


def needs_of(command: str, display: bool) -> tuple[Need, ...]:
    """What a command needs. A desktop has fonts; a machine without a screen often has none."""
    if command == "test":
        return QT + XCB + FONTS + TEST_PROGRAMS
    if command == "run":
        return QT + XCB if display else QT + FONTS
    return QT


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _font_is_there(patterns: Iterable[str]) -> bool:
    folders = [Path(folder).expanduser() for folder in _FONT_FOLDERS]
    return any(next(folder.rglob(pattern), None) for folder in folders if folder.is_dir() for pattern in patterns)


def is_there(need: Need) -> bool:
    if need.kind == "library":
        return _loads(need.name)
    if need.kind == "program":
        return shutil.which(need.name) is not None
    if need.kind == "module":
        return importlib.util.find_spec(need.name) is not None
    return _font_is_there(need.files)


def describe(needs: Iterable[Need]) -> str:
    """What is missing, in a line or two: with thirty libraries, the first few tell enough."""
    words = {"library": "libraries", "program": "programs", "font": "fonts for", "module": "Python's"}
    parts = []
    for kind, word in words.items():
        names = [need.name for need in needs if need.kind == kind]
        if names:
            rest = f" and {len(names) - 4} more" if len(names) > 5 else ""
            parts.append(f"{word} {', '.join(names[:4] if rest else names)}{rest}")
    return "; ".join(parts)


def package_manager() -> str | None:
    """The manager whose names we know, by what is installed here."""
    for manager, program in (("apt", "apt-get"), ("dnf", "dnf"), ("pacman", "pacman")):
        if shutil.which(program):
            return manager
    return None


def install_command(manager: str, packages: Iterable[str]) -> str:
    """The command a person would type (without sudo), each package once and in a stable order."""
    return f"{_INSTALL[manager]} {' '.join(sorted(set(packages)))}"


def _provide(needs: Sequence[Need]) -> None:
    """Install what is missing where we may do so without asking (root on Debian's family), else say how to."""
    what, manager = describe(needs), package_manager()
    if manager is None:
        raise ProblemError(
            f"missing: {what}. Please install it with this system's package manager. "
            f"If it is installed in an unusual place, set {OFF_SWITCH}=off to go on."
        )
    packages = [str(getattr(need, manager)) for need in needs]
    command = install_command(manager, packages)
    if manager != "apt" or os.geteuid() != 0:
        raise ProblemError(f"missing: {what}. Please install it with\n\n    sudo {command}\n\nand run this again.")
    say(f"installing system packages: {' '.join(sorted(set(packages)))}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        run_quietly(["apt-get", "update", "-q"], "apt-get cannot fetch all lists of packages", env)
    except ProblemError as problem:
        # One broken source among several is common, and the packages may well come from the others.
        say(f"{problem}\n  going on with the lists there are")
    run_quietly(command.split(), f"apt-get cannot install what is missing: {what}", env)
    importlib.invalidate_caches()
    still = [need for need in needs if not is_there(need)]
    if still:
        raise ProblemError(f"installed {' '.join(packages)}, and still missing: {describe(still)}")


def ensure_system(command: str) -> bool:
    """Make sure that everything outside Python which a command needs is there; False where that is left to people."""
    if not is_linux() or os.environ.get(OFF_SWITCH) == "off":
        return False
    needs = needs_of(command, has_display(os.environ))
    if not (ROOT / ".venv").exists():
        # Asked for in the same breath, so that nobody has to come back with a second command.
        needs += (VENV_MODULE,)
    missing = [need for need in needs if not is_there(need)]
    if missing:
        _provide(missing)
    return True


def ensure_venv_module() -> None:
    """Before an environment is made: whether this Python can make one. Get the missing part, or say how."""
    if is_there(VENV_MODULE):
        return
    if not is_linux():
        raise ProblemError(f"this Python ({sys.executable}) lacks the module ensurepip; please reinstall it")
    _provide([VENV_MODULE])
