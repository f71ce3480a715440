"""Writes a call that was made as a curl command for POSIX shells, with a name in the place of each secret."""

from __future__ import annotations

import json
import re
import shlex
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from roomscribe.domain.exchange import Exchange
from roomscribe.net.redaction import HIDDEN
from roomscribe.services.pasting.credentials import is_credential

MADE_BY_CURL = frozenset({"host", "connection", "content-length", "transfer-encoding"})
"""Headers that follow from the address and the body."""
_URL_SAFE = ":/?#[]@!$&'()*+,;=%-._~"
_GLOBBED = re.compile(r"[\[\]{}]")
COMMENT_WIDTH = 100
"""Letters of a comment's line."""
_WHOLE_WORDS: dict[str, Any] = {"break_long_words": False, "break_on_hyphens": False}
_NO_COMMENT = re.compile(r"[^\w \t.,:;/=+()-]")
"""Characters that a shell in which somebody types may not leave alone even in a comment."""
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


@dataclass
class _Names:
    """The placeholders: one name of a shell variable for each place in which a secret stood."""

    used: dict[str, int] = field(default_factory=dict)

    def reference(self, what: str) -> str:
        """A reference to a fresh variable; the shell runs nothing while it is unset."""
        name = variable(what)
        number = self.used[name] = self.used.get(name, 0) + 1
        return f'"${{{name if number == 1 else f"{name}_{number}"}:?}}"'

    def all(self) -> list[str]:
        """Their names, in the order in which they stand in the command."""
        return [
            name if number == 1 else f"{name}_{number}"
            for name, count in self.used.items()
            for number in range(1, count + 1)
        ]


def variable(what: str) -> str:
    """The name of a variable for a key, header or parameter: `UserSig` becomes `USER_SIG`."""
    name = "_".join(_WORD.findall(what)).upper()
    if not name:
        return "SECRET"
    return f"SECRET_{name}" if name[0].isdigit() else name


def as_curl(exchange: Exchange, signed_headers: Sequence[str], notes: Iterable[str] = ()) -> str:
    """The command that sends what was sent, and comments above it.

    `signed_headers` are those that no record keeps, because they sign the call in; `notes` are said in the comments.
    """
    names = _Names()
    options = [
        f"--request {shlex.quote(exchange.method)}",
        f"--url {_url(exchange.url, names)}",
        *(f"--header {_header(name, value, names)}" for name, value in _headers(exchange, signed_headers)),
    ]
    if _GLOBBED.search(exchange.url):
        options.append("--globoff")  # curl would take brackets for a range of addresses
    if any(name.lower() == "accept-encoding" for name in exchange.request_headers):
        options.append("--compressed")
    if exchange.request is not None:
        options.append(f"--data-raw {_body(exchange.request, names)}")
    comments = [exchange.call, *notes]
    kept = [_NO_COMMENT.sub(" ", comment) for comment in comments if comment]
    lines = [f"# {line}" for comment in kept for line in textwrap.wrap(comment, COMMENT_WIDTH, **_WHOLE_WORDS)]
    if variables := names.all():
        lines.append(f"# Set first: {', '.join(variables)}")
    return "\n".join([*lines, "curl " + " \\\n  ".join(options)]) + "\n"


def _headers(exchange: Exchange, signed: Sequence[str]) -> Iterable[tuple[str, str]]:
    kept = {name: value for name, value in exchange.request_headers.items() if name.lower() not in MADE_BY_CURL}
    signs = {name.lower() for name in signed}
    yield from ((name, value) for name, value in kept.items() if name.lower() not in signs)
    yield from ((name, HIDDEN) for name in signed)


def _header(name: str, value: str, names: _Names) -> str:
    shown = HIDDEN if is_credential(name) else value  # records of other versions may hold what ours do not
    one_line = re.sub(r"[\r\n]+", " ", shown)
    # curl leaves a header out that has nothing behind its colon.
    return _word(f"{name}: {one_line}", [name], names) if one_line.strip() else shlex.quote(f"{name};")


def _url(url: str, names: _Names) -> str:
    # What stands in the place of a secret is the value of some parameter, or a part of the path.
    before = [part.replace("?", "&").rpartition("&")[2] for part in url.split(HIDDEN)[:-1]]
    keys = [part[:-1] if part.endswith("=") else "secret" for part in before]
    return _word(HIDDEN.join(quote(part, safe=_URL_SAFE) for part in url.split(HIDDEN)), keys, names)


def _body(request: object, names: _Names) -> str:
    keys: list[str] = []
    _collect(request, "secret", keys)
    text = json.dumps(request, ensure_ascii=False, indent=2)
    try:
        text.encode()
    except UnicodeEncodeError:  # half a pair of surrogates, which no clipboard takes
        text = json.dumps(request, indent=2).replace(json.dumps(HIDDEN)[1:-1], HIDDEN)
    return _word(text, keys, names)


def _collect(value: object, key: str, keys: list[str]) -> None:
    """The key above each hidden text, in the order in which they are written."""
    if isinstance(value, str):
        keys.extend([key] * value.count(HIDDEN))
    elif isinstance(value, Mapping):
        for inner, each in value.items():
            keys.extend(["secret"] * str(inner).count(HIDDEN))
            _collect(each, str(inner), keys)
    elif isinstance(value, (list, tuple)):
        for each in value:
            _collect(each, key, keys)


def _word(text: str, keys: Sequence[str], names: _Names) -> str:
    """One word of the shell: quoted, with a reference for each hidden part; `keys` name them, the last one the rest."""
    pieces = text.replace("\0", "").split(HIDDEN)
    word = shlex.quote(pieces[0]) if pieces[0] or len(pieces) == 1 else ""
    for number, piece in enumerate(pieces[1:]):
        word += names.reference(keys[min(number, len(keys) - 1)] if keys else "secret")
        word += shlex.quote(piece) if piece else ""
    return word
