"""The program asks a vendor's abilities and never its name: outside the vendors' folders no code names one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from roomscribe.vendors.registry import load_registry

SOURCE = Path(__file__).resolve().parents[2] / "gui" / "roomscribe"
REGISTRY = load_registry()
FOLDERS = tuple(SOURCE / "vendors" / name for name in [*(each.id for each in REGISTRY.vendors), "blank"])
EXCEPTIONS = {
    "vendors/registry.py": "its two lines of `BUILT_IN` are how a vendor comes into the program",
}
MORE_NAMES = ("tencent", "shengwang", "tlssig", "usersig")
"""Words by which code could know a vendor without saying its id."""
NAMES = re.compile("|".join([each.id for each in REGISTRY.vendors] + [*MORE_NAMES]), re.IGNORECASE)
IDENTITY = ("vendor", "vendor_id", "generation", "generation_id")


def sources() -> list[Path]:
    """Every module outside the vendors' folders."""
    return [path for path in sorted(SOURCE.rglob("*.py")) if not any(map(path.is_relative_to, FOLDERS))]


def code_of(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node but the texts that only explain: docstrings may give a vendor as an example, and name a source."""
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            explains = isinstance(child, ast.Constant) and isinstance(node, ast.Expr)
            if not explains:
                yield child


def words_of(node: ast.AST) -> Iterator[str]:
    """The names and texts that stand in a node itself."""
    match node:
        case ast.Constant(value=str(text)) | ast.Name(id=text) | ast.Attribute(attr=text) | ast.arg(arg=text):
            yield text
        case ast.keyword(arg=str(text)) | ast.alias(name=text):
            yield text
        case ast.FunctionDef(name=text) | ast.AsyncFunctionDef(name=text) | ast.ClassDef(name=text):
            yield text
        case ast.ImportFrom(module=str(text)):
            yield text


def named_in(text: str) -> list[str]:
    """What code says of vendors: `line: word`."""
    nodes = code_of(ast.parse(text))
    return [f"{getattr(node, 'lineno', 0)}: {word}" for node in nodes for word in words_of(node) if NAMES.search(word)]


def name_of(node: ast.Name | ast.Attribute) -> str:
    """The last part of a dotted name."""
    return node.id if isinstance(node, ast.Name) else node.attr


def members_of(side: ast.expr) -> list[ast.expr]:
    """The members of a list, tuple or set that is written out; anything else is one."""
    return side.elts if isinstance(side, ast.Tuple | ast.List | ast.Set) else [side]


def compared_in(text: str) -> list[int]:
    """Lines that compare a vendor's or generation's identity with a text of their own."""
    lines = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Compare):
            sides = [part for side in (node.left, *node.comparators) for part in members_of(side)]
            identity = any(isinstance(side, ast.Name | ast.Attribute) and name_of(side) in IDENTITY for side in sides)
            # An empty text asks whether there is any.
            literal = any(
                isinstance(side, ast.Constant) and isinstance(side.value, str) and side.value for side in sides
            )
            if identity and literal:
                lines.append(node.lineno)
    return lines


def test_no_code_outside_the_vendors_folders_names_a_vendor() -> None:
    found = {path.relative_to(SOURCE).as_posix(): named_in(path.read_text(encoding="utf-8")) for path in sources()}
    assert {name: words for name, words in found.items() if words and name not in EXCEPTIONS} == {}
    assert {name for name in EXCEPTIONS if not found[name]} == set(), "an exception that is not needed any more"


def test_no_code_outside_compares_a_vendors_identity_with_a_text() -> None:
    found = {path.relative_to(SOURCE).as_posix(): compared_in(path.read_text(encoding="utf-8")) for path in sources()}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_no_code_outside_imports_from_a_vendors_folder() -> None:
    packages = "|".join(folder.name for folder in FOLDERS)
    imports = re.compile(rf"^\s*(from|import) roomscribe\.vendors\.({packages})\b", re.MULTILINE)
    assert [path for path in sources() if imports.search(path.read_text(encoding="utf-8"))] == []


def test_the_search_sees_the_whole_program() -> None:
    seen = {path.relative_to(SOURCE).parts[0] for path in sources()}
    assert {"app.py", "domain", "ledger", "net", "runtime", "services", "simulator", "ui", "vendors"} <= seen


@pytest.mark.parametrize(
    "line",
    [
        "if task.vendor == 'agora': pass",
        "from roomscribe.vendors.trtc import client",
        "def is_trtc(): ...",
        "x = AGORA_7",
        "f(user_sig=1, tlssig=2)",
        "s = f'{x} at Tencent'",
    ],
)
def test_it_would_notice(line: str) -> None:
    assert named_in(line)


def test_it_lets_explanations_pass_and_nothing_else() -> None:
    text = '"""E.g. `trtc-1`, see agora.md."""\nclass A:\n    x: int = 0\n    """As Agora says."""  # at Tencent\n'
    assert named_in(text) == []
    assert compared_in("if a.generation == 'x': pass\nif 'x' in (profile.vendor,): pass") == [1, 2]
    assert compared_in("if a.generation == b.generation or a.name == 'x': pass") == []
