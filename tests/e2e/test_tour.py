"""The tour as a person starts it: a process of its own, real widgets, both vendors."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from roomscribe.ui.tour.report import Step, TourReport

STEPS = ["profile", "form", "start", "running", "change", "changed", "stop", "stopped"]


@pytest.mark.timeout(180)
async def test_the_tour_does_the_main_job_at_both_vendors(tmp_path: Path) -> None:
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
    for vendor in ("trtc", "agora"):
        steps = {step["name"]: step for step in report["steps"] if step["vendor"] == vendor}
        assert list(steps) == STEPS
        assert steps["running"]["vendor_state"] in ("InProgress", "IN_PROGRESS")
        assert steps["running"]["vendor_task_id"]
        assert steps["stopped"]["state"] == "stopped"
        assert steps["stopped"]["request_id"]
    # TRTC starts another task, Agora changes the running one.
    ids = {step["vendor"]: set() for step in report["steps"]}
    for step in report["steps"]:
        ids[step["vendor"]] |= {step["vendor_task_id"]} - {""}
    assert (len(ids["trtc"]), len(ids["agora"])) == (2, 1)
    for step in report["steps"]:
        picture = QImage(str(out / step["picture"]))
        assert picture.width() >= 1440, step["picture"]


def test_a_failed_step_fails_the_tour(tmp_path: Path) -> None:
    report = TourReport(program="RoomScribe", started_at="")
    verdicts = [report.ok]  # a tour that did nothing shows nothing
    report.steps.append(Step(vendor="trtc", name="start", did="pressed Start task"))
    verdicts.append(report.ok)
    report.steps.append(Step(vendor="trtc", name="running", did="waited", error="waited 30 s in vain"))
    verdicts.append(report.ok)
    assert verdicts == [False, True, False]
    report.save(tmp_path / "tour.json")
    assert json.loads((tmp_path / "tour.json").read_text("utf-8"))["ok"] is False
