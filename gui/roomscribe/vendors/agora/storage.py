"""The numbers that Agora gives to cloud storage vendors and their regions (agora.md §12.2)."""

from __future__ import annotations

AMAZON_S3 = 1

STORAGE_VENDORS = {
    AMAZON_S3: "Amazon S3",
    5: "Microsoft Azure",
    6: "Google Cloud",
}
"""Only S3 has regions here; Azure and Google ignore the number."""

NO_REGION = 0

S3_REGIONS = {
    0: "US_EAST_1",
    1: "US_EAST_2",
    2: "US_WEST_1",
    3: "US_WEST_2",
    4: "EU_WEST_1",
    5: "EU_WEST_2",
    6: "EU_WEST_3",
    7: "EU_CENTRAL_1",
    8: "AP_SOUTHEAST_1",
    9: "AP_SOUTHEAST_2",
    10: "AP_NORTHEAST_1",
    11: "AP_NORTHEAST_2",
    12: "SA_EAST_1",
    13: "CA_CENTRAL_1",
    14: "AP_SOUTH_1",
    15: "CN_NORTH_1",
    16: "CN_NORTHWEST_1",
    17: "US_GOV_WEST_1",
    20: "AP_NORTHEAST_3",
    21: "EU_NORTH_1",
    22: "ME_SOUTH_1",
    23: "US_GOV_EAST_1",
    24: "AP_SOUTHEAST_3",
    25: "EU_SOUTH_1",
    28: "IL_CENTRAL_1",
}
"""As on the speech-to-text page. 18 and 19 stand only on the page of another product, and are not offered."""
