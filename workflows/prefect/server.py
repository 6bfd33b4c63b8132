"""The Prefect server: `python -m workflows.prefect.server PORT`.

For this machine alone, unless the office binds it elsewhere; always behind the password. Its newer
pages ask an analytics host from the browser whatever the settings say; the content security policy
forbids every host but this one.
"""

import importlib
import os
import sys
from pathlib import Path

from workflows.files import private_folder
from workflows.parent import when_parent_ends
from workflows.prefect.database import database_environment
from workflows.prefect.env import PROOF_PATH, environment
from workflows.prefect.password import proof, proof_key
from workflows.prefect.words import Asgi, Message, Receive, Send, with_words
from workflows.settings import Settings

POLICY = (
    "default-src 'self'; connect-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; "
    "style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "worker-src 'self' blob:; frame-ancestors 'self'"
)


def with_policy(app: Asgi) -> Asgi:
    """`app` with the policy on every answer."""

    async def guarded(scope: Message, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [*message.get("headers", ())]
                headers.append((b"content-security-policy", POLICY.encode("ascii")))
                message = {**message, "headers": headers}
            await send(message)

        await app(scope, receive, send_guarded)

    return guarded


def with_proof(app: Asgi, word: str) -> Asgi:
    """`app`, and at `PROOF_PATH?QUESTION` a proof that this server knows the password."""

    key = proof_key(word)

    async def proving(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != PROOF_PATH:
            await app(scope, receive, send)
            return
        answer = proof(key, scope["query_string"][:64].decode("latin-1")).encode("ascii")
        start = {"type": "http.response.start", "status": 200, "headers": _PLAIN}
        await send(start)
        await send({"type": "http.response.body", "body": answer})

    return proving


_WORD = "PREFECT_SERVER_API_AUTH_STRING"
_PLAIN = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store")]


def main(port: int, *, with_parent: bool) -> None:
    """Serve until told to end. What the environment already says of Prefect holds."""
    settings = Settings.load()
    ours = {**environment(settings, port), **database_environment(settings)}
    os.environ.update({**ours, **os.environ})
    private_folder(Path(os.environ["PREFECT_HOME"]))
    import uvicorn
    from prefect.server.api.server import create_app

    importlib.import_module("workflows.notices.block")  # what the server sends notices by
    from workflows.prefect.sqlite import begin_at_once, with_patience

    begin_at_once()
    word, host = (os.environ[name] for name in (_WORD, "PREFECT_SERVER_API_HOST"))
    app = with_proof(with_policy(with_words(with_patience(create_app(final=True)))), word)
    server = uvicorn.Server(
        uvicorn.Config(app, host=host, port=port, log_level="warning", timeout_graceful_shutdown=5)
    )
    if with_parent:
        when_parent_ends(lambda: setattr(server, "should_exit", True))
    server.run()


if __name__ == "__main__":
    main(int(sys.argv[1]), with_parent="--with-parent" in sys.argv)
