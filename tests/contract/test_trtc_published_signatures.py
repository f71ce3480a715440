"""UserSigs by the vendor's published library, pasted into our form: they start a task, or are refused at their field.

That they are refused with a wrong key, bot, application or past their time is also shown with the vendor's own SDKs, in
tencent_sdk/test_sdk_calls.py; that ours say the same as the library's, in tests/unit/vendors/trtc/test_usersig.py.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import TLSSigAPIv2

from roomscribe.domain.drafts import Draft
from roomscribe.domain.errors import BadRequest, FailureKind
from roomscribe.domain.states import TaskState
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.registry import Registry
from roomscribe.vendors.trtc.fields import PASTED
from roomscribe.vendors.trtc.record import VENDOR
from tests.support.consoles import TestConsole, open_test_console

HOUR = 3600
CODES = {"trtc-1": "InvalidParameter.UserSig", "trtc-2": "InvalidParameter"}
"""tencent.md §5.2; 2.0 has no code of its own for it (§5.1), so that is a switch."""


@pytest.fixture(params=VENDOR.generations, ids=lambda each: each.id)
def generation(request: pytest.FixtureRequest) -> Generation:
    generation: Generation = request.param
    return generation


@pytest.fixture
async def console(tmp_path: Path) -> AsyncIterator[TestConsole]:
    console = await open_test_console(tmp_path, Registry([VENDOR]), face="loopback")
    yield console
    await console.aclose()


def pasted(console: TestConsole, generation: Generation, *, key: str = "", app: int = 0, bot: str = "") -> Draft:
    """The example's draft with a signature by the library, right unless something else is named."""
    account = next(each for each in console.simulation.accounts if each.generation is generation).values
    maker = TLSSigAPIv2.TLSSigAPIv2(app or int(account["sdk_app_id"]), key or account["sdk_secret_key"])
    token = maker.gen_sig(bot or console.draft(generation).values[generation.bot_key], HOUR)
    return console.draft(generation, user_sig_source=PASTED, user_sig=token)


async def test_the_librarys_signature_starts_a_task(console: TestConsole, generation: Generation) -> None:
    task = await console.services.launcher.start(pasted(console, generation))
    assert (await console.asked_until(task.id, TaskState.RUNNING)).vendor_task_id


@pytest.mark.parametrize("wrong", ["key", "expired"])
async def test_what_only_the_vendor_can_see_is_refused_with_its_code(
    console: TestConsole, generation: Generation, wrong: str
) -> None:
    draft = pasted(console, generation, key="0" * 64 if wrong == "key" else "")
    if wrong == "expired":
        console.world.clock.offset = HOUR + 1  # only the cloud's: the form refuses what ends too early by ours
    task = await console.services.launcher.start(draft)
    assert task.state is TaskState.REJECTED
    assert task.error is not None
    assert (task.error.kind, task.error.code) == (FailureKind.REJECTED, CODES[generation.id])
    assert task.error.field == "user_sig_source"
    assert task.error.request_id


@pytest.mark.parametrize("wrong", ["application", "bot"])
async def test_what_stands_in_it_is_seen_before_anything_is_sent(
    console: TestConsole, generation: Generation, wrong: str
) -> None:
    other_app, other_bot = (1400000009, "") if wrong == "application" else (0, "somebody")
    with pytest.raises(BadRequest) as refused:
        await console.services.launcher.start(pasted(console, generation, app=other_app, bot=other_bot))
    assert refused.value.field == "user_sig"
    assert not console.world.calls
