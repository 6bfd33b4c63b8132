"""The Prefect server for this machine alone: `python -m workflows.prefect_server PORT`.

Its newer pages ask an analytics host from the browser whatever the settings say; the
content security policy forbids every host but this one.
"""

import os
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from workflows.files import private_folder
from workflows.parent import when_parent_ends
from workflows.prefect_env import HOST, environment
from workflows.settings import Settings

POLICY = (
    "default-src 'self'; connect-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; "
    "style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "worker-src 'self' blob:; frame-ancestors 'self'"
)

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Asgi = Callable[[Message, Receive, Send], Awaitable[None]]


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


def main(port: int, *, with_parent: bool) -> None:
    """Serve until told to end. What the environment already says of Prefect holds."""
    os.environ.update({**environment(Settings.load(), port), **os.environ})
    private_folder(Path(os.environ["PREFECT_HOME"]))
    import uvicorn
    from prefect.server.api.server import create_app

    app = with_policy(create_app(final=True))
    server = uvicorn.Server(
        uvicorn.Config(app, host=HOST, port=port, log_level="warning", timeout_graceful_shutdown=5)
    )
    if with_parent:
        when_parent_ends(lambda: setattr(server, "should_exit", True))
    server.run()


if __name__ == "__main__":
    main(int(sys.argv[1]), with_parent="--with-parent" in sys.argv)
