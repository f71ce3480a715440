"""What client and preview must agree on: hosts, paths, and the names whose values are secret."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T
from roomscribe.vendors.agora.prices import GLOBAL, MAINLAND
from roomscribe.vendors.protocol import Site

SITES = (
    Site(id="global", title=T("Global"), base_url="https://api.agora.io", tariff=GLOBAL),
    Site(id="cn", title=T("Mainland China"), base_url="https://api.sd-rtn.com", tariff=MAINLAND),
)
"""agora.md §1.3, of 5.x and 6.x. The second host is also the first one's alternate; a profile may name any other."""

AGENT_SITES = (SITES[0], replace(SITES[1], base_url=f"{SITES[1].base_url}/cn"))
"""Of 7.x, whose mainland guides put `/cn` before the path (§14, C5); the profile's address may say otherwise."""

BOT_TOKEN_NAMES = ("subBotToken", "pubBotToken")
SECRET_NAMES = ("builderToken", "tokenName", *BOT_TOKEN_NAMES, "secret", "salt", "accessKey", "secretKey")
"""Members of requests and answers whose values are never shown."""


def base_url(profile: Profile, sites: Sequence[Site]) -> str:
    """Scheme and host for a profile, with the site's prefix; an unknown site falls back to the first one."""
    hosts = {site.id: site.base_url for site in sites}
    return profile.base_url or hosts.get(profile.site, sites[0].base_url)


def project_path(app_id: str) -> str:
    """The root of all 5.x and 6.x calls (agora.md §1.1)."""
    return f"/v1/projects/{quote(app_id, safe='')}/rtsc/speech-to-text"


def agents_path(app_id: str) -> str:
    """The root of all 7.x calls (agora.md §1.2)."""
    return f"/api/speech-to-text/v1/projects/{quote(app_id, safe='')}"
