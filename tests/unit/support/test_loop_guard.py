import pytest

from tests.unit.support.conftest import GuardedRun

LEAKS = """
    import asyncio
    import pytest

    strong = set()

    def start(coro):
        task = asyncio.get_running_loop().create_task(coro, name="the forgotten one")
        strong.add(task)
        return task

    async def test_leaks():
        start(asyncio.sleep(60))

    async def test_is_not_blamed_for_the_test_before():
        await asyncio.sleep(0)

    async def test_cancels_in_time():
        start(asyncio.sleep(60)).cancel()

    @pytest.fixture
    async def server():
        task = start(asyncio.sleep(60))
        yield
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    async def test_uses_a_fixture_that_keeps_a_task(server):
        await asyncio.sleep(0)

    @pytest.fixture
    async def careless_server():
        start(asyncio.sleep(60))
        yield

    async def test_uses_a_fixture_that_leaks(careless_server):
        await asyncio.sleep(0)

    def test_without_a_loop():
        pass

    async def test_kind_of_loop():
        kinds = type(asyncio.get_running_loop()).__mro__
        assert any(each.__module__.split(".")[0] == "{module}" for each in kinds)
"""


@pytest.mark.parametrize(("folder", "module"), [("unit", "asyncio"), ("qt", "qasync"), ("e2e", "qasync")])
def test_pending_tasks_fail_the_test_on_the_loop_of_its_folder(guarded_run: GuardedRun, folder: str, module: str):
    result = guarded_run(LEAKS.format(module=module), name=f"tests/{folder}/test_inner.py")
    result.assert_outcomes(passed=7, errors=2)
    result.stdout.fnmatch_lines_random(
        [
            "pending asyncio tasks were left behind: the forgotten one (<coroutine object sleep at *>)",
            "ERROR *::test_leaks - *",
            "ERROR *::test_uses_a_fixture_that_leaks - *",
        ]
    )


@pytest.mark.qt_loop
async def test_a_marker_brings_the_qt_loop_anywhere(qtbot):
    import asyncio

    from PySide6.QtCore import QTimer

    from tests.support.signals import next_emit

    assert any(each.__module__.startswith("qasync") for each in type(asyncio.get_running_loop()).__mro__)
    timer = QTimer(singleShot=True)
    timer.start(1)
    assert await next_emit(timer.timeout) == ()


@pytest.mark.qt_loop
async def test_next_emit_gives_arguments_and_gives_up(qapp):
    import asyncio

    from PySide6.QtCore import QObject, Signal

    from tests.support.signals import next_emit

    class Source(QObject):
        said = Signal(str, object)

    source = Source()
    asyncio.get_running_loop().call_soon(source.said.emit, "word", {1: 2})
    assert await next_emit(source.said) == ("word", {1: 2})
    with pytest.raises(TimeoutError):
        await next_emit(source.said, timeout=0.01)


@pytest.mark.qt_loop
async def test_closing_the_last_window_does_not_end_the_test(qtbot):
    import asyncio

    from PySide6.QtWidgets import QWidget

    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    window.close()
    await asyncio.sleep(0.01)


def test_a_test_stuck_in_qt_is_ended_by_the_timeout(guarded_run: GuardedRun):
    result = guarded_run(
        """
        import pytest

        @pytest.mark.timeout(1)
        def test_stuck(qapp):
            from PySide6.QtCore import QEventLoop
            QEventLoop().exec()
        """
    )
    assert result.ret == 1
    assert "Timeout" in result.stdout.str() + result.stderr.str()
