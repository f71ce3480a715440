"""Sends one request and records it as an exchange; what goes wrong on the way becomes a typed failure."""

from __future__ import annotations

import json
import math
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from functools import lru_cache
from urllib.parse import parse_qsl, quote

import httpx

from roomscribe.domain.clock import Clock
from roomscribe.domain.error_catalogue import CatalogueEntry
from roomscribe.domain.errors import CallFailed, ErrorNote
from roomscribe.domain.exchange import Exchange
from roomscribe.domain.own_errors import (
    BAD_ADDRESS,
    BROKEN_OFF,
    HOST_NOT_FOUND,
    NO_ANSWER,
    NO_CONNECTION,
    RENEWED,
    UNREADABLE,
    WEB_PAGE,
)
from roomscribe.domain.text import T
from roomscribe.net.http import ClientClosed
from roomscribe.net.redaction import HIDDEN, Redactor

LONGEST_PAUSE = 3600.0
"""Seconds. What asks for a longer pause is a mistake of somebody's."""
LONGEST_TEXT = 2000
"""Characters of a non-JSON answer that are kept: enough to recognise a proxy's page."""
DEEPEST = 50
"""Levels of lists and objects in a JSON body; no vendor's has ten, and what handles one goes down level by level."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back; any HTTP status."""

    status: int
    headers: Mapping[str, str]
    """By name in any case."""
    json: object
    """The parsed body; None when it was empty or not JSON."""
    text: str
    exchange: Exchange
    earlier: tuple[Exchange, ...] = ()
    """What was sent before for the same act, and did nothing."""

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """Everything that went over the wire, in order."""
        return (*self.earlier, self.exchange)

    @property
    def empty(self) -> bool:
        """Whether the body had no content."""
        return not self.text.strip()


class Caller:
    """One profile's way to its vendor: sends bytes, keeps the record, knows no vendor's rules."""

    def __init__(self, http: httpx.AsyncClient, clock: Clock, redactor: Redactor, request_id_header: str = "") -> None:
        self._http = http
        self._clock = clock
        self.redactor = redactor
        self._request_id_header = request_id_header.lower()

    async def send(
        self,
        call: str,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send once, never again by itself.

        Raises `CallFailed` with NOT_SENT when no connection came about or the client was closed, AMBIGUOUS when one did
        and no answer came.
        """
        request = self._http.build_request(method, path, params=params, content=content, headers=headers)
        started = self._exchange(call, request, content)
        try:
            response = await self._http.send(request)
        except httpx.HTTPError as error:
            raise CallFailed(self._note(error), exchange=started) from error
        return self._answer(started, response)

    def _exchange(self, call: str, request: httpx.Request, content: bytes | None) -> Exchange:
        # The query is redacted by key, before it is joined: a token in a URL may be shorter than any known secret.
        bare, _, query = str(request.url).partition("?")
        shown = self.redactor.mapping(dict(parse_qsl(query, keep_blank_values=True))) if query else {}
        return Exchange(
            call=call,
            method=request.method,
            url=self.redactor.text(bare) + _joined(shown),
            request=self.redactor.data(json.loads(content)) if content else None,
            request_headers=self.redactor.mapping(
                {key: value for key, value in request.headers.items() if key != "authorization"}
            ),
            sent_at=self._clock.now(),
        )

    def _answer(self, started: Exchange, response: httpx.Response) -> Answer:
        answered_at = self._clock.now()
        headers = response.headers
        body, text = _read(response)
        exchange = replace(
            started,
            answered_at=answered_at,
            status=response.status_code,
            response=self.redactor.text(text)[:LONGEST_TEXT] if body is None else self.redactor.data(body),
            request_id=headers.get(self._request_id_header, "") if self._request_id_header else "",
            clock_skew=_skew(headers.get("date"), started.sent_at, answered_at),
            retry_after=_pause(headers.get("retry-after"), headers.get("date"), answered_at),
        )
        return Answer(status=response.status_code, headers=headers, json=body, text=text, exchange=exchange)

    def _note(self, error: httpx.HTTPError) -> ErrorNote:
        return _entry(error).note(vendor_message=self.redactor.text(str(error)))


def unreadable(answer: Answer) -> CallFailed:
    """The failure for an answer that is not the vendor's: a proxy's page, half a body, the wrong JSON."""
    html = "<html" in answer.text[:LONGEST_TEXT].lower() or "text/html" in answer.headers.get("content-type", "")
    if html:
        entry = WEB_PAGE
        meaning = T("A web page came back instead of the vendor's answer (HTTP {status}).", status=answer.status)
    else:
        entry = UNREADABLE
        meaning = T("The vendor's answer could not be read (HTTP {status}).", status=answer.status)
    note = entry.note(
        vendor_message=str(answer.exchange.response or "")[:200],
        meaning=meaning,
        request_id=answer.exchange.request_id,
    )
    return CallFailed(note, exchange=answer.exchange, earlier=answer.earlier)


def _entry(error: httpx.HTTPError) -> CatalogueEntry:
    if isinstance(error, ClientClosed):
        return RENEWED
    if isinstance(error, httpx.ConnectError) and _caused_by(error, socket.gaierror):
        return HOST_NOT_FOUND
    if isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)):
        return NO_CONNECTION
    if isinstance(error, httpx.TimeoutException):
        return NO_ANSWER
    if isinstance(error, (httpx.UnsupportedProtocol, httpx.TooManyRedirects)):
        return BAD_ADDRESS
    return BROKEN_OFF


def _caused_by(error: BaseException, kind: type[BaseException]) -> bool:
    # httpx and httpcore wrap the system's error; asyncio may put several into a group.
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, kind) or (isinstance(seen, BaseExceptionGroup) and seen.subgroup(kind) is not None):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def _read(response: httpx.Response) -> tuple[object, str]:
    """The parsed body, None where there is none, and its text."""
    try:
        # JSON is UTF-8 by its standard; finding out what else a text may be takes longer than parsing it.
        text = response.content.decode()
    except UnicodeDecodeError:
        text = response.text
    try:
        body = json.loads(text) if text.strip() else None
    except (ValueError, RecursionError):
        return None, response.text
    return (None if _too_deep(text, body) else body), text


def _too_deep(text: str, body: object) -> bool:
    if text.count("[") + text.count("{") <= DEEPEST:
        return False
    level = [body]
    for _ in range(DEEPEST):
        level = [inner for each in level if isinstance(each, (list, dict)) for inner in _within(each)]
    return any(isinstance(each, (list, dict)) for each in level)


def _within(body: list[object] | dict[str, object]) -> Iterable[object]:
    return body.values() if isinstance(body, dict) else body


def _joined(query: Mapping[str, str]) -> str:
    # As it went over the wire, but for what is hidden.
    pairs = (f"{quote(key, safe='')}={_encoded(value)}" for key, value in query.items())
    return "?" + "&".join(pairs) if query else ""


def _encoded(value: str) -> str:
    return HIDDEN.join(quote(part, safe="") for part in value.split(HIDDEN))


def _skew(date: str | None, sent_at: float, answered_at: float) -> float | None:
    """How far the vendor's clock certainly is from ours."""
    seconds = _seconds(date) if date else None
    if seconds is None:
        return None
    # The header has whole seconds; half a second is its middle.
    difference = seconds + 0.5 - (sent_at + answered_at) / 2
    # It was written at any moment of a slow call: what may be the waiting must not be laid on the clock.
    return math.copysign(max(0.0, abs(difference) - (answered_at - sent_at) / 2), difference)


def _pause(retry_after: str | None, date: str | None, answered_at: float) -> float | None:
    """How long the vendor wants a pause; it may name the moment, by its own clock (RFC 9110 §10.2.3)."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text), LONGEST_PAUSE)
    until = _seconds(text) if text else None
    if until is None:
        return None
    now = (_seconds(date) if date else None) or answered_at
    return min(max(0.0, until - now), LONGEST_PAUSE)


@lru_cache(maxsize=16)
def _seconds(date: str) -> float | None:
    """The time of a `Date` header; the answers of one second have the same."""
    try:
        return parsedate_to_datetime(date).timestamp()
    except ValueError:
        return None
