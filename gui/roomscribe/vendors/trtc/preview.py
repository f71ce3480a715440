"""The request a start would send, without its secrets: the same for both generations."""

from __future__ import annotations

from collections.abc import Callable

from roomscribe.domain.fields import Values, given
from roomscribe.domain.profiles import Profile
from roomscribe.net.redaction import HIDDEN
from roomscribe.vendors.protocol import MADE_LATER, CallPreview, Generation
from roomscribe.vendors.trtc.fields import PASTED
from roomscribe.vendors.trtc.values import Body

Build = Callable[[Values, object, str], Body]
"""(values, SDKAppID, UserSig) -> body"""


def preview_of(
    call: str, generation: Generation, build: Build, values: Values, profile: Profile
) -> tuple[CallPreview, ...]:
    """The one request; tolerates half-filled forms and profiles."""
    hidden = {field.key: HIDDEN for field in generation.fields if field.secret and given(values.get(field.key))}
    pasted = values.get("user_sig_source") == PASTED
    app = profile.account.get("sdk_app_id", "")
    body = build(
        {**values, **hidden},
        int(app) if app.isascii() and app.isdigit() else app,
        hidden.get("user_sig", "") if pasted else MADE_LATER,
    )
    base = profile.base_url or generation.site(profile.site).base_url
    return (CallPreview(call=call, method="POST", url=f"{base}/", body=body),)
