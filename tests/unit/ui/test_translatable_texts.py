"""Every text that people read can be translated: it goes through Qt's calls, and Qt's own tool finds it there."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

SOURCES = Path(__file__).parents[3] / "gui" / "roomscribe"
INTERFACE = SOURCES / "ui"
SAME_EVERYWHERE = re.compile(r"RoomScribe|https?://\S+")
"""Our name, and examples of addresses."""
SHOWS = {
    # Methods and functions whose text argument ends before somebody's eyes or ears.
    *("setText", "setToolTip", "setWindowTitle", "setPlaceholderText", "setStatusTip", "setWhatsThis", "setTitle"),
    *("setAccessibleName", "setAccessibleDescription", "setPlainText", "setPrefix", "setSuffix", "setLabelText"),
    *("addItem", "addItems", "addMenu", "addTab", "addAction", "insertItem", "setTabText", "setItemText"),
    *("QLabel", "QPushButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction", "QMenu", "QTreeWidgetItem"),
    *("label", "show_message"),
}

CONTEXT = ""
"""Where `ui/words.say` looks a text up."""
Found = tuple[str, str]
"""Context and text, as Qt looks it up."""


@dataclass(frozen=True)
class Call:
    """One call in the sources."""

    where: str
    name: str
    arguments: list[ast.expr]


def calls(folder: Path) -> Iterator[Call]:
    """Every call below a folder."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                arguments = [*node.args, *(each.value for each in node.keywords)]
                yield Call(f"{path.relative_to(SOURCES)}:{node.lineno}", name, arguments)


def literal(argument: ast.expr) -> str | None:
    """The text of a plain literal; neighbouring ones are one."""
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def words_in(argument: ast.expr) -> str:
    """What a literal or an f-string itself says, without its gaps."""
    if isinstance(argument, ast.JoinedStr):
        return " ".join(filter(None, map(literal, argument.values)))
    return literal(argument) or ""


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> set[Found]:
    """What Qt's tool finds in our sources."""
    target = tmp_path_factory.mktemp("translation") / "roomscribe.ts"
    tool = Path(sys.executable).parent / "pyside6-lupdate"
    sources = [str(path) for path in sorted(SOURCES.rglob("*.py"))]
    command = [str(tool), "-silent", "-tr-function-alias", "QT_TR_NOOP+=T", *sources, "-ts", str(target)]
    subprocess.run(command, check=True, capture_output=True, timeout=50)
    contexts = ElementTree.parse(target).getroot().iter("context")
    return {
        (context.findtext("name") or "", message.findtext("source") or "")
        for context in contexts
        for message in context.iter("message")
    }


def test_every_marked_text_is_found_by_qts_tool(extracted: set[Found]) -> None:
    marked = [call for call in calls(SOURCES) if call.name == "T"]
    assert len(marked) > 500
    lost = [
        f"{call.where}: {text!r}"
        for call in marked
        if (text := literal(call.arguments[0])) is not None and (CONTEXT, text) not in extracted
    ]
    assert lost == []


def test_there_is_one_way_to_mark_a_text() -> None:
    """A second one, with its own contexts, would have the same sentence translated twice, and differently."""
    assert [call.where for call in calls(SOURCES) if call.name in ("tr", "trUtf8")] == []


def test_every_marked_text_is_a_literal() -> None:
    marked = [call for call in calls(SOURCES) if call.name == "T"]
    assert [call.where for call in marked if not call.arguments or literal(call.arguments[0]) is None] == []


def test_nothing_is_shown_that_was_not_marked() -> None:
    shown = [
        f"{call.where}: {call.name}({words!r})"
        for call in calls(INTERFACE)
        if call.name in SHOWS
        for argument in call.arguments
        if re.search(r"[A-Za-z]{2,}", words := words_in(argument)) and not SAME_EVERYWHERE.fullmatch(words.strip())
    ]
    assert shown == []


def test_the_gaps_of_every_text_are_given() -> None:
    """A gap without a value is an error in front of somebody's eyes, and a value without a gap is a lost fact."""
    wrong = []
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "T" and node.args):
                continue
            given = {str(each.arg) for each in node.keywords}
            gaps = set(re.findall(r"\{(\w+)\}", literal(node.args[0]) or ""))
            # Without values nothing is filled in, and braces are braces; a help text may be filled by its reader.
            if given and given != gaps:
                wrong.append(f"{path.relative_to(SOURCES)}:{node.lineno}: {sorted(given ^ gaps)}")
    assert wrong == []
