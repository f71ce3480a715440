"""Simulated customers have keys in the vendor's shapes."""

from __future__ import annotations

import re

from roomscribe.vendors.trtc.simulator_accounts import new_account
from tests.unit.vendors.trtc.stage import DEMO


def test_random_keys_look_like_the_vendors() -> None:
    account = new_account("intl", {})
    (app,) = account.apps.values()
    assert re.fullmatch(r"AKID[A-Za-z0-9]{32}", account.secret_id)
    assert re.fullmatch(r"[A-Za-z0-9]{32}", account.secret_key)
    assert re.fullmatch(r"20\d{8}", str(app.sdk_app_id))
    assert re.fullmatch(r"[0-9a-f]{64}", app.sdk_secret_key)


def test_mainland_applications_have_mainland_numbers() -> None:
    assert re.fullmatch(r"14\d{8}", str(next(iter(new_account("cn", {}).apps))))


def test_tests_can_choose_the_keys() -> None:
    account = new_account("intl", DEMO)
    assert (account.secret_id, account.secret_key) == (DEMO["secret_id"], DEMO["secret_key"])
    assert account.apps[int(DEMO["sdk_app_id"])].sdk_secret_key == DEMO["sdk_secret_key"]
