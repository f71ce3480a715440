"""The numbers that Agora gives to cloud storage vendors and their regions (agora.md §12.2)."""

from __future__ import annotations

from collections.abc import Mapping

AMAZON_S3, ALIBABA, TENCENT, AZURE, GOOGLE, HUAWEI, BAIDU, S3_COMPATIBLE = 1, 2, 3, 5, 6, 7, 8, 11

STORAGE_VENDORS = {
    AMAZON_S3: "Amazon S3",
    ALIBABA: "Alibaba Cloud",
    TENCENT: "Tencent Cloud",
    AZURE: "Microsoft Azure",
    GOOGLE: "Google Cloud",
    HUAWEI: "Huawei Cloud",
    BAIDU: "Baidu AI Cloud",
    S3_COMPATIBLE: "S3-compatible",
}
"""Every vendor there is; which of them a generation takes is one of its limits."""

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

_ALIBABA = (
    "Hangzhou Shanghai Qingdao Beijing Zhangjiakou Huhehaote Shenzhen Hongkong US_West_1 US_East_1 AP_Southeast_1 "
    "AP_Southeast_2 AP_Southeast_3 AP_Southeast_5 AP_Northeast_1 AP_South_1 EU_Central_1 EU_West_1 EU_East_1 "
    "AP_Southeast_6 Heyuan Guangzhou Chengdu Nanjing Fuzhou Wulanchabu Northeast_2 Southeast_7"
)

_TENCENT = (
    "Beijing_1 Beijing Shanghai Guangzhou Chengdu Chongqing Shenzhen_FSI Shanghai_FSI Beijing_FSI Hongkong "
    "Singapore Mumbai Seoul Bangkok Tokyo Siliconvalley Ashburn Toronto Frankfurt Moscow"
)

_HUAWEI = (
    "CN_North_1 CN_North_4 CN_East_2 CN_East_3 CN_South_1 CN_Southwest_2 AP_Southeast_1 AP_Southeast_2 "
    "AP_Southeast_3 AF_South_1 SA_Argentina_1 SA_Peru_1 NA_Mexico_1 SA_Brazil_1 LA_South_2 SA_Chile_1"
)

_BAIDU = "Baoding Suzhou Guangzhou Hongkong Singapore Wuhan Shanghai"
"""Names in the order of their numbers; only Baidu's begin at 1."""

REGIONS: Mapping[int, Mapping[int, str]] = {
    AMAZON_S3: S3_REGIONS,
    ALIBABA: dict(enumerate(_ALIBABA.split())),
    TENCENT: dict(enumerate(_TENCENT.split())),
    HUAWEI: dict(enumerate(_HUAWEI.split())),
    BAIDU: dict(enumerate(_BAIDU.split(), start=1)),
}
"""Regions by vendor. The vendors that are missing here ignore the number."""

REGION_KEYS = {
    AMAZON_S3: "storage_region",
    ALIBABA: "storage_region_alibaba",
    TENCENT: "storage_region_tencent",
    HUAWEI: "storage_region_huawei",
    BAIDU: "storage_region_baidu",
}
"""Key of the field that holds a vendor's region: each has its own list of names."""
