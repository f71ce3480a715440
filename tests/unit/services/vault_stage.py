"""What tests of the vault share: whose secret it is, and what is said where none is kept."""

from __future__ import annotations

SESSION_ONLY = "secrets are kept for this session only"


OWNER = "profile/p1"
