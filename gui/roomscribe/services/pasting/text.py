"""Finds the requests in a pasted text: JSON bodies, HTTP requests, curl commands."""

from __future__ import annotations

import re

from roomscribe.domain.text import T
from roomscribe.domain.written_requests import WrittenRequest
from roomscribe.services.pasting.curl import read_curl
from roomscribe.services.pasting.http_text import read_http
from roomscribe.services.pasting.json_text import parse_json
from roomscribe.services.pasting.placed import Placed, Unreadable

MOST_REQUESTS = 20
LONGEST = 40_000
"""Characters: no vendor takes a larger body, and reading must not stop the window."""
TOO_LONG = T("This is too long for a request: more than {count} characters.", count=LONGEST)
_PROMPT = r"^[ \t]*(?:[$>#%][ \t]+)?"
_COMMAND = re.compile(_PROMPT + r"(?P<curl>(?:sudo[ \t]+)?curl(?:\.exe)?)(?=[ \t\\^`\r\n])", re.MULTILINE)
_REQUEST = re.compile(r"^[ \t]*(?:GET|POST|PUT|PATCH|DELETE)[ \t]+(?=/|https?:|\S+[ \t]+HTTP/)", re.MULTILINE)
_JSON = re.compile(r"^[ \t]*[{\[]", re.MULTILINE)
_TCCLI = re.compile(_PROMPT + r"tccli[ \t]", re.MULTILINE)
_GUTTER = re.compile(r"^_[0-9]+[ \t]*\r?(?:\n|$)", re.MULTILINE)
"""Numbers of lines that come along when an example is copied from a page."""
_PROGRAM = re.compile(
    r"^[ \t]*(import |from \w[\w.]* import |const |let |var |func |package |using |public |def |await )"
    r"|requests\.\w+\(|fetch\(|axios|httpx\.|http\.client|new \w+\(|Invoke-(WebRequest|RestMethod)|^[ \t]*wget ",
    re.MULTILINE,
)
_FROM_TCCLI = T(
    "Commands of tccli are not read. Paste what follows its options as one JSON body, such as {example}.",
    example='{"RoomId": "500123", "TranscriptionParams": {…}}',
)
UNDERSTOOD = T("Paste a JSON body, a whole HTTP request or a curl command.")


def read_requests(text: str) -> list[WrittenRequest]:
    """Every request in a text, in its order; never empty. Raises `Unreadable`."""
    if len(text) > LONGEST:
        raise Unreadable(TOO_LONG)
    # Files that were saved on Windows begin with an invisible mark.
    source = _without_gutter(Placed.of(text).part(1 if text.startswith("\ufeff") else 0))
    starts = [(found.start("curl"), True) for found in _COMMAND.finditer(source.text)]
    starts += [(found.start(), False) for found in _REQUEST.finditer(source.text)]
    if len(starts) > MOST_REQUESTS:
        raise Unreadable(T("These are more than {count} requests. Paste the one that you need.", count=MOST_REQUESTS))
    if starts:
        return _split(source, sorted(starts))
    if (tccli := _TCCLI.search(source.text)) is not None:
        raise Unreadable(_FROM_TCCLI, source.place(tccli.end() - len("tccli ")))
    program = _PROGRAM.search(source.text)
    json_at = _JSON.search(source.text)
    if json_at is not None and (program is None or not source.text[: json_at.start()].strip()):
        return [WrittenRequest(body=parse_json(source.part(json_at.start())))]
    if program is not None:
        raise Unreadable(T("This is a program, and programs are not run here. {what}", what=UNDERSTOOD))
    raise Unreadable(T("There is no request in this text. {what}", what=UNDERSTOOD))


def looks_like_request(text: str) -> bool:
    """Whether a text may hold a request, such as what is on the clipboard; a quick look, not a promise."""
    if not text.strip() or len(text) > LONGEST:
        return False
    whole = text.strip()
    return bool(_COMMAND.search(text) or _REQUEST.search(text)) or (whole[0] == "{" and whole[-1] == "}")


def _split(source: Placed, starts: list[tuple[int, bool]]) -> list[WrittenRequest]:
    ends = [start for start, _ in starts[1:]] + [len(source.text)]
    parts = [(source.part(start, end), is_command) for (start, is_command), end in zip(starts, ends, strict=True)]
    return [read_curl(part) if is_command else read_http(part) for part, is_command in parts]


def _without_gutter(source: Placed) -> Placed:
    parts, at = [], 0
    for found in _GUTTER.finditer(source.text):
        parts.append(source.part(at, found.start()))
        at = found.end()
    return Placed.joined([*parts, source.part(at)]) if parts else source
