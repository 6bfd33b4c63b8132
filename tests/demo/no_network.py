"""`run` a command without a network; how often something tried to leave is in the result."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ISOLATED = Path(__file__).with_name("isolated.py")


@dataclass(frozen=True)
class Ran:
    exit_code: int
    output: str
    attempts_to_leave: int


def unshare() -> list[str]:
    """The command that makes a namespace here; skips the test where the kernel allows none."""
    program = shutil.which("unshare")
    as_root = [] if hasattr(os, "geteuid") and os.geteuid() == 0 else ["--map-root-user"]
    command = [program or "unshare", *as_root, "--net", "--mount"]
    if program is None or subprocess.run([*command, "true"], check=False).returncode:
        pytest.skip("network namespaces are not allowed here")
    return command


def run(command: list[str], folder: Path, env: Mapping[str, str] | None = None) -> Ran:
    count = folder / "attempts.json"
    done = subprocess.run(
        [*unshare(), sys.executable, str(ISOLATED), str(count), *command],
        check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={**os.environ, **(env or {})},
    )  # fmt: skip
    return Ran(done.returncode, done.stdout, json.loads(count.read_text(encoding="ascii")))
