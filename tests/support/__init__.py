"""What all tests share: guards, fixtures and small functions.

What every test gets without asking (each module says why):

    log_guard       an unannounced log record of WARNING or above fails the test; `expect_log` announces one
    qt_guard        a leaked top-level widget or a QTimer left running fails it
    loop_guard      a pending asyncio task fails it; tests/qt and tests/e2e run on the Qt loop
    dialog_guard    whatever opens a nested event loop (exec and the static dialogs) raises
    garbage_guard   no worker thread collects Qt's objects
    keyring_guard   the keyring is in memory; marker `real_keyring` opts out
    network_guard   only loopback can be reached; marker `unreachable_network` plays a cut cable
    stall_guard     in tests/qt a call from an event loop that computes for over 100 ms fails it; marker `stall`
    model_guard     in a test that `makes` models, Qt's own tester looks at these for its life
    place_guard     a dialog that is not whole on the screen fails it
    process_guard   a watchdog that is left running fails it (tests/e2e)
    isolation       home, settings, data and D-Bus of the person who runs the tests stay untouched

What concerns the whole run:

    order           on several workers, the longest tests come first
    hypotheses      no example is judged by how long it took
    programs        what is not installed: marker `programs` says what a test starts

What a test asks for:

    expect_log      (log_guard) announce a warning or an error
    secret_service  a real Secret Service of its own, with its own D-Bus
    xvfb            a screen of its own, for programs started as separate processes
    next_emit       (signals) await a Qt signal
"""

from __future__ import annotations

# The order matters: a later plugin's guards are set up later and judge earlier. Logs come first, to judge last.
PLUGINS = (
    "tests.support.isolation",
    "tests.support.log_guard",
    "tests.support.dialog_guard",
    "tests.support.network_guard",
    "tests.support.qt_guard",
    "tests.support.garbage_guard",
    "tests.support.keyring_guard",
    "tests.support.loop_guard",
    "tests.support.stall_guard",
    "tests.support.model_guard",
    "tests.support.place_guard",
    "tests.support.process_guard",
    "tests.support.programs",
    "tests.support.secret_service",
    "tests.support.display",
    "tests.support.forenoon",
    "tests.support.order",
    "tests.support.hypotheses",
)
