"""`python -m samples.legacy --db PATH --port N`: serve until stopped, address on stdout."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TextIO

from samples.legacy.office import JAPAN, japan_now
from samples.legacy.server import LegacyServer
from samples.legacy.serving import PracticeServer
from samples.legacy.spa.server import CloudServer
from samples.legacy.weather import Weather

SYSTEMS: Mapping[str, type[PracticeServer]] = {"legacy": LegacyServer, "spa": CloudServer}


def main() -> int:
    """Serve until Ctrl-C or SIGTERM."""
    parser = _parser()
    options = parser.parse_args()
    try:
        weather = Weather.load(options.weather) if options.weather else Weather()
        now = _clock_from(options.now) if options.now else japan_now
    except (OSError, ValueError) as error:
        parser.error(f"天気または時刻を読めません: {error}")
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    if options.with_parent:
        threading.Thread(target=_wait_for_end_of, args=(sys.stdin, stop), daemon=True).start()
    with SYSTEMS[options.system](
        options.db,
        options.port,
        timeout_s=options.timeout_s,
        now=now,
        weather=replace(weather, slow_ms=options.slow_ms or weather.slow_ms),
        struck_log=options.struck,
    ) as server:
        print(server.url, flush=True)
        while not stop.wait(1.0):
            pass
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="samples.legacy", description="練習用 業務システム")
    add = parser.add_argument
    add("--system", choices=tuple(SYSTEMS), default="legacy", help="どちらのシステムか")
    add("--db", type=Path, required=True, help="データベース(SQLite)のファイル")
    add("--port", type=int, default=0, help="ポート番号(0は空きポート)")
    add("--slow-ms", type=int, default=0, help="応答を遅らせるミリ秒")
    add("--timeout-s", type=float, default=1800.0, help="無操作でログアウトする秒数")
    add("--weather", type=Path, help="障害の起こし方(JSON)のファイル")
    add("--struck", type=Path, help="起こした障害を書き足すファイル(1行に1件のJSON)")
    add("--with-parent", action="store_true", help="標準入力が閉じたら終わる")
    add("--now", help="時計の始まり(例 2026-11-25T21:59:50)。そこから進む")
    return parser


def _wait_for_end_of(stream: TextIO, stop: threading.Event) -> None:
    """Stop when the stream ends: whoever holds its other side is gone."""
    stream.read()
    stop.set()


def _clock_from(text: str) -> Callable[[], datetime]:
    """A clock that runs on from this time in Japan. Raises ValueError for what is no time."""
    began, since = datetime.fromisoformat(text), time.monotonic()
    start = began if began.tzinfo else began.replace(tzinfo=JAPAN)
    return lambda: start + timedelta(seconds=time.monotonic() - since)


if __name__ == "__main__":
    raise SystemExit(main())
