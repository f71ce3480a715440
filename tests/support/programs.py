"""Programs of the system that a test needs: without one it is left out, but never where all of them were seen to.

`packaging/dev.py test` sees to them and says so. A test that were left out there would be missed by nobody.
"""

from __future__ import annotations

import os
import shutil

import pytest

SEEN_TO = "ROOMSCRIBE_TEST_PROGRAMS"
"""Set where every program that a test needs has been seen to (packaging/dev.py)."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "programs(*names): the test starts these programs of the system")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("programs"):
        for name in marker.args:
            path_of(name)


def path_of(name: str) -> str:
    """Where the program is. Where it is not, the test is skipped, or fails where it had to be there."""
    found = shutil.which(name)
    if found is not None:
        return found
    if os.environ.get(SEEN_TO):
        pytest.fail(f"{name} was to be there and is not found: packaging/dev_system.py has to name it", pytrace=False)
    pytest.skip(f"{name} is not installed; `python packaging/dev.py test` installs it or says how")
