"""The program's loop: exit codes, signals, and the services' threads under Qt. Each runs as a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap

import pytest

HEAD = """
import asyncio, os, signal, sys, threading
from roomscribe.runtime.loop import run
from PySide6.QtWidgets import QApplication, QWidget

app = QApplication(["roomscribe"])
"""
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")


def run_program(body: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "dev", "-c", HEAD + textwrap.dedent(body)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "QT_QPA_PLATFORM": "offscreen"},
        timeout=30,
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(("result", "code"), [("None", 0), ("0", 0), ("3", 3)])
def test_the_result_is_the_exit_code(result, code):
    ended = run_program(f"""
        async def main():
            await asyncio.sleep(0.01)
            return {result}
        sys.exit(run(app, main))
    """)
    assert (ended.returncode, ended.stderr) == (code, "")


def test_closing_the_last_window_does_not_end_it():
    ended = run_program("""
        async def main():
            window = QWidget()
            window.show()
            await asyncio.sleep(0.01)
            window.close()
            await asyncio.sleep(0.1)
            return 5
        sys.exit(run(app, main))
    """)
    assert (ended.returncode, ended.stderr) == (5, "")


@posix_only
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_cancels_the_program_which_tidies_up(number):
    ended = run_program(f"""
        async def main():
            threading.Timer(0.1, os.kill, (os.getpid(), {int(number)})).start()
            try:
                await asyncio.get_running_loop().create_future()
            finally:
                await asyncio.sleep(0.01)
                print("tidied up")
        sys.exit(run(app, main))
    """)
    assert (ended.returncode, ended.stdout, ended.stderr) == (128 + number, "tidied up\n", "")


@posix_only
def test_a_second_signal_ends_it_at_once():
    ended = run_program(f"""
        async def main():
            threading.Timer(0.1, os.kill, (os.getpid(), {int(signal.SIGINT)})).start()
            try:
                await asyncio.get_running_loop().create_future()
            finally:
                threading.Timer(0.1, os.kill, (os.getpid(), {int(signal.SIGINT)})).start()
                await asyncio.sleep(60)
        sys.exit(run(app, main))
    """)
    assert ended.returncode == -signal.SIGINT


def test_an_error_of_the_program_reaches_the_caller():
    ended = run_program("""
        async def main():
            raise LookupError("broken")
        run(app, main)
    """)
    assert ended.returncode == 1
    assert "LookupError: broken" in ended.stderr


def test_garbage_is_collected_on_the_interface_thread_alone():
    ended = run_program("""
        from concurrent.futures import ThreadPoolExecutor
        collected = []

        class Cycle:
            def __init__(self):
                self.me = self
            def __del__(self):
                collected.append(threading.current_thread() is threading.main_thread())

        def litter():
            for _ in range(50_000):
                Cycle()

        async def main():
            asyncio.get_running_loop().slow_callback_duration = 60  # a busy machine is no fault of the collector
            with ThreadPoolExecutor(1) as pool:
                await asyncio.get_running_loop().run_in_executor(pool, litter)
            for _ in range(100):
                await asyncio.sleep(0.05)
                if collected:
                    break
            return 0 if collected and all(collected) else 1
        sys.exit(run(app, main))
    """)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_qasync_uses_pyside():
    ended = run_program("""
        import qasync
        sys.exit(0 if qasync.QtModule.__name__ == "PySide6" else 1)
    """)
    assert ended.returncode == 0


def test_what_is_due_waits_while_the_loop_does_not_run():
    ended = run_program("""
        from roomscribe.runtime.loop import new_loop

        async def late():
            async with asyncio.timeout(5):  # finds no loop where none runs
                await asyncio.sleep(0)
            return "went on"

        with asyncio.Runner(loop_factory=lambda: new_loop(app)) as runner:
            loop = runner.get_loop()
            task = loop.create_task(late())
            for _ in range(3):
                app.processEvents()
            print(task.done(), runner.run(asyncio.wait_for(task, 5)))
    """)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "False went on\n", "")


def test_what_is_ready_runs_in_order_without_qt_in_between_and_qt_has_its_turns_all_the_same():
    ended = run_program("""
        from PySide6.QtCore import QTimer

        async def main():
            loop, order, ticks = asyncio.get_running_loop(), [], []
            tick = QTimer()
            tick.timeout.connect(lambda: ticks.append(len(order)))
            tick.start(0)
            for number in range(3):
                loop.call_soon(order.append, number)
            loop.call_soon(order.append, 3).cancel()
            for _ in range(2):
                await asyncio.sleep(0)
            print(order, ticks)
            while len(ticks) < 3:  # never idle
                await asyncio.sleep(0)
            tick.stop()
            return 0
        sys.exit(run(app, main))
    """)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "[0, 1, 2] []\n", "")


def test_a_loop_of_qt_within_a_callback_runs_what_is_ready():
    ended = run_program("""
        from PySide6.QtCore import QEventLoop

        async def main():
            inner, loop = QEventLoop(), asyncio.get_running_loop()

            def nested():
                loop.call_soon(inner.quit)
                inner.exec()
                print("came back")

            done = asyncio.Event()
            loop.call_soon(nested)
            loop.call_soon(done.set)
            await done.wait()
            return 0
        sys.exit(run(app, main))
    """)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "came back\n", "")
