"""One account's connection to Agora, the same for every generation: credentials, redaction, the vendor's clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import urlencode

from roomscribe.domain.clock import Clock
from roomscribe.domain.errors import CallFailed
from roomscribe.domain.fields import Field, Values
from roomscribe.domain.profiles import Account
from roomscribe.net.basic import basic_auth
from roomscribe.net.call import Answer, Caller
from roomscribe.net.http import ClientOptions, HttpFactory, compact_json
from roomscribe.net.redaction import Redactor
from roomscribe.vendors.agora.bot_fields import TOKENS_MADE
from roomscribe.vendors.agora.bot_tokens import bot_tokens
from roomscribe.vendors.agora.calls import Call
from roomscribe.vendors.agora.catalogue.tables import NO_CERTIFICATE
from roomscribe.vendors.agora.model import BotTokens
from roomscribe.vendors.agora.sign_in import authorization, sign_in_token, signs_in_by_token
from roomscribe.vendors.agora.wire import SECRET_NAMES
from roomscribe.vendors.protocol import StartOrder


class Connection:
    """Sends calls below one root of the API, and learns the difference of the clocks from the answers."""

    def __init__(self, account: Account, http: HttpFactory, clock: Clock, *, host: str, root: str) -> None:
        self._account = account
        self._by_token = signs_in_by_token(account)
        self._clock = clock
        self._root = root
        self._redactor = Redactor(SECRET_NAMES, account.secrets.values())
        self._http = http.client(
            ClientOptions(
                base_url=host,
                proxy=account.profile.proxy,
                auth=None if self._by_token else basic_auth(account.get("customer_id"), account.get("customer_secret")),
            )
        )
        self._time = http.clocks.of(host, clock)

    @property
    def vendor_time(self) -> float:
        """UTC seconds by the vendor's clock, as far as it is known."""
        return self._time.now()

    @property
    def knows_time(self) -> bool:
        """Whether the vendor has told its time."""
        return self._time.known

    def require_certificate(self, values: Values) -> None:
        """Refuse a start whose bots' tokens can't be made, before anything is sent."""
        if values.get("bot_tokens") == TOKENS_MADE and not self._account.get("app_certificate"):
            raise CallFailed(NO_CERTIFICATE.note())

    def tokens(self, order: StartOrder) -> BotTokens:
        """The bots' tokens, issued by the vendor's clock: that is the one which judges whether they have expired."""
        return bot_tokens(self._account, order.values, order.runs_for, self.vendor_time)

    async def send(
        self,
        call: Call,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        body: object = None,
        secrets: Iterable[str] = (),
        channel: str = "",
    ) -> Answer:
        """One call; every secret of the account and `secrets` are kept out of what is recorded.

        `channel` is that of the task, where the call knows it. A sign-in token that was refused while the answer told
        another time is made anew by that time: nothing has happened, as nobody was let in (agora.md §2.2).
        """
        believed = self._time.skew
        answer = await self._send_once(call, method, path, query, body, secrets, channel)
        if self._by_token and answer.status == 401 and self._time.differs(believed):
            again = await self._send_once(call, method, path, query, body, secrets, channel)
            return replace(again, earlier=answer.exchanges)
        return answer

    async def _send_once(
        self,
        call: Call,
        method: str,
        path: str,
        query: Mapping[str, str] | None,
        body: object,
        secrets: Iterable[str],
        channel: str,
    ) -> Answer:
        token = sign_in_token(self._account, channel, self.vendor_time) if self._by_token else ""
        redactor = self._redactor.also([*secrets, token])
        caller = Caller(self._http, self._clock, redactor, request_id_header="X-Request-Id")
        # httpx would write the mask's commas as %2C; the vendor's page shows them as they are (agora.md §3.4).
        target = f"{self._root}{path}?{urlencode(query, safe=',')}" if query else self._root + path
        content = compact_json(body) if body is not None else None
        headers = {"content-type": "application/json"} if content else {}
        if token:
            headers["authorization"] = authorization(self._account, token)
        answer = await caller.send(call, method, target, content=content, headers=headers)
        if answer.json is not None or answer.empty:  # a proxy's page tells the proxy's time
            self._time.hear(answer.exchange)
        return answer

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()


def start_secrets(values: Values, tokens: BotTokens, fields: Iterable[Field]) -> list[str]:
    """Everything in a start that must not be shown: what was typed into secret fields, and the bots' tokens."""
    typed = [str(values[each.key]) for each in fields if each.secret and values.get(each.key)]
    return [*typed, tokens.sub or "", tokens.pub or ""]
