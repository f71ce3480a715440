"""Message texts: 5.x sends most errors without a code, so the text is all there is (agora.md §8.2)."""

from __future__ import annotations

from functools import partial

from roomscribe.domain.error_catalogue import Spelling
from roomscribe.domain.errors import FailureKind
from roomscribe.domain.text import T
from roomscribe.vendors.agora.calls import Call
from roomscribe.vendors.agora.catalogue.entry import entry

_text = partial(entry, Spelling.TEXT)
_to_task = (Call.QUERY, Call.UPDATE, Call.STOP)
_start_again = T("Start again: the console then asks for a new one.")

BAD_BODY = _text(
    "body schema check fail, …",
    T("A field of the request is misspelt, of the wrong type or out of range."),
    T("Correct the field that the rest of the vendor's message names."),
    calls=(Call.START, Call.UPDATE),
    name="body-schema",
)
WRONG_CREDENTIALS = _text(
    "Invalid authentication credentials",
    T("Agora does not accept the Customer ID and the Customer Secret."),
    T("Enter both again: they are not the App ID and the App Certificate."),
    kind=FailureKind.AUTH,
    field="customer_secret",
    name="credentials",
)
TOKEN_EXPIRED = _text(
    "Token is expired",
    T("The token with which the request was signed in has expired."),
    T("Make a new 007 token. Check the App Certificate and this computer's clock."),
    kind=FailureKind.AUTH,
    field="app_certificate",
    name="token-expired",
)
TOKEN_REFUSED = _text(
    "Invalid token",
    T("Agora can't read the token with which the request was signed in, or it is for something else."),
    T("Make a new 007 token. Check the App Certificate and this computer's clock."),
    kind=FailureKind.AUTH,
    field="app_certificate",
    name="token-invalid",
)
WRONG_PRODUCT = _text(
    "the product name does not match with builderToken",
    T("The builder token belongs to another Agora product."),
    _start_again,
    calls=(Call.START,),
    name="product",
)
BUILDER_TOKEN_EXPIRED = _text(
    "resourceId reaches out the limited time interval!",
    T("The builder token is older than 5 minutes."),
    _start_again,
    calls=(Call.START,),
    name="builder-token-expired",
)
SPEECH_TO_TEXT_OFF = _text(
    "invalid_appid!",
    T("Real-Time STT is off for this App ID, or the App ID is wrong."),
    T("Check the App ID in the profile, and switch Real-Time STT on for it in Agora Console."),
    calls=(Call.ACQUIRE, Call.START, Call.JOIN),
    field="app_id",
    name="invalid-appid",
)
WRONG_PAIR = _text(
    "The taskId does not match with builderToken.",
    T("The task and its builder token do not belong together."),
    T("Check that the profile still has the App ID with which the task was started."),
    calls=_to_task,
    field="app_id",
    name="wrong-pair",
)
NOT_FOUND = _text(
    "The task is not found",
    T("The task has ended."),
    T("Start a new task if it is still needed."),
    kind=FailureKind.NOT_FOUND,
    calls=_to_task,
    name="not-found",
)
STARTED_ALREADY = _text(
    "The task has been started, current status is STARTED, taskId is …",
    T("A task with this builder token runs already."),
    T("Use the running task instead of starting another: its id stands in the vendor's message."),
    kind=FailureKind.DUPLICATE,
    calls=(Call.START,),
    name="started",
)
BAD_EXPIRY = _text(
    "Acquire: invalid resourceExpiredHour value!",
    T("Agora does not take how long the builder token should be good for."),
    T("The console never sends this. Something between it and Agora changes requests: check the address and proxy."),
    calls=(Call.ACQUIRE,),
    field="base_url",
    name="resource-expired-hour",
)
NO_ROUTE = _text(
    "no Route matched with those values",
    T("This host does not know the address of the request."),
    T("Check the site and the address in the profile. This says nothing about the task."),
    field="base_url",
    name="no-route",
)

TEXTS_OF_TASKS = (
    BAD_BODY,
    WRONG_PRODUCT,
    BUILDER_TOKEN_EXPIRED,
    WRONG_PAIR,
    NOT_FOUND,
    STARTED_ALREADY,
    BAD_EXPIRY,
)
"""Of 5.x and 6.x alone."""
TEXTS_OF_ALL = (WRONG_CREDENTIALS, TOKEN_EXPIRED, TOKEN_REFUSED, SPEECH_TO_TEXT_OFF, NO_ROUTE)

FRAGMENTS = (
    ("body schema check fail", BAD_BODY),  # first: what follows it may quote any of the others
    ("invalid authentication credentials", WRONG_CREDENTIALS),
    ("token is expired", TOKEN_EXPIRED),
    ("invalid token", TOKEN_REFUSED),
    ("the product name does not match with buildertoken", WRONG_PRODUCT),
    ("reaches out the limited time interval", BUILDER_TOKEN_EXPIRED),
    ("invalid resourceexpiredhour", BAD_EXPIRY),
    ("invalid_appid", SPEECH_TO_TEXT_OFF),
    ("no route matched", NO_ROUTE),
    ("the taskid does not match with buildertoken", WRONG_PAIR),
    ("task is not found", NOT_FOUND),
    ("the task has been started", STARTED_ALREADY),
)
"""By what they are recognised, in lower case."""
