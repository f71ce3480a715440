"""Knows names under which requests carry credentials: what stands there is neither kept nor shown."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

CREDENTIAL_WORDS = (
    r"auth|token|secret|cookie|credential|passw|passcode|certificate|(?:access|api|private|customer)[-_]?key"
    r"|user[-_]?sig|signature|presign|sig(?:n(?:ing)?)?[-_]?key"
    # "sign" is what some services call a signature. Not within a word such as "signal" or "design"; as a capital begins
    # a new word in names, these depend on the case: "sigV2" is one, and so is "APPSIGN".
    r"|(?-i:(?:sig|Sig|(?<![Dd]e)(?<![Aa]s)(?<![Rr]e)sign|Sign)(?![a-z]))"
    r"|(?-i:(?:SIG|(?<!DE)(?<!AS)(?<!RE)SIGN)(?![a-z]|[A-Z](?![a-z])))"
)
"""Of a regular expression, for any case: a name with one of these in it stands for a credential."""
_CREDENTIAL = re.compile(CREDENTIAL_WORDS, re.IGNORECASE)


def is_credential(name: str) -> bool:
    """Whether a header or parameter of this name holds a credential."""
    return _CREDENTIAL.search(name) is not None


def without_credentials(url: str) -> str:
    """An address without a user, a password, or parameters that are credentials; "" for what is none."""
    try:
        parts = urlsplit(url)
        kept = [(name, value) for name, value in parse_qsl(parts.query) if not is_credential(name)]
    except ValueError:
        return ""
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, urlencode(kept), ""))
