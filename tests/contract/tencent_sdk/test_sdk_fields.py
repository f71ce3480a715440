"""The names of both SDKs' models are those that we send, and those that the simulated cloud knows (tencent.md §3, §4).

The international models lack what only the mainland has (§3.8); the cloud's tables were written from the vendor's
pages, so that three sources agree here name by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from roomscribe.vendors.trtc.model import build_start
from roomscribe.vendors.trtc.simulator_shapes import CALLS, Parameters
from roomscribe.vendors.trtc.v2.model import build_create
from roomscribe.vendors.trtc.v2.simulator_shapes import CALLS as CALLS_2
from tests.contract.tencent_sdk.sdk import API_1, INTERNATIONAL, MAINLAND, Api, SdkProcess
from tests.unit.vendors.trtc.stage import values, values_2
from tests.unit.vendors.trtc.test_model import FULL
from tests.unit.vendors.trtc.v2.test_record import FULL as FULL_2

Tree = Mapping[str, Any]
"""Names, each with those inside it."""
KNOWN = {**CALLS, **CALLS_2}
ONLY_MAINLAND = {
    "TranscriptionParams.TargetUserIdList",
    "TranscriptionParams.IMAdminUserId",
    "TranscriptionParams.IMAdminUserSig",
    "RecognizeConfig.Model",
    "RecognizeConfig.TranslationLanguage",
}
"""tencent.md §3.8"""
NEVER_SENT = {"RecognizeConfig.Model", "RecognizeConfig.TranslationLanguage"}
"""Hidden in the mainland's model, and without effect (tencent.md §3.3)."""


def paths(tree: Tree, before: str = "") -> set[str]:
    """Every name with those it stands in."""
    return {f"{before}{name}" for name in tree} | {
        path for name, inside in tree.items() for path in paths(inside, f"{before}{name}.")
    }


def known(members: Parameters, site: str) -> Tree:
    """What the simulated cloud knows at a site."""
    at_site = {name: each for name, each in members.items() if site == "cn" or not each.mainland_only}
    return {name: known(each.inside, site) for name, each in at_site.items()}


def sent(value: object) -> Tree:
    """The names of a body."""
    items = value if isinstance(value, list) else [value]
    return {name: sent(inside) for each in items if isinstance(each, dict) for name, inside in each.items()}


def full_body(api: Api, site: str) -> dict[str, Any]:
    """What our form sends when everything in it is filled."""
    if api is API_1:
        return build_start(values(**FULL), site=site, sdk_app_id=1400000001, user_sig="SIG", session_id="session_1")
    return build_create(values_2(**FULL_2), site=site, sdk_app_id=1400000001, user_sig="SIG")


def model(process: SdkProcess, action: str) -> Tree:
    """The names of a request's model."""
    found: Tree = process.ask({"do": "tree", "model": f"{action}Request"})
    return found


def test_the_simulated_cloud_knows_exactly_the_sdks_parameters(process: SdkProcess, api: Api) -> None:
    for action in (api.start, api.describe, api.stop):
        assert known(KNOWN[action], process.package.site) == model(process, action), action


def test_our_form_can_fill_every_parameter_of_the_sdk_and_no_other(process: SdkProcess, api: Api) -> None:
    has, ours = paths(model(process, api.start)), paths(sent(full_body(api, process.package.site)))
    assert ours <= has
    assert has - ours == (NEVER_SENT if (process.package, api) == (MAINLAND, API_1) else set())


def test_the_sdk_reads_and_writes_our_full_body_unchanged(process: SdkProcess, api: Api) -> None:
    body = full_body(api, process.package.site)
    through = process.ask({"do": "through", "model": f"{api.start}Request", "params": body})
    assert through == {"kept": body, "said": []}


def test_what_only_the_mainland_has_is_unknown_to_the_international_sdk(process: SdkProcess, api: Api) -> None:
    mainland = paths(known(KNOWN[api.start], "cn")) - paths(known(KNOWN[api.start], "intl"))
    assert mainland == (ONLY_MAINLAND if api is API_1 else set())
    here = paths(model(process, api.start))
    assert mainland & here == (set() if process.package is INTERNATIONAL else mainland)


@pytest.mark.parametrize("api", [API_1], ids=["trtc-1"])
def test_the_international_sdk_complains_of_the_mainlands_body(process: SdkProcess, api: Api) -> None:
    """So the comparisons above would notice a name too many."""
    body = full_body(api, "cn")
    through = process.ask({"do": "through", "model": f"{api.start}Request", "params": body})
    if process.package is MAINLAND:
        assert through == {"kept": body, "said": []}
        return
    lost = paths(sent(body)) - paths(sent(through["kept"]))
    assert lost == ONLY_MAINLAND - NEVER_SENT
    assert all(path.rpartition(".")[2] in " ".join(through["said"]) for path in lost)
