"""The filter language's grammar: what is typed is read into terms with their places, and terms are written as text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

SIGNS = (">=", "<=", ">", "<")
"""The longer ones first: a reader takes the first that fits."""
COLONS, COMMAS = ":\N{FULLWIDTH COLON}", ",\N{FULLWIDTH COMMA}"
"""The wide ones come from Chinese and Japanese keyboards."""
_KEY = re.compile(rf"([A-Za-z][A-Za-z_-]*)[{COLONS}]")
_WIDE_SIGNS = str.maketrans("\N{FULLWIDTH GREATER-THAN SIGN}\N{FULLWIDTH LESS-THAN SIGN}", "><")


@dataclass(frozen=True)
class Value:
    """One thing that is looked for: `5001*`, `"a room"`, `>30s`."""

    parts: tuple[str, ...]
    """What must stand there word for word; between two of them may be anything. () where nothing was typed."""
    sign: str = ""
    """One of `SIGNS`, or none."""
    start: int = field(default=0, compare=False)
    """Where it stands in what was typed."""
    end: int = field(default=0, compare=False)

    @property
    def text(self) -> str:
        """The value as somebody would say it, without quotes."""
        return self.sign + "*".join(self.parts)

    @property
    def open(self) -> bool:
        """Whether it has a `*`."""
        return len(self.parts) > 1

    def __str__(self) -> str:
        alone = len(self.parts) == 1
        return self.sign + "*".join(_written(part, self.sign, at == 0, alone) for at, part in enumerate(self.parts))


@dataclass(frozen=True)
class Term:
    """Words to be found anywhere, or `key:value,value`; a row fulfils it when one of its values fits."""

    key: str
    """As it was typed; "" for words without one."""
    values: tuple[Value, ...]
    """At least one; exactly one without a key."""
    negated: bool = False
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    def __str__(self) -> str:
        """What would be read as this term."""
        name = f"{self.key}:" if self.key else ""
        return ("-" if self.negated else "") + name + ",".join(map(str, self.values))


def read_terms(text: str) -> tuple[Term, ...]:
    """Every term from the left. Any text can be read: a quote that nobody closes reaches to the end."""
    return tuple(_Reader(text).terms())


def write_terms(terms: Iterable[Term]) -> str:
    """The text that is read as these terms."""
    return " ".join(map(str, terms))


def quoted(text: str) -> str:
    """The text as a value that means just this, in quotes where it needs them."""
    return str(Value((text,)))


def _written(part: str, sign: str, first: bool, alone: bool) -> str:
    special = any(each.isspace() or each in '"*' or each in COLONS or each in COMMAS for each in part)
    if first and part:
        # What would be taken for a sign, or for the rest of one.
        special = special or (part[0] == "=" if sign else part[0].translate(_WIDE_SIGNS) in "-<>")
    if not special and (part or not alone):
        return part
    escaped = part.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def terms(self) -> Iterable[Term]:
        while self._skip_spaces():
            yield self._term()

    def _skip_spaces(self) -> bool:
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1
        return self._at < len(self._text)

    def _term(self) -> Term:
        start = self._at
        negated = self._text[start] == "-" and not self._ends_at(start + 1)
        if negated:
            self._at += 1
        key = _KEY.match(self._text, self._at)
        if key is None:
            return Term("", (self._value(stops=""),), negated, start, self._at)
        self._at = key.end()
        values = [self._value(stops=COMMAS, signed=True)]
        while self._at < len(self._text) and self._text[self._at] in COMMAS:
            self._at += 1
            values.append(self._value(stops=COMMAS, signed=True))
        return Term(key.group(1), tuple(values), negated, start, self._at)

    def _value(self, *, stops: str, signed: bool = False) -> Value:
        start = self._at
        sign = self._sign() if signed else ""
        parts = [""]
        while not self._ends_at(self._at) and (found := self._text[self._at]) not in stops:
            self._at += 1
            if found == '"':
                parts[-1] += self._rest_of_quote()
            elif found != "*":
                parts[-1] += found
            elif len(parts) == 1 or parts[-1]:  # two in a row mean no more than one
                parts.append("")
        nothing = self._at == start + len(sign)
        return Value(() if nothing else tuple(parts), sign, start, self._at)

    def _sign(self) -> str:
        ahead = self._text[self._at : self._at + 2].translate(_WIDE_SIGNS)
        for sign in SIGNS:
            if ahead.startswith(sign):
                self._at += len(sign)
                return sign
        return ""

    def _rest_of_quote(self) -> str:
        found = ""
        while self._at < len(self._text):
            each = self._text[self._at]
            self._at += 1
            if each == '"':
                break
            if each == "\\" and self._text[self._at : self._at + 1] in ("\\", '"'):
                each = self._text[self._at]
                self._at += 1
            found += each
        return found

    def _ends_at(self, at: int) -> bool:
        return at >= len(self._text) or self._text[at].isspace()
