"""Time is cut at local midnights, on days of 23 and 25 hours too."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.days import by_day, day_end, day_of

HOUR = 3_600_000
ZONES = ["UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "Africa/Cairo", "Pacific/Apia", "Asia/Beirut"]


def at(day, zone):
    return round(datetime(day[0], day[1], day[2], tzinfo=ZoneInfo(zone)).timestamp() * 1000)


@pytest.mark.parametrize(("day", "hours"), [((2026, 3, 29), 23), ((2026, 10, 25), 25), ((2026, 6, 1), 24)])
def test_a_day_on_which_clocks_change_has_another_length(day, hours):
    zone = "Europe/Berlin"
    begin, over = at(day, zone), at(day, zone) + 48 * HOUR
    parts = list(by_day(begin, over, ZoneInfo(zone)))
    assert parts[0] == (date(*day), begin, begin + hours * HOUR)
    assert parts[1][0] == date(*day) + timedelta(days=1)


def test_a_day_may_begin_at_one_o_clock():
    """In São Paulo the first hour of 4 November 2018 was left out."""
    zone = ZoneInfo("America/Sao_Paulo")
    over = day_end(date(2018, 11, 3), zone)
    assert f"{datetime.fromtimestamp(over / 1000, zone):%Y-%m-%d %H:%M}" == "2018-11-04 01:00"
    assert day_of(over / 1000, zone) == date(2018, 11, 4)


def test_nothing_is_in_no_time():
    assert list(by_day(5, 5, ZoneInfo("UTC"))) == []
    assert list(by_day(6, 5, ZoneInfo("UTC"))) == []


def test_without_a_zone_the_computers_own_counts():
    now = round(datetime(2026, 11, 21, 12, tzinfo=UTC).timestamp() * 1000)
    local = datetime.fromtimestamp(now / 1000).astimezone()
    (day, _begin, over), *_ = by_day(now, now + 30 * HOUR)
    assert day == local.date()
    assert datetime.fromtimestamp(over / 1000, UTC).astimezone().date() == local.date() + timedelta(days=1)


@given(
    st.sampled_from(ZONES),
    st.integers(1_000_000_000_000, 2_000_000_000_000),
    st.integers(0, 12 * 24 * HOUR),
)
def test_the_parts_are_the_whole_and_each_lies_on_its_day(zone, begin, length):
    parts = list(by_day(begin, begin + length, ZoneInfo(zone)))
    assert sum(over - start for _, start, over in parts) == length
    assert [start for _, start, _ in parts[1:]] == [over for *_, over in parts[:-1]]
    days = [day for day, *_ in parts]
    assert days == sorted(days)
    for day, start, over in parts:
        assert start < over
        assert day_of(start / 1000, ZoneInfo(zone)) == day == day_of((over - 1) / 1000, ZoneInfo(zone))
