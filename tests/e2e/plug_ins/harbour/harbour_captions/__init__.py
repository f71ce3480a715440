"""Harbour Captions, a vendor that does not exist: bots are moored in berths, and cast off when they are done."""

from .record import VENDOR

__all__ = ["VENDOR"]
