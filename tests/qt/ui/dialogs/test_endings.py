"""How a task ends by itself, in words: only what the vendor documents is promised."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roomscribe.domain.text import Text
from roomscribe.ui.dialogs.endings import ends_by_itself
from roomscribe.vendors.agora.record import VENDOR as AGORA
from roomscribe.vendors.blank.record import VENDOR
from roomscribe.vendors.protocol import Generation
from roomscribe.vendors.trtc.record import VENDOR as TRTC
from tests.qt.ui.dialogs.leave_stage import task

BLANK = VENDOR.generations[0]


@pytest.mark.parametrize("generation", [each for vendor in (TRTC, AGORA, VENDOR) for each in vendor.generations])
def test_every_generation_declares_its_idle_field(generation: Generation) -> None:
    assert generation.field(generation.idle_key) is not None


def source(text: Text) -> str:
    return text.source


def test_how_a_task_ends_by_itself() -> None:
    assert str(ends_by_itself(task(), BLANK)).startswith("after 60 s of quiet, or ")
    assert "quiet" not in str(ends_by_itself(task(values={"max_idle_time": 0}), BLANK))
    assert "when the room is quiet" in str(ends_by_itself(task(values={"max_idle_time": None}), BLANK))
    assert source(ends_by_itself(task(), None)) == "unknown"
    assert source(ends_by_itself(task("demo-x"), BLANK)) == "with this program"
    endless = replace(BLANK, abilities=replace(BLANK.abilities, longest_life=0.0, longest_run=0.0))
    assert source(ends_by_itself(task(values={"max_idle_time": 0}), endless)) == "not by itself"


def test_only_a_documented_end_is_promised() -> None:
    for trtc in TRTC.generations:
        assert str(ends_by_itself(task(), trtc)) == "after 60 s of quiet; named longest: 10 h"
    for agora in AGORA.generations:
        assert " or " in str(ends_by_itself(task(), agora))
