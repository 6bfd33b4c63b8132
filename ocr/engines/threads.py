"""How many cores one reader may use."""

import os

from forms.errors import SetupError

VARIABLE = "UTSUSHI_OCR_THREADS"


def thread_count() -> int:
    """`$UTSUSHI_OCR_THREADS`, else the cores that this process may run on. Raises SetupError."""
    said = os.environ.get(VARIABLE, "").strip() or "0"
    if not said.isdecimal():
        raise SetupError(f"設定 {VARIABLE} の値「{said}」が正しくありません (数で指定します)。")
    return int(said) or _cores()


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
