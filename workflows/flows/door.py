"""How errors leave a flow, and how our code reaches the Prefect server."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import State as PrefectState
from prefect.states import Failed

from forms.errors import UtsushiError
from workflows.coat import PrefectAway
from workflows.prefect_client import connected


class Door:
    """Errors leave a run as a failed state without their text: Prefect would log tracebacks,
    which may hold personal data. `check` raises them again on our side."""

    def __init__(self) -> None:
        self._error: Exception | None = None

    def through(self, step: Callable[[], PrefectState[Any]]) -> PrefectState[Any]:
        """The state of `step`, or a failed one that says in Japanese what happened."""
        try:
            return step()
        except Exception as error:  # noqa: BLE001  (the door: raised again by `check`)
            self._error = error
            return Failed(message=words_of(error))

    def check(self) -> None:
        if self._error is not None:
            raise self._error


def words_of(error: Exception) -> str:
    """What a run may show of an error: our own sentence, or only the kind of another's."""
    if isinstance(error, UtsushiError):
        return " ".join(part for part in (error.message, error.advice) if part)
    return f"予期しない問題が起きました (種類: {type(error).__name__})。"


@contextmanager
def api() -> Iterator[SyncPrefectClient]:
    """A client of the server that the environment names, signed in."""
    with connected(), get_client(sync_client=True) as client:
        yield client


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
