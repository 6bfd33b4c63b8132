"""Batches wear the coat of a Prefect flow run while its server answers, and go without while not.

Prefect shows and steers; it is no part of the work. A server that was killed or stands still costs
a batch a few seconds at the most, and the next batch is shown again as soon as it answers.
"""

import logging
import os
import socket
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from typing import TypeVar
from urllib.parse import urlsplit

from forms.errors import UtsushiError

_log = logging.getLogger(__name__)
PATIENCE_SECONDS = 5.0
T = TypeVar("T")


class PrefectAway(UtsushiError):
    """The server lost a run, or does not answer. The work itself may have been done."""

    exit_code = 6
    default_advice = "処理は続きます。Prefect のサーバーが動いているか確かめてください。"


def dressed(run: Callable[[], T], bare: Callable[[], T]) -> T:
    """What `run` comes to as a flow run; that of `bare` where the server is or goes away.

    Both must leave alone what is done already. Raises what either raises, but PrefectAway.
    """
    if not answers(os.environ.get("PREFECT_API_URL", "")):
        _log.warning("the Prefect server does not answer: this batch runs without it")
        return bare()
    try:
        return run()
    except PrefectAway:
        _log.warning("the Prefect server went away during a batch: it is ended without it")
        return bare()


def answers(url: str, seconds: float = PATIENCE_SECONDS) -> bool:
    """The server whose API is at `url` says that it is well, within `seconds`."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        if parts.scheme == "https":  # whose certificate is checked by those who talk to it
            socket.create_connection((host, port), seconds).close()
            return True
        return _is_well(host, port, f"{parts.path}/health", seconds)
    except (OSError, HTTPException, ValueError):
        return False


def _is_well(host: str, port: int, path: str, seconds: float) -> bool:
    connection = HTTPConnection(host, port, timeout=seconds)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    finally:
        connection.close()
