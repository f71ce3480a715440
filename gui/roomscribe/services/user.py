"""Who runs the program."""

from __future__ import annotations

import getpass
from functools import cache


@cache
def user_name() -> str:
    """The name that the system knows the person by, asked for once: some systems ask a server."""
    return getpass.getuser()
