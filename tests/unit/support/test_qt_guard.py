from tests.unit.support.conftest import GuardedRun


def test_leaked_widgets_and_timers_fail_the_test(guarded_run: GuardedRun):
    result = guarded_run(
        """
        import pytest
        from PySide6.QtCore import QObject, QTimer, Signal
        from PySide6.QtWidgets import QDialog, QWidget

        kept = []

        def test_leaks_a_widget(qapp):
            widget = QWidget()
            widget.setObjectName("forgotten")
            kept.append(widget)

        def test_is_not_blamed_for_the_test_before(qapp):
            pass

        def test_leaks_only_a_cycle(qapp):
            widget = QWidget()
            widget.me = widget

        def test_hands_over_to_qtbot(qtbot):
            widget = QWidget()
            qtbot.addWidget(widget)
            widget.show()

        def test_deletes_later(qapp):
            widget = QDialog()
            child = QDialog(widget)
            widget.open()
            widget.deleteLater()

        @pytest.fixture
        def window(qapp):
            return QWidget()

        def test_takes_it_from_a_fixture(window):
            window.show()

        @pytest.fixture(scope="module")
        def long_lived(qapp):
            widget = QWidget()
            timer = QTimer(widget)
            timer.start(1000)
            yield widget
            widget.deleteLater()

        def test_uses_a_longer_lived_widget(long_lived):
            pass

        def test_leaks_a_timer(qapp):
            timer = QTimer()
            timer.start(1234)
            kept.append(timer)

        class Source(QObject):
            fired = Signal()

        def test_leaks_a_timer_started_by_a_signal(qapp):
            source, timer = Source(), QTimer(interval=4321)
            source.fired.connect(timer.start)
            source.fired.emit()
            kept.append(timer)

        def test_stops_its_timer(qapp):
            timer = QTimer()
            timer.start(1000)
            timer.stop()
            kept.append(timer)

        def test_drops_its_timer(qapp):
            timer = QTimer(singleShot=True)
            timer.start(1000)
        """
    )
    result.assert_outcomes(passed=11, errors=3)
    result.stdout.fnmatch_lines_random(
        [
            "a top-level widget was left behind: PySide6.QtWidgets.QWidget ('forgotten')",
            "a QTimer still runs, every 1234 ms in no parent",
            "a QTimer still runs, every 4321 ms in no parent",
            "ERROR *::test_leaks_a_widget - *",
            "ERROR *::test_leaks_a_timer - *",
            "ERROR *::test_leaks_a_timer_started_by_a_signal - *",
        ]
    )


def test_qt_messages_and_errors_in_slots_fail_the_test(guarded_run: GuardedRun):
    result = guarded_run(
        """
        from PySide6.QtCore import QObject, QTimer, Signal, qWarning

        class Source(QObject):
            fired = Signal()

        def test_qt_complains(qapp):
            qWarning("something is off")

        def test_a_slot_raises(qapp):
            def slot():
                raise ValueError("in a slot")
            source = Source()
            source.fired.connect(slot)
            source.fired.emit()

        def test_the_screenless_platform_may_say_what_it_cannot_do(qtbot):
            from PySide6.QtWidgets import QWidget
            widget = QWidget()
            qtbot.addWidget(widget)
            widget.setMinimumSize(10, 10)
            widget.show()
            widget.raise_()
            widget.activateWindow()
        """
    )
    result.assert_outcomes(passed=1, failed=2)
