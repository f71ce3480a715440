"""Vendors that can't be used are named in one notice."""

from __future__ import annotations

from roomscribe.ui.add_ons import broken_add_ons
from roomscribe.ui.words import say
from roomscribe.vendors.registry import BrokenAddOn

FIRST = BrokenAddOn("acme-captions 1.0 (acme)", "ImportError: no")
SECOND = BrokenAddOn("other-captions 2.0 (other)", "TypeError: no Vendor")


def test_nothing_is_said_where_all_are_well() -> None:
    assert broken_add_ons(()) == []


def test_each_is_named_with_its_reason() -> None:
    (one,) = broken_add_ons((FIRST,))
    assert say(one.text) == "A vendor add-on can't be used."
    assert one.details == "acme-captions 1.0 (acme): ImportError: no"
    (two,) = broken_add_ons((FIRST, SECOND))
    assert say(two.text) == "2 vendor add-ons can't be used."
    assert two.details.splitlines() == [
        "acme-captions 1.0 (acme): ImportError: no",
        "other-captions 2.0 (other): TypeError: no Vendor",
    ]
    assert two.key == one.key
