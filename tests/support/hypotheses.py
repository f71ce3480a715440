"""How examples are tried: none is judged by how long it took.

Unless told otherwise hypothesis fails a test of which one example took more than 0.2 s, or whose examples are slowly
made. Both depend on what else the computer does meanwhile. What is stuck is ended by the test's own timeout.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

PROFILE = "roomscribe"


@pytest.hookimpl(tryfirst=True)  # before hypothesis loads the profile that somebody may have asked for
def pytest_configure(config: pytest.Config) -> None:
    settings.register_profile(PROFILE, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile(PROFILE)
