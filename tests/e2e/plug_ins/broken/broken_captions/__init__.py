"""A vendor that is none, and one with another's id; the entry point `lost` names a module that does not exist."""

from dataclasses import replace

from roomscribe.vendors.blank.record import VENDOR

MISTYPED = "a vendor"
DOUBLE = replace(VENDOR, id="trtc")
