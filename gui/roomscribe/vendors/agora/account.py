"""What a profile must know about an account at Agora: the project, and how its calls are signed in."""

from __future__ import annotations

from roomscribe.domain.fields import Choice, When
from roomscribe.domain.text import T
from roomscribe.vendors.protocol import AccountField

SIGN_IN = "sign_in"
BASIC, TOKEN, BARE_TOKEN = "basic", "token", "token-unquoted"
"""How calls say whose they are (agora.md §2): customer id and secret, or a 007 token in quotes or without."""

HEX_32 = r"[0-9A-Fa-f]{32}"
_BY_CUSTOMER = (When(key=SIGN_IN, among=(BASIC,)),)
_BY_TOKEN = (When(key=SIGN_IN, among=(TOKEN, BARE_TOKEN)),)

ACCOUNT_FIELDS = (
    AccountField(
        key="app_id",
        label=T("App ID"),
        help=T("The project's id, from Agora Console. Real-Time STT must be on for it."),
        pattern=HEX_32,
        pattern_hint=T("Enter 32 characters from 0 to 9 and a to f."),
    ),
    AccountField(
        key="app_certificate",
        label=T("App Certificate"),
        help=T("Needed when the project's App Certificate is on: the bots' tokens are made with it."),
        secret=True,
        required=False,
        required_when=_BY_TOKEN,
        pattern=HEX_32,
        pattern_hint=T("Enter 32 characters from 0 to 9 and a to f."),
    ),
    AccountField(
        key=SIGN_IN,
        label=T("Sign in by"),
        help=T("How calls prove whose they are. A token is made for each call from the App Certificate."),
        choices=(
            Choice(value=BASIC, label=T("Customer ID and Secret")),
            Choice(
                value=TOKEN,
                label=T("Token"),
                help=T("For accounts whose customer keys are refused, mostly in mainland China."),
            ),
            Choice(
                value=BARE_TOKEN,
                label=T("Token, without quotes"),
                help=T("Agora's pages disagree about the quotes. Try this one when the other is refused."),
            ),
        ),
    ),
    AccountField(
        key="customer_id",
        label=T("Customer ID"),
        help=T("From Agora Console, Developer Toolkit, RESTful API. It is not the App ID."),
        pattern=r"[^\s:]+",
        pattern_hint=T("Enter it without blanks and colons."),
        shown_when=_BY_CUSTOMER,
    ),
    AccountField(
        key="customer_secret",
        label=T("Customer Secret"),
        help=T("Stands in the file that Agora Console lets you download once, beside the Customer ID."),
        secret=True,
        pattern=r"\S+",
        pattern_hint=T("Enter it without blanks."),
        shown_when=_BY_CUSTOMER,
    ),
)
"""agora.md §2.1, §2.2, §13.1."""
