"""The tour as a person starts it: a process of its own, real widgets, every generation."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from roomscribe.domain.states import TaskState
from roomscribe.ui.tour.report import Step, TourReport
from roomscribe.vendors.registry import load_registry

STEPS = ["profile", "form", "start", "running", "change", "changed", "stop", "stopped"]
FINDING = ["foreign", "found", "adopted"]
"""Where the vendor can list its tasks."""


@pytest.mark.timeout(180)
async def test_the_tour_does_the_main_job_at_every_generation(tmp_path: Path) -> None:
    out = tmp_path / "pictures"
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "roomscribe", "tour", "--out", str(out)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complained = await process.communicate()

    assert (process.returncode, complained.decode()) == (0, ""), said.decode()
    report = json.loads((out / "tour.json").read_text("utf-8"))
    assert report["ok"]
    generations = load_registry().generations()
    assert {step["generation"] for step in report["steps"]} == {each.id for each in generations}
    for generation in generations:
        mine = [step for step in report["steps"] if step["generation"] == generation.id]
        steps = {step["name"]: step for step in mine}
        assert [step["name"] for step in mine] == STEPS + (FINDING if generation.abilities.list_tasks else [])
        assert generation.states[steps["running"]["vendor_state"]] is TaskState.RUNNING
        assert steps["running"]["vendor_task_id"]
        assert steps["stopped"]["state"] == "stopped"
        assert steps["stopped"]["request_id"]
        # A change in place keeps the task; a restart makes another.
        ids = {steps[name]["vendor_task_id"] for name in STEPS} - {""}
        assert len(ids) == (1 if generation.abilities.update_in_place else 2)
        if generation.abilities.list_tasks:
            adopted = steps["adopted"]
            assert (adopted["state"], adopted["vendor_task_id"] in ids) == ("stopped", False)
            assert adopted["request_id"]
    for step in report["steps"]:
        picture = QImage(str(out / step["picture"]))
        assert picture.width() >= 1440, step["picture"]


def test_a_failed_step_fails_the_tour(tmp_path: Path) -> None:
    report = TourReport(program="RoomScribe", started_at="")
    verdicts = [report.ok]  # a tour that did nothing shows nothing
    report.steps.append(Step(vendor="trtc", generation="trtc-1", name="start", did="pressed Start task"))
    verdicts.append(report.ok)
    report.steps.append(
        Step(vendor="trtc", generation="trtc-1", name="running", did="waited", error="waited 30 s in vain")
    )
    verdicts.append(report.ok)
    assert verdicts == [False, True, False]
    report.save(tmp_path / "tour.json")
    assert json.loads((tmp_path / "tour.json").read_text("utf-8"))["ok"] is False
