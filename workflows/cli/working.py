"""`utsushi worker`."""

import hashlib
import os
from collections.abc import Sequence
from threading import Event

import httpx

from forms.errors import SetupError
from workflows.app import Utsushi
from workflows.cli.stopping import run_stoppable
from workflows.deployments.declared import POOLS
from workflows.health.care import tending
from workflows.prefect.env import running_port, server
from workflows.prefect.password import header
from workflows.settings import Settings


def run_worker(pools: Sequence[str], *, runs: int | None, with_parent: bool) -> None:
    """Serve these work pools, or all. Raises SetupError for one that there is not, and where no
    Prefect server is to be found."""
    settings = Settings.load()
    wanted = _known(pools)
    _check_server(settings)

    def work(stop: Event) -> None:
        with Utsushi(settings) as app, server(settings):
            _check_password()
            from workflows.workers.serving import serve

            with tending(app.office, "worker", use_prefect=True):
                print(f"処理を待っています (プール: {'・'.join(wanted)})。", flush=True)
                serve(wanted, runs or settings.worker_runs, stop, _mark(settings))

    run_stoppable(work, with_parent=with_parent)


def _mark(settings: Settings) -> str:
    """Of this home among those of the machine."""
    return hashlib.sha256(str(settings.home_path).encode()).hexdigest()[:4]


def _known(pools: Sequence[str]) -> tuple[str, ...]:
    strange = [each for each in pools if each not in POOLS]
    if strange:
        raise SetupError(
            f"ワークプール「{strange[0]}」はありません。",
            advice=f"次から選びます: {'、'.join(POOLS)}",
        )
    return tuple(dict.fromkeys(pools or POOLS))


def _check_password() -> None:
    """Raises SetupError where the server does not let us in. One that is away for now is waited
    for."""
    word = os.environ.get("PREFECT_API_AUTH_STRING", "")
    try:
        url = f"{os.environ['PREFECT_API_URL']}/admin/version"
        answer = httpx.get(url, headers=dict(header(word)), timeout=20)
    except httpx.HTTPError:
        return
    if answer.status_code in (401, 403):
        raise SetupError(
            "Prefect のサーバーのパスワードが違います。",
            advice="UTSUSHI_PREFECT_PASSWORD_FILE に、サーバーの機械と同じファイルを指定します。",
        )


def _check_server(settings: Settings) -> None:
    """A worker with a server of its own would wait for ever."""
    if "PREFECT_API_URL" not in os.environ and running_port(settings) is None:
        raise SetupError(
            "Prefect のサーバーが見つかりません。",
            advice="同じ機械では「utsushi up」を先に始めます。別の機械では PREFECT_API_URL を"
            "設定します (docs/several-machines.ja.md)。",
        )
