"""Requests are found in whatever people paste, and what is wrong is told at its place."""

from __future__ import annotations

import contextlib
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.written_requests import WrittenRequest
from roomscribe.services.pasting.placed import Unreadable, line_and_column
from roomscribe.services.pasting.text import LONGEST, looks_like_request, read_requests
from tests.support.published import AGORA_UPDATE, TRTC_START

TOO_LONG = f"This is too long for a request: more than {LONGEST} characters."


def one(text: str) -> WrittenRequest:
    (found,) = read_requests(text)
    return found


def refusal(text: str) -> tuple[str, tuple[int, int] | None]:
    with pytest.raises(Unreadable) as caught:
        read_requests(text)
    place = caught.value.place
    return str(caught.value.message), None if place is None else line_and_column(text, place)


def test_the_page_of_trtc() -> None:
    request = one(TRTC_START)
    assert request.url == "https://trtc.intl.tencentcloudapi.com/"
    assert request.headers["x-tc-action"] == "StartAITranscription"
    assert isinstance(request.body, dict)
    assert request.body["RoomId"] == "500123"


def test_the_page_of_agora() -> None:
    request = one(AGORA_UPDATE)
    assert (request.method, request.body) == ("PATCH", None)
    assert request.url == "https://api.agora.io/v1/projects/:appId/rtsc/speech-to-text/tasks/:taskId"


BODY = {"a": ["é", 'it\'s "so"', 1, None], "b": {"c": True}}
PLAIN = json.dumps(BODY)


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        f"\n  {json.dumps(BODY, indent=2)}\n",
        f"The body:\n{PLAIN}",
        f"POST /x HTTP/1.1\r\nHost: h\r\n\r\n{PLAIN}",
        f"POST https://h/x\n{PLAIN}\n\nOutput\n",
        "curl https://h -d $'" + PLAIN.replace("\\", "\\\\").replace("'", "\\'") + "'",
        "$ curl -sS https://h --json '" + PLAIN.replace("'", "'\\''") + "' | jq .",
        'curl.exe https://h --data-binary "' + PLAIN.replace("\\", "\\\\").replace('"', '\\"') + '"',
        f"curl https://h -d @- <<'EOF'\n{PLAIN}\nEOF\n",
        "curl -XPOST --data-raw='" + PLAIN.replace("'", "'\\''") + "' https://h",
    ],
)
def test_bodies(text: str) -> None:
    assert one(text).body == BODY


@pytest.mark.parametrize(
    ("text", "method", "url"),
    [
        ("curl https://h/p", "GET", "https://h/p"),
        ("curl https://h/p -d '{}'", "POST", "https://h/p"),
        ("curl -X put --url https://h/p -d '{}'", "PUT", "https://h/p"),
        ("curl --request=PATCH -o out.json h/p", "PATCH", "h/p"),
        ("curl -G https://h/p -d '{}'", "GET", "https://h/p"),
        ("DELETE https://h/p?x=1", "DELETE", "https://h/p?x=1"),
        ("POST /p HTTP/1.1\nHost: h", "POST", "https://h/p"),
    ],
)
def test_methods_and_addresses(text: str, method: str, url: str) -> None:
    request = one(text)
    assert (request.method, request.url) == (method, url)


def test_several_requests_in_their_order() -> None:
    text = 'POST https://h/1\n{"a": 1}\n\nPOST https://h/2\n{"a": 2}\n\ncurl https://h/3 -d \'{}\''
    assert [(each.url[-1], each.body) for each in read_requests(text)] == [("1", {"a": 1}), ("2", {"a": 2}), ("3", {})]


def test_credentials_are_left_behind() -> None:
    text = (
        "curl -u cust:SECRET1 'https://u:SECRET2@h/x?builderToken=SECRET3&limit=5' -H 'Authorization: Basic SECRET4' "
        "-H 'X-TC-Token: SECRET5' -H 'Cookie: SECRET6' -H 'X-Api-Key: SECRET7' -H 'X-Region: r' -d '{}'"
    )
    request = one(text)
    assert "SECRET" not in repr(request)
    assert request.url == "https://h/x?limit=5"
    assert request.headers == {"x-region": "r"}


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        ('{"a": 1, b}', "name in double quotes", (1, 10)),
        ('{\n  "a": 1\n  "b": 2\n}', "comma or a closing bracket", (3, 3)),
        ('{"a" 1}', "colon is missing", (1, 6)),
        ('{"a": }', "value is missing", (1, 7)),
        ('{"a": "b', "no closing quote", (1, 7)),
        ('{"a": "b\nc"}', "must not run over", (1, 9)),
        ('{"a": "\\q"}', "backslash", (1, 8)),
        ('{"a": 1} {', "JSON ends before this", (1, 10)),
        ('{"a": 1, "a": 2}', "stands twice", None),
        ("curl https://h -d '{\n \"a\":\n x}'", "value is missing", (3, 2)),
        ('curl -d "{\\"a\\": \\"b\\" 1}" https://h', "comma or a closing bracket", (1, 24)),
        ("POST / HTTP/1.1\nHost: h\n\n{\n bad}", "name in double quotes", (5, 2)),
        ("curl -d @body.json https://h", "in the file “body.json”", (1, 9)),
        ("curl --data=@b https://h", "in the file “b”", (1, 13)),
        ("curl --json @- https://h", "from another command", (1, 13)),
        ("curl -F a=b https://h", "web form", (1, 9)),
        ("curl 'https://h", "never closed", (1, 6)),
        ("import requests\nrequests.post('https://h', json={'a': 1})", "program", None),
        ("fetch('https://h', {\n  body: 1\n})", "program", None),
        ("tool service Start --Room 1", "no request in this text", None),
        ("", "no request in this text", None),
        ("[" * 100_000, "too long", None),
        ("[" * 30_000, "nested too deeply", (1, 1)),
        ('{"a": ' + "1" * 5000 + "}", "too long", (1, 1)),
    ],
)
def test_what_is_wrong_is_told(text: str, words: str, place: tuple[int, int] | None) -> None:
    message, where = refusal(text)
    assert words in message
    assert where == place


JSONISH = st.text("{}[]\":,\\ntrue 1.e-\n'", max_size=60)


@given(st.text() | JSONISH | JSONISH.map("curl https://h -d ".__add__) | JSONISH.map("POST /x HTTP/1.1\n\n".__add__))
def test_any_text_is_read_or_refused(text: str) -> None:
    looks_like_request(text)
    refused = None
    try:
        found = read_requests(text)
    except Unreadable as unreadable:
        refused, found = unreadable, []
    assert found or refused is not None
    assert refused is None or (str(refused.message) and 0 <= (refused.place or 0) <= len(text))


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        (TRTC_START, True),
        (AGORA_UPDATE, True),
        ('{"a": 1}', True),
        ("curl https://h", True),
        ("500123", False),
        ("a shopping list", False),
        ("", False),
        ("{" + "x" * LONGEST + "}", False),
    ],
)
def test_what_the_clipboard_may_offer(text: str, looks: bool) -> None:
    assert looks_like_request(text) is looks


@pytest.mark.parametrize(
    "text",
    [
        "\n" * 40_000,
        "curl " + "a " * 19_000,
        "curl " + "-d a " * 7_900,
        "POST /a HTTP/1.1\n" + "a\n" * 19_000,
        "POST /x" + " " * 39_000 + "x",
        "GET /x\n" * 5_600,
    ],
)
def test_no_text_takes_long(text: str) -> None:
    begun = time.process_time()
    with contextlib.suppress(Unreadable):
        read_requests(text)
    assert time.process_time() - begun < 0.4


@pytest.mark.parametrize("levels", [100, 900, 10_000])
def test_deep_json_is_refused_before_anybody_walks_through_it(levels: int) -> None:
    assert refusal("[" * levels + "]" * levels)[0] == "This JSON is nested too deeply."
    assert refusal('{"a":' * levels + "1" + "}" * levels)[0] in ("This JSON is nested too deeply.", TOO_LONG)


def test_a_file_saved_on_windows() -> None:
    assert one('\ufeff{"a": 1}').body == {"a": 1}
    assert one("\ufeffcurl https://h").url == "https://h"
    assert refusal('\ufeff{"a" 1}') == ("A colon is missing here.", (1, 7))


def test_a_command_of_tccli_gets_a_hint() -> None:
    text = '$ tccli trtc StartAITranscription --RoomId x --TranscriptionParams \'\n{"UserId": "a"}\''
    message, place = refusal(text)
    assert message.startswith("Commands of tccli are not read. Paste what follows its options as one JSON body")
    assert place == (1, 3)


def test_too_many_requests_are_refused() -> None:
    message, _ = refusal("GET /x\n" * 21)
    assert message == "These are more than 20 requests. Paste the one that you need."
