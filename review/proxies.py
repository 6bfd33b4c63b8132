"""What a reverse proxy says of a request, believed of the listed ones alone.

From any other address these headers are taken away, so that what comes later may use them.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

FORWARDED_FOR, FORWARDED_PROTO = "x-forwarded-for", "x-forwarded-proto"


class Proxies:
    """ASGI middleware. `known`: addresses of the proxies; `user_header`: where they name the
    person, empty for none."""

    def __init__(self, app: ASGIApp, known: frozenset[str], user_header: str) -> None:
        self._app, self._known = app, known
        self._user_header = user_header.lower()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            client = scope.get("client")
            if client and client[0].lower() in self._known:
                scope = self._as_called(scope)
            else:
                _take_away(scope, FORWARDED_FOR, FORWARDED_PROTO, self._user_header)
        await self._app(scope, receive, send)

    def _as_called(self, scope: Scope) -> Scope:
        """With the scheme and the address of the browser, as the proxy saw them."""
        headers = Headers(scope=scope)
        if len(headers.getlist(self._user_header)) > 1:  # one of them may be the browser's own
            _take_away(scope, self._user_header)
        proto = headers.get(FORWARDED_PROTO, "").strip().lower()
        seen = [
            each.strip().lower() for each in ",".join(headers.getlist(FORWARDED_FOR)).split(",")
        ]
        far = next((each for each in reversed(seen) if each and each not in self._known), None)
        return {
            **scope,
            "scheme": proto if proto in ("http", "https") else scope["scheme"],
            "client": (far, 0) if far else scope["client"],
        }


def _take_away(scope: Scope, *names: str) -> None:
    headers = MutableHeaders(scope=scope)
    for name in names:
        if name in headers:
            del headers[name]
