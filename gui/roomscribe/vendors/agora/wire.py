"""What client and preview must agree on: hosts, paths, and the names whose values are secret."""

from __future__ import annotations

from urllib.parse import quote

from roomscribe.domain.profiles import Profile
from roomscribe.domain.text import T
from roomscribe.vendors.protocol import Site

SITES = (
    Site(id="global", title=T("Global"), base_url="https://api.agora.io"),
    Site(id="cn", title=T("Mainland China"), base_url="https://api.sd-rtn.com"),
)
"""agora.md §1.3. The second host is also the global one's alternate; a profile may name any other."""

BOT_TOKEN_NAMES = ("subBotToken", "pubBotToken")
SECRET_NAMES = ("builderToken", "tokenName", *BOT_TOKEN_NAMES, "secret", "salt", "accessKey", "secretKey")
"""Members of requests and answers whose values are never shown."""


def base_url(profile: Profile) -> str:
    """Scheme and host for a profile; an unknown site falls back to the global one."""
    hosts = {site.id: site.base_url for site in SITES}
    return profile.base_url or hosts.get(profile.site, SITES[0].base_url)


def project_path(app_id: str) -> str:
    """The root of all 5.x calls (agora.md §1.1)."""
    return f"/v1/projects/{quote(app_id, safe='')}/rtsc/speech-to-text"
