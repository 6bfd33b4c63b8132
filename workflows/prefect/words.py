"""What our server adds to Prefect's own pages: on the sign-in page, in Japanese, what to type.

There Prefect also shows its "something went wrong", with an advertisement, because nobody has
signed in yet; that is hidden. Its "Authentication failed." stands there before anybody has typed
anything: it is said in Japanese what it means, and it is closed when the form is sent, where it
would stay after a good sign-in. The way to the newer pages is hidden: our words are of these.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

PATH = "/utsushi/sign-in.css"
STYLE = """
form:has(input[placeholder="admin:pass"])::before {
  content: "「utsushi prefect password」で表示される文字を、そのまま入力してください。";
  font-size: 0.875rem; line-height: 1.6;
}
.p-toast-container__toast:has(h6) { display: none; }
body:has(input[placeholder="admin:pass"]) .p-toast__message > article { display: none; }
body:has(input[placeholder="admin:pass"]) .p-toast__message::before {
  content: "サインインしていません。入力した後にも出るときは、文字が違います。";
}
.workspace-dashboard__ui-switch-banner { display: none; }
.p-context-sidebar__footer button.p-context-nav-item { display: none; }
"""
SCRIPT_PATH = "/utsushi/sign-in.js"
SCRIPT = """
document.addEventListener("submit", () => {
  for (const each of document.querySelectorAll(".p-toast__close-btn")) each.click();
}, true);
"""
_FILES = {PATH: ("text/css", STYLE), SCRIPT_PATH: ("text/javascript", SCRIPT)}
_LINK = (
    f'<link rel="stylesheet" href="{PATH}"><script src="{SCRIPT_PATH}" defer></script></head>'
).encode("ascii")
_OLD_HEADERS = (b"content-length", b"etag", b"last-modified")

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Asgi = Callable[[Message, Receive, Send], Awaitable[None]]


def with_words(app: Asgi) -> Asgi:
    """`app` with the style sheet and the script, and links to them in each of its pages."""

    async def worded(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await app(scope, receive, send)
        elif scope["path"] in _FILES:
            await _answer(send, *_FILES[scope["path"]])
        elif not _wants_page(scope):
            await app(scope, receive, send)
        else:
            page = _Page(send)
            await app(_plainly(scope), receive, page.send)

    return worded


class _Page:
    """Holds an answer back until it is whole, and puts the link into it where it is a page."""

    def __init__(self, send: Send) -> None:
        self._send, self._body = send, b""
        self._start: Message | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] != "http.response.body" or self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._let_go(self._start)

    async def _let_go(self, start: Message) -> None:
        body, headers = self._body, list(start.get("headers", ()))
        if dict(headers).get(b"content-type", b"").startswith(b"text/html"):
            body = body.replace(b"</head>", _LINK, 1)
            headers = [each for each in headers if each[0] not in _OLD_HEADERS]
            headers.append((b"content-length", str(len(body)).encode("ascii")))
        await self._send({**start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


async def _answer(send: Send, kind: str, text: str) -> None:
    said = f"{kind}; charset=utf-8".encode("ascii")
    headers = [(b"content-type", said), (b"cache-control", b"no-cache")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode("utf-8")})


def _wants_page(scope: Message) -> bool:
    """A browser that goes to a page, not a question to the API nor one of the page's files."""
    accept = dict(scope["headers"]).get(b"accept", b"")
    return b"text/html" in accept and not scope["path"].startswith("/api")


def _plainly(scope: Message) -> Message:
    """Without compression: the answer is to be read here."""
    kept = [each for each in scope["headers"] if each[0] != b"accept-encoding"]
    return {**scope, "headers": kept}
