"""Hides secrets in a pasted text while it is shown, and gives them back to whoever reads the request."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from roomscribe.net.redaction import HIDDEN
from roomscribe.services.pasting.credentials import CREDENTIAL_WORDS

_NAME = rf"[\w.-]{{0,40}}(?:{CREDENTIAL_WORDS})[\w-]{{0,40}}"
"""Of bounded length: a search that begins at each letter of a long token would take forever."""
_QUOTE = r"""[\\^]{0,9}["']"""
_INSIDE = r"""(?:(?!(?P=open))(?:\\{3}["']|\\.|.))++"""
"""A text up to the quote that closes it, or to the end of the line where that is missing."""
_OPTION = (
    r"(?<=\s)(?:-[sSkLgfivNaIjpR0-6#]{0,8}[ub]|--(?:user|proxy-user|cookie|oauth2-bearer|pass|proxy-pass|tlspassword"
    r"|proxy-tlspassword))"
)
"""Options of curl whose values are credentials."""
_MARKED = re.compile(rf"{HIDDEN}[0-9]+")


class Veil:
    """Remembers the secrets of one text, for as long as it is shown."""

    def __init__(self, secret_names: Iterable[str] = ()) -> None:
        """`secret_names` are names of members that hold secrets though nothing in them says so, such as `salt`."""
        own = "|".join(re.escape(name) for name in sorted(set(secret_names)))
        name = f"(?:{_NAME}|{own})" if own else _NAME
        flags = re.IGNORECASE
        self._patterns = (
            re.compile(rf"""\btoken={_QUOTE}(?P<secret>[^"'\\^\n]+)""", flags),
            # "UserSig": "…", in whatever quotes the command line puts around
            re.compile(rf"""({_QUOTE}){name}\1\s*:\s*(?:\[\s*)?(?P<open>{_QUOTE})(?P<secret>{_INSIDE})""", flags),
            # -H Authorization:\ …, without quotes
            re.compile(rf"""(?<=\s)(?:-H|--header)[ \t=]*{name}:(?P<secret>(?:\\[ \t]|[^\s"'\\^])++)""", flags),
            # Authorization: …, up to the quote that closes the option
            re.compile(rf"""(?<![\w"'-]){name}\s*:\s*(?P<secret>[^"'\n^\\]+)""", flags),
            re.compile(rf"""["']{name}\s*:[ \t]*(?P<secret>[^"'\n^\\]++)""", flags),
            re.compile(rf"""{_OPTION}[ \t=]*(?P<open>{_QUOTE})(?P<secret>{_INSIDE})""", flags),
            re.compile(rf"""{_OPTION}[ \t=]*(?P<secret>(?:\\[^\n]|[^\s"'\\])++)""", flags),
            re.compile(rf"""[?&]{name}=(?P<secret>[^&\s"'^]+)""", flags),
            re.compile(r"""://(?P<secret>[^/\s"'@]+:[^/\s"'@]+)@""", flags),
        )
        self._secrets: dict[str, str] = {}

    def cover(self, text: str) -> str:
        """The text with a mark in place of each secret."""
        for pattern in self._patterns:
            text = pattern.sub(self._cover, text)
        return text

    def reveal(self, data: object) -> object:
        """A copy of JSON-like data with the secrets in place of their marks."""
        if isinstance(data, str):
            return _MARKED.sub(lambda found: self._secrets.get(found[0], found[0]), data)
        if isinstance(data, dict):
            return {key: self.reveal(value) for key, value in data.items()}
        if isinstance(data, list):
            return [self.reveal(item) for item in data]
        return data

    def _cover(self, found: re.Match[str]) -> str:
        secret = found["secret"].strip()
        if not secret or HIDDEN in secret or secret.endswith("token="):
            return found[0]
        mark = next((each for each, known in self._secrets.items() if known == _plain(secret)), "")
        mark = mark or f"{HIDDEN}{len(self._secrets) + 1}"
        self._secrets[mark] = _plain(secret)
        start = found.start("secret") - found.start()
        return found[0][:start] + found[0][start:].replace(secret, mark, 1)


def _plain(secret: str) -> str:
    """A text as JSON means it."""
    try:
        return str(json.loads(f'"{secret}"'))
    except ValueError:
        return secret
