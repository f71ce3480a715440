"""Reads a request as it goes over the wire: a line with method and address, headers, a JSON body."""

from __future__ import annotations

import re

from roomscribe.domain.written_requests import WrittenRequest
from roomscribe.services.pasting.credentials import is_credential, without_credentials
from roomscribe.services.pasting.json_text import parse_first_json
from roomscribe.services.pasting.placed import Placed

_FIRST = re.compile(r"\s*(?P<method>[A-Z]+)[ \t]+(?P<url>[^\n]*)(?:\n|$)")
_VERSION = re.compile(r"(?<=[ \t])HTTP/[0-9.]+\Z")
_BODY = re.compile(r"[ \t\r]*[{\[]")
_HEADER = re.compile(r"[ \t]*(?P<name>[A-Za-z][A-Za-z0-9-]*)[ \t]*:[ \t]*(?P<value>[^\n]*)(?:\n|$)")
_LINE = re.compile(r"[^\n]*(?:\n|$)")


def read_http(source: Placed) -> WrittenRequest:
    """The request of a text that begins with its method. What follows the body is not looked at.

    Lines that are no headers are passed over: pages put notes between them. Raises `Unreadable` for a broken body.
    """
    first = _FIRST.match(source.text)
    assert first is not None  # noqa: S101 - whoever calls has seen the method
    headers: dict[str, str] = {}
    body: object = None
    at = first.end()
    while at < len(source.text):
        if _BODY.match(source.text, at) is not None:
            body, _ = parse_first_json(source, at)
            break
        found = _HEADER.match(source.text, at)
        if found is not None and not is_credential(found["name"]):
            headers[found["name"].lower()] = found["value"].strip()
        line = _LINE.match(source.text, at)
        at = line.end() if line is not None and line.end() > at else len(source.text)
    url = _VERSION.sub("", first["url"].rstrip())
    return WrittenRequest(method=first["method"], url=_address(url, headers), headers=headers, body=body)


def _address(url: str, headers: dict[str, str]) -> str:
    """The whole address, with the host from its header where the first line has only a path."""
    path = url.strip()
    return without_credentials(f"https://{headers['host']}{path}" if path[:1] == "/" and headers.get("host") else path)
