"""`python -m samples.legacy --db PATH --port N`: serve until stopped, address on stdout."""

from __future__ import annotations

import argparse
import signal
import threading
from pathlib import Path

from samples.legacy.server import LegacyServer


def main() -> int:
    """Serve until Ctrl-C or SIGTERM."""
    parser = argparse.ArgumentParser(prog="samples.legacy", description="練習用 業務システム")
    parser.add_argument("--db", type=Path, required=True, help="データベース(SQLite)のファイル")
    parser.add_argument("--port", type=int, default=0, help="ポート番号(0は空きポート)")
    parser.add_argument("--slow-ms", type=int, default=0, help="応答を遅らせるミリ秒")
    parser.add_argument(
        "--timeout-s", type=float, default=1800.0, help="無操作でログアウトする秒数"
    )
    options = parser.parse_args()
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    with LegacyServer(
        options.db, options.port, slow_ms=options.slow_ms, timeout_s=options.timeout_s
    ) as server:
        print(server.url, flush=True)
        while not stop.wait(1.0):
            pass
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
