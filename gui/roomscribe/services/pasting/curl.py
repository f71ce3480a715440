"""Reads a curl command: which request it would send."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from roomscribe.domain.text import T
from roomscribe.domain.written_requests import WrittenRequest
from roomscribe.services.pasting.credentials import is_credential, without_credentials
from roomscribe.services.pasting.json_text import parse_json
from roomscribe.services.pasting.placed import Placed, Unreadable
from roomscribe.services.pasting.shell import Command, split_command

_SHORT = dict(
    pair.split(":")
    for pair in (
        "X:request H:header d:data u:user A:user-agent e:referer b:cookie o:output m:max-time x:proxy E:cert "
        "w:write-out F:form T:upload-file c:cookie-jar K:config r:range y:speed-time Y:speed-limit D:dump-header"
    ).split()
)
"""Short options that take a value, and their long names."""
_LONG = frozenset(_SHORT.values()) | frozenset(
    (
        "url json data-raw data-binary data-ascii data-urlencode url-query oauth2-bearer aws-sigv4 connect-timeout "
        "retry retry-delay retry-max-time cacert capath cert-type key key-type ciphers tls-max resolve connect-to "
        "interface proxy-user proxy-header noproxy limit-rate form-string unix-socket dns-servers max-redirs trace "
        "trace-ascii stderr"
    ).split()
)
"""Long options that take a value."""
_DATA = {"data", "data-ascii", "data-raw", "data-binary", "json"}
_FILES = {"data", "data-ascii", "data-binary", "json"}
"""Options in which a value that begins with @ names a file."""
_REFUSED = {
    "data-urlencode": T("A body in pieces of a web form is not read. Paste a JSON body."),
    "form": T("A body in pieces of a web form is not read. Paste a JSON body."),
    "form-string": T("A body in pieces of a web form is not read. Paste a JSON body."),
    "upload-file": T("The body is in a file. Open it and paste what is in it."),
    "config": T("The options are in a file. Paste the command with all of them."),
}


@dataclass
class _Wishes:
    method: str = ""
    urls: list[str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    data: list[Placed] = field(default_factory=list)
    in_query: bool = False


def read_curl(source: Placed) -> WrittenRequest:
    """The request of a command that begins with `curl`. Raises `Unreadable`."""
    command = split_command(source)
    wishes = _Wishes()
    words = deque(command.words[1:])
    while words:
        _take(wishes, command, words)
    url = next((each for each in wishes.urls if "://" in each), wishes.urls[0] if wishes.urls else "")
    body = None if wishes.in_query or not wishes.data else parse_json(Placed.joined(wishes.data, "&"))
    return WrittenRequest(
        method=wishes.method.upper() or ("POST" if wishes.data and not wishes.in_query else "GET"),
        url=without_credentials(url),
        headers=wishes.headers,
        body=body,
    )


def _take(wishes: _Wishes, command: Command, words: deque[Placed]) -> None:
    """Take one option off the words, with its value where it has one."""
    word = words.popleft()
    text = word.text
    if text.startswith("--") and len(text) > 2:
        name, equals, _ = text[2:].partition("=")
        if name not in _LONG:
            wishes.in_query |= name == "get"
            return
        if equals:
            _use(wishes, command, name, word.part(len(name) + 3))
            return
    elif text.startswith("-") and len(text) > 1:
        at = next((index for index, letter in enumerate(text) if letter in _SHORT), len(text))
        wishes.in_query |= "G" in text[:at]
        if at == len(text):
            return
        name = _SHORT[text[at]]
        if at + 1 < len(text):
            _use(wishes, command, name, word.part(at + 1))
            return
    else:
        wishes.urls.append(text)
        return
    if words:
        _use(wishes, command, name, words.popleft())


def _use(wishes: _Wishes, command: Command, name: str, value: Placed) -> None:
    if name in _REFUSED:
        raise Unreadable(_REFUSED[name], value.place(0))
    if name in _DATA:
        wishes.data.append(_data(command, name, value))
    elif name == "request":
        wishes.method = value.text
    elif name == "url":
        wishes.urls.append(value.text)
    elif name == "header":
        header, colon, said = value.text.partition(":")
        if colon and not is_credential(header):
            wishes.headers[header.strip().lower()] = said.strip()


def _data(command: Command, name: str, value: Placed) -> Placed:
    if name not in _FILES or not value.text.startswith("@"):
        return value
    if value.text == "@-" and command.input is not None:
        return command.input
    file = value.text[1:][:60]
    if file == "-":
        raise Unreadable(T("The body comes from another command. Paste the body itself."), value.place(0))
    message = T("The body is in the file “{file}”. Open it and paste what is in it.", file=file)
    raise Unreadable(message, value.place(0))
