"""How errors leave a flow, and how our code reaches the Prefect server."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import State as PrefectState
from prefect.exceptions import PrefectException
from prefect.runtime import flow_run
from prefect.settings import PREFECT_CLIENT_MAX_RETRIES, temporary_settings
from prefect.states import Failed

from forms.errors import UtsushiError
from workflows.prefect.client import connected
from workflows.prefect.coat import PrefectAway

_log = logging.getLogger(__name__)


class Door:
    """Errors leave a run as a failed state without their text: Prefect would log tracebacks,
    which may hold personal data. `check` raises them again on our side."""

    def __init__(self, title: str = "") -> None:
        """`title`: of the flow, whose run is named after what went wrong; without, it keeps its
        name."""
        self._title = title
        self._error: Exception | None = None

    def through(self, step: Callable[[], PrefectState[Any]]) -> PrefectState[Any]:
        """The state of `step`, or a failed one that says in Japanese what happened."""
        try:
            return step()
        except Exception as error:  # noqa: BLE001  (the door: raised again by `check`)
            self._error = error
            if self._title:
                name_run(f"{self._title} 失敗: {told(error)}")
            return Failed(message=words_of(error))

    def check(self) -> None:
        if self._error is not None:
            raise self._error


def words_of(error: Exception) -> str:
    """What happened, and what to do where we know it."""
    advice = error.advice if isinstance(error, UtsushiError) else ""
    return f"{told(error)} {advice}".strip()


def told(error: Exception) -> str:
    """What a run may show of an error: our own sentence, or only the kind of another's."""
    if isinstance(error, UtsushiError):
        return error.message
    return f"予期しない問題が起きました (種類: {type(error).__name__})。"


@contextmanager
def api() -> Iterator[SyncPrefectClient]:
    """A client of the server that the environment names, signed in."""
    with connected(), get_client(sync_client=True) as client:
        yield client


@contextmanager
def only_shown() -> Iterator[None]:
    """What fails in the block is told in the log and stops nothing, nor is it tried again."""
    try:
        with temporary_settings({PREFECT_CLIENT_MAX_RETRIES: 0}):
            yield
    except (httpx.HTTPError, PrefectException, OSError) as error:
        _log.warning("not shown in Prefect (%s)", type(error).__name__)


def name_run(name: str, tags: Sequence[str] | None = None) -> None:
    """Name the run that we are in after what it did, and tag it with what it held; without `tags`
    it keeps those that it has."""
    run_id = flow_run.get_id()
    if run_id is None:
        return
    kept = None if tags is None else sorted(set(tags))
    with only_shown(), api() as client:
        client.update_flow_run(UUID(run_id), name=name, tags=kept).raise_for_status()


def run_here(run: Any, ids: list[int]) -> None:
    """Run a flow in this process to its end. Raises PrefectAway where the server lost it: what is
    raised there is Prefect's own, our steps' errors leave through a `Door`."""
    try:
        with connected():
            state = run(ids, return_state=True)
    except Exception as error:
        raise PrefectAway(f"Prefect が答えません ({type(error).__name__})。") from error
    if state.is_crashed():
        raise PrefectAway("Prefect の実行が異常終了しました。")
