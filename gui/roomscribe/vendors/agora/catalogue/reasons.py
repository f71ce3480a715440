"""The words that 7.x gives as reasons (agora.md §8.5): two were seen live, the rest are its sister product's."""

from __future__ import annotations

from functools import partial

from roomscribe.domain.error_catalogue import CatalogueEntry, Spelling
from roomscribe.domain.errors import FailureKind
from roomscribe.domain.text import T
from roomscribe.vendors.agora.calls import Call
from roomscribe.vendors.agora.catalogue.entry import entry

_reason = partial(entry, Spelling.REASON)
_auth = partial(_reason, kind=FailureKind.AUTH)
_trouble = partial(_reason, kind=FailureKind.AMBIGUOUS, retryable=True)
_correct = T("Correct the field that the vendor's message names.")


BAD_VALUES: tuple[CatalogueEntry, ...] = (
    _reason("InvalidRequestBody", T("The request does not have the form that Agora expects."), _correct),
    _reason("MissingRequiredField", T("A field that Agora requires was not given."), _correct),
    _reason("InvalidFieldValue", T("A field has a value that Agora does not take."), _correct),
)
TASK_CONFLICT = _reason(
    "TaskConflict",
    T("A task with this name runs already."),
    T("Use the running task, or choose another name."),
    kind=FailureKind.DUPLICATE,
    calls=(Call.JOIN,),
    field="instance_id",
)
REASONS: tuple[CatalogueEntry, ...] = (
    _auth(
        "ServiceNotEnabled",
        T("Real-Time STT is off for this App ID, or the App ID is wrong."),
        T("Check the App ID in the profile, and switch Real-Time STT on for it in Agora Console."),
        field="app_id",
    ),
    _auth(
        "AccountSuspended",
        T("Agora has suspended the account."),
        T("Look into Agora Console, or ask Agora's support. Running tasks may have been ended."),
        field="customer_id",
    ),
    _trouble(
        "InternalError",
        T("Agora reports an internal error."),
        T("Try again in a few seconds. If it repeats, give Agora's support the request id."),
    ),
    _auth(
        "InvalidPermission",
        T("The account may not do this."),
        T("The credentials belong to another account, or the project is suspended. Check them in Agora Console."),
        field="customer_id",
    ),
    *BAD_VALUES,
    _reason(
        "ResourceQuotaLimitExceeded",
        T("The project has used up what it may use."),
        T("Stop tasks that are not needed, or ask Agora to raise the limit."),
        kind=FailureKind.RATE_LIMITED,
        retryable=True,
    ),
    _reason(
        "ConcurrencyLimitExceeded",
        T("The project has as many tasks as it may have at once."),
        T("Stop tasks that are not needed, or ask Agora to raise the limit."),
        kind=FailureKind.RATE_LIMITED,
        retryable=True,
    ),
    _trouble(
        "ServiceUnavailable",
        T("Agora's service is not available at the moment."),
        T("Try again in a few seconds. If it repeats, give Agora's support the request id."),
    ),
    _trouble(
        "ResourceAllocationFailed",
        T("Agora has no machine free for the task at the moment."),
        T("Try again in a minute. If it repeats, give Agora's support the request id."),
        calls=(Call.JOIN, Call.UPDATE),
    ),
    TASK_CONFLICT,
    _reason(
        "TaskNotFound",
        T("The task has ended."),
        T("Start a new task if it is still needed."),
        kind=FailureKind.NOT_FOUND,
        calls=(Call.QUERY, Call.UPDATE, Call.LEAVE),
    ),
    _trouble(
        "TaskOperationTimeout",
        T("Agora took too long to process the request."),
        T("The request may have taken effect: the console asks what became of it."),
    ),
    _reason(
        "NotImplemented",
        T("Agora does not offer this call."),
        T("Check the site and the address in the profile."),
        field="base_url",
    ),
)
