"""The simulator sends nothing to another computer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.simulator.addresses import OWN_HOSTS, require_own_address


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1",
        "http://127.0.0.1:8080/",
        "http://localhost:1/hook/trtc",
        "http://[::1]:65535/a",
        "HTTP://LocalHost/",
    ],
)
def test_this_computer_is_accepted(url: str) -> None:
    require_own_address(url)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "begin with http://"),
        ("127.0.0.1:8080", "begin with http://"),
        ("https://127.0.0.1/", "begin with http://"),
        ("ftp://127.0.0.1/", "begin with http://"),
        ("file:///etc/passwd", "begin with http://"),
        ("http://example.com/", "this computer alone"),
        ("http://192.168.0.1/", "this computer alone"),
        ("http://127.0.0.1.example.com/", "this computer alone"),
        ("http://0.0.0.0/", "this computer alone"),
        ("http://127.1/", "this computer alone"),
        ("http://2130706433/", "this computer alone"),
        ("http://localhost\\.example.com/", "this computer alone"),
        ("http:///hook", "this computer alone"),
        ("http://me@127.0.0.1/", "user name or password"),
        ("http://me:secret@127.0.0.1/", "user name or password"),
        ("http://127.0.0.1@example.com/", "user name or password"),
        ("http://127.0.0.1:0/", "port"),
        ("http://127.0.0.1:70000/", "port"),
        ("http://127.0.0.1:x/", "port"),
        ("http://[::1/", "can't be read"),
        ("http://127.0.0.1/a b", "spaces"),
        ("http://127.0.0.1/\r\nHost: x", "spaces"),
        ("http://127.0.0.1/?token=1", "Leave out"),
        ("http://127.0.0.1/#a", "Leave out"),
    ],
)
def test_anything_else_is_refused_with_the_reason(url: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        require_own_address(url)


@given(st.from_regex(r"http://[a-z0-9.\-@:\[\]]{1,30}(/[a-z]*)?", fullmatch=True))
def test_no_spelling_leads_elsewhere(url: str) -> None:
    import httpx

    try:
        require_own_address(url)
    except ValueError:
        return
    # The library that sends must read the same host out of it.
    assert httpx.URL(url).host in OWN_HOSTS
