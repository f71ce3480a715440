"""A call written as a curl command sends the same again, in every POSIX shell, and holds no secret."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
from itertools import pairwise

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roomscribe.domain.clock import SystemClock
from roomscribe.domain.exchange import Exchange
from roomscribe.net.call import Caller
from roomscribe.net.redaction import HIDDEN, Redactor
from roomscribe.services.curl_writing import COMMENT_WIDTH, as_curl, variable
from roomscribe.services.pasting.text import read_requests
from roomscribe.vendors.registry import load_registry
from tests.support.receiver import Receiver

SIGNED = ("Authorization",)
ARGUMENTS = 'curl() { printf "%s\\0" "$@"; }\n'
"""Stands in for the program: tells what the shell made of the words."""


def exchange(**what: object) -> Exchange:
    fresh: dict[str, object] = {
        "call": "StartAITranscription",
        "method": "POST",
        "url": "https://example.test/v1/tasks?builderToken=•••&channel=a%20b",
        "request": {"RoomId": "500123", "UserSig": HIDDEN, "names": ["it's", "中文 $HOME `x`"]},
        "request_headers": {"content-type": "application/json", "host": "example.test", "accept-encoding": "gzip"},
        "sent_at": 0.0,
    }
    return Exchange(**{**fresh, **what})  # type: ignore[arg-type]


def words(command: str, shell: str, **variables: str) -> list[str]:
    """The words that the shell hands to curl."""
    done = subprocess.run([shell, "-c", ARGUMENTS + command], env=variables, capture_output=True, check=True)
    return done.stdout.decode().split("\0")[:-1]


def option(given: list[str], name: str) -> list[str]:
    return [value for before, value in pairwise(given) if before == f"--{name}"]


def test_the_command_is_readable() -> None:
    assert as_curl(exchange(request={"RoomId": "500123", "UserSig": HIDDEN}), SIGNED, ["Make it anew."]) == (
        "# StartAITranscription\n"
        "# Make it anew.\n"
        "# Set first: BUILDER_TOKEN, AUTHORIZATION, USER_SIG\n"
        "curl --request POST \\\n"
        "  --url 'https://example.test/v1/tasks?builderToken='\"${BUILDER_TOKEN:?}\"'&channel=a%20b' \\\n"
        "  --header 'content-type: application/json' \\\n"
        "  --header 'accept-encoding: gzip' \\\n"
        "  --header 'Authorization: '\"${AUTHORIZATION:?}\" \\\n"
        "  --compressed \\\n"
        '  --data-raw \'{\n  "RoomId": "500123",\n  "UserSig": "\'"${USER_SIG:?}"\'"\n}\'\n'
    )


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("UserSig", "USER_SIG"),
        ("subBotToken", "SUB_BOT_TOKEN"),
        ("X-TC-Timestamp", "X_TC_TIMESTAMP"),
        ("accessKey2", "ACCESS_KEY_2"),
        ("中文", "SECRET"),
        ("2nd", "SECRET_2_ND"),
    ],
)
def test_placeholders_are_named_after_what_they_stand_for(what: str, name: str) -> None:
    assert variable(what) == name


@pytest.mark.parametrize("shell", [pytest.param(name, marks=pytest.mark.programs(name)) for name in ("bash", "sh")])
def test_every_shell_reads_the_same_words(shell: str) -> None:
    variables = {"BUILDER_TOKEN": "b t", "AUTHORIZATION": "Basic x", "USER_SIG": "sig$1"}
    given = words(as_curl(exchange(), SIGNED), shell, **variables)
    assert option(given, "url") == ["https://example.test/v1/tasks?builderToken=b t&channel=a%20b"]
    assert "Authorization: Basic x" in option(given, "header")
    (body,) = option(given, "data-raw")
    sent = exchange().request
    assert isinstance(sent, dict)
    assert json.loads(body) == {**sent, "UserSig": "sig$1"}


@pytest.mark.programs("sh")
def test_nothing_is_sent_while_a_placeholder_is_not_set() -> None:
    with pytest.raises(subprocess.CalledProcessError) as refused:
        words(as_curl(exchange(), SIGNED), "sh", BUILDER_TOKEN="x", AUTHORIZATION="x")
    assert b"USER_SIG" in refused.value.stderr
    assert refused.value.stdout == b""


text = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0•"), max_size=30)
bodies = st.recursive(
    st.none() | st.booleans() | st.integers() | text | st.just(HIDDEN) | text.map(lambda each: each + HIDDEN),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.programs("sh")
@settings(max_examples=40)
@given(body=st.dictionaries(text, bodies, max_size=4), header=text, value=text, notes=text)
def test_whatever_was_sent_comes_out_of_the_shell_as_it_went_in(
    body: dict[str, object], header: str, value: str, notes: str
) -> None:
    sent = exchange(request=body, request_headers={f"x-{header}": value}, url="https://example.test/[a]?q=" + value)
    command = as_curl(sent, (), [notes])
    names = command.partition("# Set first: ")[2].partition("\n")[0].split(", ")
    given = words(command, "sh", **{name: HIDDEN for name in names if name})
    assert json.loads(option(given, "data-raw")[0]) == body
    assert len(option(given, "header")) == len(option(given, "url")) == len(option(given, "request")) == 1
    assert given[-1] == option(given, "data-raw")[0]  # nothing stands behind it that a note or a value smuggled in


@given(body=st.dictionaries(text, text, min_size=1, max_size=4))
def test_the_console_reads_its_own_commands(body: dict[str, str]) -> None:
    (read,) = read_requests(as_curl(exchange(request=body, url="https://example.test/a?b=c"), SIGNED))
    assert (read.method, read.url, read.body) == ("POST", "https://example.test/a?b=c", body)
    assert read.headers["content-type"] == "application/json"


def test_a_call_without_a_body_and_with_odd_headers() -> None:
    command = as_curl(
        exchange(method="GET", request=None, url="http://[::1]:8/", request_headers={"x-none": "", "Cookie": "abc"}),
        (),
    )
    assert "--data-raw" not in command
    assert "--globoff" in command
    assert "--header 'x-none;'" in command
    assert "abc" not in command
    assert '"${COOKIE:?}"' in command


@pytest.mark.programs("sh", "curl")
async def test_curl_itself_sends_what_the_console_sent() -> None:
    receiver = Receiver()
    secret = "canary-8f2c61-secret"
    try:
        async with httpx.AsyncClient(base_url=receiver.url, trust_env=False) as http:
            caller = Caller(http, SystemClock(), Redactor(["userSig"], [secret]))
            body = json.dumps({"room": "it's 中文", "userSig": secret, "echo": f"a {secret} b"}, ensure_ascii=False)
            headers = {"content-type": "application/json", "x-region": "ap"}
            query = {"q": "a b&c"}
            answer = await caller.send("start", "POST", "/hook", params=query, content=body.encode(), headers=headers)
        command = as_curl(answer.exchange, SIGNED)
        assert "?q=a%20b%26c" in command
        assert secret not in command
        variables = {"USER_SIG": secret, "ECHO": secret, "AUTHORIZATION": "Basic x", "PATH": os.environ["PATH"]}
        run = ["sh", "-c", command]
        await asyncio.to_thread(subprocess.run, run, env=variables, capture_output=True, check=True)
    finally:
        await asyncio.to_thread(receiver.close)
    first, again = receiver.seen[-2:]
    assert again.json == first.json
    assert again.path == first.path
    made = {"authorization", "content-length", "connection", "host"}
    assert {name: value for name, value in again.headers.items() if name not in made} == {
        name: value for name, value in first.headers.items() if name not in made
    }
    assert again.headers["authorization"] == "Basic x"


def test_the_comments_say_what_a_signature_takes_where_a_vendor_signs_each_call() -> None:
    vendors = {each.id: each for each in load_registry().vendors}
    for vendor, told in (("trtc", ("exact body", "Neither curl nor this record", "tccli")), ("agora", ("base64",))):
        record = vendors[vendor]
        assert record.signed_how is not None
        command = as_curl(exchange(), record.signed_headers, [str(record.signed_how)])
        comments = [line for line in command.splitlines() if line.startswith("# ")]
        assert max(map(len, comments)) <= COMMENT_WIDTH + 2
        whole = " ".join(line[2:] for line in comments)
        assert all(words in whole for words in told)
        assert str(record.signed_how) in whole, "no sign of it is taken away"
