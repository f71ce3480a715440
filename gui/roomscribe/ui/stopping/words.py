"""What is said about stops that could not be written down, wherever they were asked for."""

from __future__ import annotations

from roomscribe.domain.text import T

NOT_WRITTEN = T("The stop can't be written down. It is carried out all the same, for as long as this window is open.")
