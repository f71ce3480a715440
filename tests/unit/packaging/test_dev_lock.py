"""The lock files say exactly what is installed, on every system, and nothing about where from."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[3]
RUNTIME = ROOT / "packaging" / "requirements.lock.txt"
DEV = ROOT / "packaging" / "requirements-dev.lock.txt"
INTERNATIONAL = ROOT / "packaging" / "requirements-tencent-intl.lock.txt"
TCCLI = ROOT / "packaging" / "requirements-tccli.lock.txt"


def _pyproject() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _locked(lock: Path) -> dict[str, list[Requirement]]:
    """The locked requirements by name; a name can have several, for different systems."""
    found: dict[str, list[Requirement]] = {}
    for line in lock.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith((" ", "#")):
            requirement = Requirement(line.removesuffix("\\").strip())
            found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def _version(requirement: Requirement) -> Version:
    (specifier,) = requirement.specifier
    assert specifier.operator == "=="
    return Version(specifier.version)


@pytest.mark.parametrize(
    ("lock", "least"),
    [(RUNTIME, 21), (DEV, 21), (INTERNATIONAL, 6), (TCCLI, 6)],
    ids=["runtime", "dev", "tencent-intl", "tccli"],
)
def test_every_locked_package_has_hashes_and_no_address(lock: Path, least: int):
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^--|(?<!=)/(home|root|tmp|Users|work)/", text, re.MULTILINE)
    blocks = re.split(r"\n(?=[a-zA-Z0-9])", text)[1:]
    assert len(blocks) >= least
    for block in blocks:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block.splitlines()[0]


def test_every_declared_dependency_is_locked_within_its_bounds():
    pyproject = _pyproject()
    runtime = [*pyproject["project"]["dependencies"], *pyproject["build-system"]["requires"]]
    groups = pyproject["dependency-groups"]
    development = [*runtime, *groups["test"], *groups["tools"]]
    oracles = ((INTERNATIONAL, groups["tencent-intl"]), (TCCLI, groups["tccli"]))
    for lock, declared in ((RUNTIME, runtime), (DEV, development), *oracles):
        locked = _locked(lock)
        for requirement in map(Requirement, declared):
            found = locked.get(canonicalize_name(requirement.name))
            assert found, f"{requirement} is not in {lock.name}: run `python packaging/dev.py lock`"
            for one in found:
                assert requirement.specifier.contains(_version(one)), f"{one} is outside {requirement}"


def test_the_tests_use_the_versions_that_people_run():
    dev = _locked(DEV)
    for name, requirements in _locked(RUNTIME).items():
        assert [str(one) for one in requirements] == [str(one) for one in dev[name]]


@pytest.mark.parametrize("lock", [INTERNATIONAL, TCCLI], ids=["tencent-intl", "tccli"])
def test_another_sdk_is_locked_apart_from_the_mainlands_and_shares_its_helpers_versions(lock: Path):
    apart, development = _locked(lock), _locked(DEV)
    sdks = {name for name in apart if name.startswith("tencentcloud")}
    assert sdks
    assert not sdks & development.keys()
    for name in apart.keys() & development.keys():
        assert [str(one) for one in apart[name]] == [str(one) for one in development[name]]


def test_it_covers_the_systems_and_their_stores_for_secrets():
    markers = {name: str(one.marker) for name, found in _locked(RUNTIME).items() for one in found if one.marker}
    assert "linux" in markers["secretstorage"]
    assert "win32" in markers["pywin32-ctypes"]
    for marker in markers.values():
        assert "==3.11" not in marker


def test_addresses_are_taken_out_and_our_own_header_put_in(script):
    text = "--index-url https://example.invalid/simple\na==1 \\\n    --hash=sha256:0\n    # via -r https://x\n"
    cleaned = script("dev_lock").clean(text, "runtime")
    assert "://" not in cleaned
    assert "--index-url" not in cleaned
    assert cleaned.splitlines()[2:] == ["a==1 \\", "    --hash=sha256:0"]
    assert "packaging/dev.py lock" in cleaned.splitlines()[0]


def test_uv_is_told_to_cover_everything_and_to_name_no_index(script):
    lock = script("dev_lock")
    for level in ("runtime", "dev", "tencent-intl", "tccli"):
        arguments = lock.compile_arguments(level, ["--upgrade"])
        assert {"--universal", "--generate-hashes", "--no-emit-index-url", "--upgrade"} <= set(arguments)
        assert not [part for part in arguments if Path(part).is_absolute()]
    assert "--group" in lock.compile_arguments("dev")
    assert "--group" not in lock.compile_arguments("runtime")


@pytest.mark.parametrize("name", ["tencent-intl", "tccli"])
def test_an_oracles_lock_has_its_group_and_nothing_of_the_program(script, name: str):
    arguments = script("dev_lock").compile_arguments(name, ["--upgrade"])
    assert arguments[arguments.index("--group") + 1] == name
    assert "pyproject.toml" not in arguments
    assert "-" not in arguments
