"""Takes a command line apart as a shell does: quotes, escapes, lines that go on; each character keeps its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from roomscribe.domain.text import T
from roomscribe.services.pasting.placed import Placed, Unreadable

_ESCAPES = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "v": "\v",
    "e": "\x1b",
    "\\": "\\",
    "'": "'",
    '"': '"',
    "?": "?",
}
_CODED = re.compile(r"x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})")
_HEREDOC = re.compile(r"<<(?P<dash>-?)[ \t]*(?P<quote>['\"]?)(?P<word>\w+)(?P=quote)[^\n]*\n")
_PLAIN = re.compile(r"[^\s'\"$\\`<;|&>]+")
_PLAIN_IN_QUOTES = re.compile(r'[^"\\]+')
_ENDS = ";|&>\n"
"""What ends a command outside of quotes."""


@dataclass
class Command:
    """One command's words, and what is fed into it."""

    words: list[Placed] = field(default_factory=list)
    input: Placed | None = None
    """The text of `<<EOF`."""


def without_carets(source: Placed) -> Placed:
    """A command for Windows' own command line: there `^` is what the backslash is elsewhere."""
    # A line that goes on behind a backslash is another shell's, in which `^"` may end a text.
    if not re.search(r'\^(\r?\n|")', source.text) or re.search(r"\\\r?\n", source.text):
        return source
    kept = []
    index, text = 0, source.text
    while index < len(text):
        if text[index] == "^" and index + 1 < len(text):
            index += 1
            if text.startswith(("\n", "\r\n"), index):
                index += 1 if text[index] == "\n" else 2
                continue
        kept.append(index)
        index += 1
    return Placed("".join(text[at] for at in kept), [source.places[at] for at in kept])


def split_command(source: Placed) -> Command:
    """The first command of a text. Raises `Unreadable` for a quote that is not closed."""
    return _Splitter(without_carets(source)).split()


class _Splitter:
    def __init__(self, source: Placed) -> None:
        self._source = source
        self._text = source.text
        self._at = 0
        self._characters: list[str] = []
        self._places: list[int] = []
        self._begun = False
        """A word has begun, perhaps an empty one in quotes."""
        self._command = Command()

    def split(self) -> Command:
        text = self._text
        while self._at < len(text):
            character = text[self._at]
            if (plain := _PLAIN.match(text, self._at)) is not None:
                self._keep_all(self._at, plain.end())
                self._at = plain.end()
            elif character == "'":
                self._single()
            elif character == '"':
                self._double()
            elif text.startswith("$'", self._at):
                self._coded()
            elif character in "\\`" and self._goes_on():
                continue
            elif character == "\\" and self._at + 1 < len(text):
                self._keep(self._at + 1)
                self._at += 2
            elif text.startswith("<<", self._at):
                self._heredoc()
                break
            elif character in _ENDS:
                break
            elif character.isspace():
                self._end_word()
                self._at += 1
            else:
                self._keep(self._at)
                self._at += 1
        self._end_word()
        return self._command

    def _keep(self, index: int, character: str = "") -> None:
        self._begun = True
        self._characters.append(character or self._text[index])
        self._places += [self._source.places[index]] * len(character or "x")

    def _keep_all(self, start: int, end: int) -> None:
        self._begun = True
        self._characters.append(self._text[start:end])
        self._places += self._source.places[start:end]

    def _end_word(self) -> None:
        if self._begun:
            self._command.words.append(Placed("".join(self._characters), self._places))
        self._characters, self._places, self._begun = [], [], False

    def _goes_on(self) -> bool:
        """Whether the line goes on after a backslash (or PowerShell's backtick) at its end; steps over both."""
        found = re.compile(r"[\\`][ \t]*\r?\n").match(self._text, self._at)
        if found is None:
            return False
        self._end_word()
        self._at = found.end()
        return True

    def _single(self) -> None:
        end = self._text.find("'", self._at + 1)
        self._require(end)
        self._keep_all(self._at + 1, end)
        self._at = end + 1

    def _double(self) -> None:
        index, text = self._at + 1, self._text
        self._begun = True
        while index < len(text) and text[index] != '"':
            if (plain := _PLAIN_IN_QUOTES.match(text, index)) is not None:
                self._keep_all(index, plain.end())
                index = plain.end()
                continue
            if index + 1 < len(text):
                if text[index + 1] == "\n":
                    index += 2
                    continue
                if text[index + 1] in '$`"\\':
                    index += 1
            self._keep(index)
            index += 1
        self._require(index if index < len(text) else -1)
        self._at = index + 1

    def _coded(self) -> None:
        index, text = self._at + 2, self._text
        self._begun = True
        while index < len(text) and text[index] != "'":
            if text[index] != "\\" or index + 1 >= len(text):
                self._keep(index)
                index += 1
            elif (found := _CODED.match(text, index + 1)) is not None:
                digits, base = next(
                    (each, 8 if number == 3 else 16) for number, each in enumerate(found.groups()) if each
                )
                code = int(digits, base)
                self._keep(index, chr(code) if code <= 0x10FFFF else "\ufffd")
                index = found.end()
            else:
                self._keep(index, _ESCAPES.get(text[index + 1], "\\" + text[index + 1]))
                index += 2
        self._require(index if index < len(text) else -1)
        self._at = index + 1

    def _require(self, end: int) -> None:
        if end < 0:
            raise Unreadable(T("The quote that opens here is never closed."), self._source.place(self._at))

    def _heredoc(self) -> None:
        found = _HEREDOC.match(self._text, self._at)
        if found is None:
            raise Unreadable(T("The text that belongs here is missing."), self._source.place(self._at))
        indent = r"[ \t]*" if found["dash"] else ""
        end = re.compile(rf"^{indent}{found['word']}[ \t]*$", re.MULTILINE)
        closing = end.search(self._text, found.end())
        self._command.input = self._source.part(found.end(), closing.start() if closing else None)
