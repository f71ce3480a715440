from tests.unit.support.conftest import GuardedRun


def test_an_unannounced_log_fails_the_test_and_an_announced_one_does_not(guarded_run: GuardedRun):
    result = guarded_run(
        """
        import asyncio
        import logging
        import pytest

        log = logging.getLogger("roomscribe.inner")

        def test_unannounced():
            log.warning("disk %s", "nearly full")

        def test_quiet():
            log.info("all is well")

        def test_announced(expect_log):
            expected = expect_log("nearly full", logger="roomscribe")
            log.warning("disk nearly full")

        @pytest.mark.expect_log("nearly full")
        def test_announced_by_marker():
            log.error("disk nearly full")

        def test_announced_and_absent(expect_log):
            expect_log("never comes")

        def test_optional_and_absent(expect_log):
            expect_log("never comes", optional=True)

        def test_wrong_level(expect_log):
            expect_log("nearly full", level=logging.ERROR, optional=True)
            log.warning("disk nearly full")

        def test_wrong_logger(expect_log):
            expect_log("nearly full", logger="roomscribe.inn", optional=True)
            log.warning("disk nearly full")

        def test_blinded():
            logging.getLogger().handlers.clear()

        def test_failing_for_its_own_reason():
            log.warning("a consequence")
            assert False, "the cause"

        async def test_lost_error():
            async def fails():
                raise ValueError("nobody asks")
            asyncio.get_running_loop().create_task(fails())
            await asyncio.sleep(0.01)
        """
    )
    result.assert_outcomes(passed=10, failed=1, errors=6)
    result.stdout.fnmatch_lines_random(
        [
            "ERROR *::test_unannounced - *",
            "ERROR *::test_announced_and_absent - *",
            "ERROR *::test_wrong_level - *",
            "ERROR *::test_wrong_logger - *",
            "ERROR *::test_blinded - *",
            "ERROR *::test_lost_error - *",
            "unannounced WARNING from roomscribe.inner: disk nearly full (*test_inner.py:*",
            "announced, but not logged: WARNING or above matching 'never comes' from any logger",
        ]
    )
    result.stdout.no_fnmatch_line("*a consequence (*")


def test_the_record_of_an_announced_log_is_at_hand(guarded_run: GuardedRun):
    result = guarded_run(
        """
        import logging

        def test_records(expect_log, log_guard):
            expected = expect_log("refused")
            logging.getLogger("x").error("refused: %s", 7)
            assert log_guard.objections() == []
            assert [record.args for record in expected.records] == [(7,)]
        """
    )
    result.assert_outcomes(passed=1)
